import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import { text as textOf } from "node:stream/consumers"

/** A provider that hears what it is handed, and takes so many milliseconds to answer: long enough for a kill to come in between. */
export const startProvider = async (heard: (text: string) => void, takes: number) => {
  let calls = 0
  const server = createServer(async (request, response) => {
    const { text } = JSON.parse(await textOf(request)) as { readonly text: string } // the adapter's own request
    heard(text)
    await sleep(takes)
    response.setHeader("content-type", "application/json")
    response.end(JSON.stringify({ ok: true, result: { message_id: ++calls, chat: { id: 1 } } }))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  const { port } = server.address() as AddressInfo // a server on a port has an AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => server.close().closeAllConnections() }
}
