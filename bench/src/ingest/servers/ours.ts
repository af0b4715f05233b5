// Ours, as an application would serve it: nothing is switched off, nothing is stripped.
import { serve } from "@escucha/adapters/servers/node"
import { createEscucha, type WebDoor } from "@escucha/core"
import { sqlite } from "@escucha/core/sqlite"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { writeKey } from "../event.ts"
import type { OpenServer } from "./open-server.ts"
import { listen } from "./listen.ts"

const application = (file: string) => createEscucha({ store: sqlite(file), ingest: { writeKeys: [writeKey] } })

/** node:http → `handle()`, by the adapter that we publish. */
export const throughHandle: OpenServer = async (file) => {
  const escucha = application(file)
  await escucha.start()
  const door: WebDoor = escucha
  const serving = await serve(door)
  return {
    url: serving.url,
    events: async () => (await escucha.store.size()).entries,
    close: async () => {
      await serving.close()
      await escucha.close()
    },
  }
}

const bytesOf = async (request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk as Uint8Array) // a request without an encoding gives bytes
  return new Uint8Array(Buffer.concat(chunks))
}

const answer = async (
  fetch: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> => {
  const { method = "GET", url = "/", headers } = incoming
  const given = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])
  const response = await fetch(
    new Request(`http://localhost${url}`, { method, headers: given, body: await bytesOf(incoming) }),
  )
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(new Uint8Array(await response.arrayBuffer()))
}

/** node:http → `Request` → `fetch()` → `Response`, by the shortest bridge. */
export const throughFetch: OpenServer = async (file) => {
  const escucha = application(file)
  await escucha.start()
  const server = await listen(
    createServer((incoming, outgoing) => {
      answer(escucha.fetch, incoming, outgoing).catch(() => outgoing.destroy()) // the client counts what was not answered
    }),
  )
  return {
    url: server.url,
    events: async () => (await escucha.store.size()).entries,
    close: async () => {
      await server.close()
      await escucha.close()
    },
  }
}
