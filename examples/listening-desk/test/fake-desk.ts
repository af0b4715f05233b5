import { randomUUID } from "node:crypto"
import { readFile } from "node:fs/promises"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { extname, join, normalize } from "node:path"
import { createFakeHouse, type FakeHouse } from "./fake-house.ts"

/** A desk without the core behind it: the routes of `/desk/*` and the few of `/client/*` over the sample conversations. */
export interface FakeDesk {
  readonly url: string
  readonly token: string
  readonly house: FakeHouse
  /** From now on every request of the desk is answered so; null ends it. */
  readonly fail: (status: number | null) => void
  readonly close: () => Promise<void>
}

interface Call {
  readonly method: string
  readonly url: URL
  readonly body: { readonly [field: string]: unknown }
  readonly response: ServerResponse
  readonly request: IncomingMessage
}

const user = "Ana"

const json = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
}

const refuse = (response: ServerResponse, status: number, reason: string, message: string) =>
  json(response, status, { error: { reason, message } })

const textOf = (value: unknown): string => (typeof value === "string" ? value : "")

const bodyOf = async (request: IncomingMessage): Promise<Call["body"]> => {
  let text = ""
  for await (const chunk of request) text += String(chunk)
  return text === "" ? {} : (JSON.parse(text) as Call["body"]) // only our own page and tests write to this server
}

const stream = (house: FakeHouse, { request, response }: Call) => {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" }).write(": hello\n\n")
  let id = 0
  const stop = house.watch((event) => response.write(`id: ${++id}\ndata: ${JSON.stringify(event)}\n\n`))
  request.on("close", stop)
}

const paged = <Item>(items: readonly Item[], after: number, limit: number) => ({
  items: items.slice(after, after + limit),
  ...(items.length > after + limit ? { next: String(after + limit) } : {}),
})

const read = (house: FakeHouse, call: Call): void => {
  const { url, response } = call
  const query = url.searchParams
  const [, , room, id, part] = url.pathname.split("/")
  const after = Number(query.get("after") ?? 0)
  if (room === "events") return stream(house, call)
  if (room === "pulse") return json(response, 200, house.pulse(Number(query.get("hours") ?? 48)))
  if (room === "search") return json(response, 200, { items: house.search(query.get("q") ?? "") })
  if (room === "inbox") {
    const owner = query.get("owner")
    const items = house.inbox({
      only: query.get("only") ?? "waiting",
      mood: query.get("mood"),
      owner: owner === "me" ? user : owner,
    })
    return json(response, 200, paged(items, after, Number(query.get("limit") ?? 50)))
  }
  if (room === "customers" && part === "thread") return json(response, 200, paged(house.thread(id ?? ""), after, 50))
  const view = room === "customers" ? house.customer(id ?? "") : null
  if (view === null) return refuse(response, 404, "unknown", "customer: we do not know this customer")
  json(response, 200, view)
}

const act = (house: FakeHouse, { url, body, response }: Call): void => {
  const [, , room, id = "", verb] = url.pathname.split("/")
  const customer = room === "cases" ? textOf(body["customer"]) : id
  const open = room === "cases" ? decodeURIComponent(id) : null
  if (verb === "reply") {
    const delivery = house.reply(
      customer,
      { id: textOf(body["id"]), text: textOf(body["text"]), stream: textOf(body["stream"]) },
      user,
    )
    return delivery === null
      ? refuse(response, 404, "unknown", "customer: we do not know this customer")
      : json(response, 200, { id: body["id"], ...delivery })
  }
  const known =
    verb === "assign"
      ? house.assign(customer, open, textOf(body["owner"]), user)
      : house.close(customer, open, textOf(body["reason"]), user)
  if (known) json(response, 200, { id: body["id"], status: "committed" })
  else refuse(response, 404, "unknown", "customer: we do not know this customer")
}

const client = (house: FakeHouse, { url, body, request, response }: Call): void => {
  const visitor = textOf(request.headers.authorization).slice("Bearer ".length)
  if (url.pathname === "/client/session")
    return json(response, 200, { token: randomUUID(), expiresAt: Date.now() + 3_600_000 })
  if (url.pathname === "/client/messages") {
    house.receive(visitor, textOf(body["text"]))
    return json(response, 200, { id: body["id"], status: "committed" })
  }
  const person = house
    .inbox({ only: "all", mood: null, owner: null })
    .find((item) => item.name === `Visitor ${visitor.slice(0, 3)}`)
  const messages = (person === undefined ? [] : house.thread(person.customer)).toReversed().flatMap((item) =>
    item.type === "event"
      ? []
      : [
          {
            id: item.id,
            from: item.type === "written" ? "team" : "customer",
            text: item.text,
            at: item.at,
            ...(item.type === "written" ? { author: item.author } : {}),
          },
        ],
  )
  json(response, 200, { messages, surveys: [], cursor: 0 })
}

const kinds: { readonly [extension: string]: string } = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
}

const page = async (pathname: string, response: ServerResponse): Promise<void> => {
  const path = normalize(pathname === "/" ? "/index.html" : pathname)
  try {
    const content = await readFile(join(import.meta.dirname, "..", "dist", path))
    response.writeHead(200, { "content-type": kinds[extname(path)] ?? "application/octet-stream" }).end(content)
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause
    response.writeHead(404).end() // not a file of the built pages
  }
}

/** Starts a fake desk on loopback; port 0 takes a free one. */
export const startFakeDesk = async (port = 0): Promise<FakeDesk> => {
  const house = createFakeHouse()
  const token = randomUUID()
  const session = randomUUID()
  let failure: number | null = null
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1")
    if (!url.pathname.startsWith("/desk/") && !url.pathname.startsWith("/client/")) return page(url.pathname, response)
    const call: Call = { method: request.method ?? "GET", url, body: await bodyOf(request), request, response }
    if (url.pathname.startsWith("/client/")) return client(house, call)
    if (url.pathname === "/desk/session") {
      return call.body["token"] === token
        ? json(response, 200, { session, user: { name: user }, expiresAt: Date.now() + 8 * 3_600_000 })
        : refuse(response, 401, "unauthorized", "token: it is not valid; use the link that the server printed")
    }
    if (request.headers.authorization !== `Bearer ${session}`)
      return refuse(response, 401, "unauthorized", "session: sign in again")
    if (failure !== null) return refuse(response, failure, "failed", "the desk was told to fail")
    return call.method === "GET" ? read(house, call) : act(house, call)
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : port}`,
    token,
    house,
    fail: (status) => {
      failure = status
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

if (import.meta.main) {
  const { url, token } = await startFakeDesk(Number(process.env["PORT"] ?? 4310))
  console.log(`${url}/?token=${token}`)
}
