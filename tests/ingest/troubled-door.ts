import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { createEscucha, type Escucha } from "../../packages/core/src/assembly/escucha.ts"
import type { EscuchaOptions } from "../../packages/core/src/assembly/options.ts"

/**
 * What happens to a call instead of being answered: a status without being heard, an answer that is lost after the call was heard and
 * kept, or silence.
 */
export type Trouble =
  | { readonly status: number; readonly headers?: { readonly [name: string]: string } }
  | { readonly lost: true }
  | { readonly silent: true }

const bodyOf = async (request: IncomingMessage): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk as Uint8Array) // a request without an encoding gives bytes
  return new Uint8Array(Buffer.concat(chunks))
}

const headersOf = ({ headers }: IncomingMessage) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))

/** One call as it came over the wire, and what it was answered. */
export interface Heard {
  readonly method: string
  readonly path: string
  readonly headers: { readonly [name: string]: string }
  readonly status: number | "lost" | "silent"
}

/** A house behind a real HTTP server on loopback, whose first calls meet these troubles, one each. */
export const troubledDoor = async (troubles: readonly Trouble[], options: Partial<EscuchaOptions> = {}) => {
  const escucha: Escucha = createEscucha({ ingest: { writeKeys: ["wk_test"] }, ...options })
  const heard: Heard[] = []
  const left = [...troubles]
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "GET", url = "/" } = request
    const body = await bodyOf(request)
    const trouble = method === "POST" ? left.shift() : undefined
    const note = (status: Heard["status"]) => heard.push({ method, path: url, headers: headersOf(request), status })
    if (trouble && "silent" in trouble) return void note("silent")
    if (trouble && "status" in trouble) {
      note(trouble.status)
      response.writeHead(trouble.status, { "content-type": "application/json", ...trouble.headers })
      return void response.end('{"error":"trouble"}')
    }
    const headers = headersOf(request)
    const answered = await escucha.handle({ method, url: `http://localhost${url}`, headers, body })
    if (trouble) {
      note("lost")
      return void request.socket.destroy()
    }
    note(answered.status)
    response.writeHead(answered.status, answered.headers)
    response.end(typeof answered.body === "string" ? answered.body : "")
  }
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()))
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo // a server that listens on a port has one
  return {
    escucha,
    heard,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
      await escucha.close()
    },
  }
}

/** How many entries of each kind a house holds; a link lies in two streams, and is one. */
export const kindsIn = async ({ store }: Pick<Escucha, "store">): Promise<{ readonly [kind: string]: number }> => {
  const ids = new Set<string>()
  const counts: Record<string, number> = {}
  for await (const { entry } of store.feed(0)) {
    if (!ids.has(entry.id)) counts[entry.kind] = (counts[entry.kind] ?? 0) + 1
    ids.add(entry.id)
  }
  return counts
}
