// Serves the page, and does what its buttons say. For this machine only: whoever else calls is refused.
import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { join } from "node:path"
import { json } from "node:stream/consumers"
import type { Growing } from "./growing.ts"

const folder = join(import.meta.dirname, "../public")
const files: { readonly [path: string]: readonly [file: string, type: string] } = {
  "/": ["index.html", "text/html; charset=utf-8"],
  "/page.css": ["page.css", "text/css; charset=utf-8"],
  "/page.js": ["page.js", "text/javascript; charset=utf-8"],
  "/words.js": ["words.js", "text/javascript; charset=utf-8"],
}
const safe = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
}

/** A page of another site may not press our buttons, nor may a name that was made to point here. */
const isOurs = ({ headers, method }: IncomingMessage, port: number): boolean => {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (!hosts.includes(headers.host ?? "")) return false
  return method === "GET" || hosts.some((host) => headers.origin === `http://${host}`)
}

const act = async (growing: Growing, request: IncomingMessage): Promise<number> => {
  const [, noun, number, verb] = (request.url ?? "").split("/")
  if (noun === "rate") {
    const { rate }: { readonly rate?: unknown } = Object(await json(request))
    if (typeof rate !== "number" || !Number.isInteger(rate) || rate < 0 || rate > 5_000) return 400
    growing.setRate(rate)
    return 204
  }
  const process = Number(number)
  if (noun !== "processes" || !growing.picture().processes.some((each) => each.number === process)) return 404
  if (verb === "kill") await growing.kill(process)
  else if (verb === "stop") void growing.stop(process)
  else if (verb === "start")
    void growing.start(process).catch(() => undefined) // the page shows that it did not start
  else return 404
  return 204
}

const stream = (growing: Growing, response: ServerResponse): void => {
  response.writeHead(200, { ...safe, "content-type": "text/event-stream" })
  const tell = () => response.write(`data: ${JSON.stringify(growing.picture())}\n\n`)
  const timer = setInterval(tell, 500)
  tell()
  response.once("close", () => clearInterval(timer))
}

/** Serves the page of a run. */
export const servePage = async (growing: Growing, wanted: number) => {
  let port = wanted
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isOurs(request, port)) return void response.writeHead(403).end()
    if (request.method === "POST") return void response.writeHead(await act(growing, request)).end()
    if (request.url === "/events") return stream(growing, response)
    const [file, type] = files[request.url ?? ""] ?? []
    if (file === undefined) return void response.writeHead(404).end()
    response.writeHead(200, { ...safe, "content-type": type }).end(await readFile(join(folder, file)))
  }
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(400).end()) // what came was no JSON
  })
  server.listen(wanted, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  port = typeof address === "object" && address !== null ? address.port : port
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async (): Promise<void> => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    },
  }
}
