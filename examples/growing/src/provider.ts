// The provider at the other end of the counter: it takes answers, and knows a message that comes again by its key.
import { once } from "node:events"
import { createServer } from "node:http"
import { text } from "node:stream/consumers"
import type { Ledger } from "./ledger.ts"

/** Milliseconds that a provider takes. */
const usual = 5

/** Listens on a port of its own. */
export const startProvider = async (ledger: Ledger) => {
  const server = createServer((request, response) => {
    void (async () => {
      const body: { readonly to?: unknown; readonly text?: unknown } = JSON.parse(await text(request))
      const { "idempotency-key": key, "x-process": process } = request.headers
      ledger.answered({
        key: String(key),
        to: String(body.to),
        text: String(body.text),
        process: Number(process),
        at: Date.now(),
      })
      setTimeout(() => {
        response.writeHead(202, { "content-type": "application/json" }).end(JSON.stringify({ id: key }))
      }, usual)
    })().catch(() => response.writeHead(400).end()) // a process was killed in the middle of its request
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    },
  }
}
