// An HTTP server of Node over the pure door: https://nodejs.org/api/http.html
import type { WebDoor, WebRequest, WebResponse } from "@escucha/core"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { endInOrder, type ShutdownOptions } from "../server/shutdown.ts"

export type { ShutdownOptions }

/** How to listen. */
export interface ServeOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number
  /** `127.0.0.1` unless told: reachable from this machine only. */
  readonly host?: string
  /** The longest body that is read, in bytes; what the door says of itself unless told: 1 MB, and as large as a file may be for files. */
  readonly longestBody?: number
  /** Takes what the door does not know (404): the application's own pages. The body has been read by then. */
  readonly fallback?: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>
  /**
   * Ends the process in order when a signal comes (`SIGTERM`, `SIGINT`): not ready, then 503, then finished, closed and over. `true` for
   * the usual times; left to the application, where it is left out.
   */
  readonly shutdown?: ShutdownOptions | true
  /** Hears of a failure that a caller was answered 500 for, or of a stream that broke. */
  readonly onError?: (error: unknown) => void
}

/** A server that listens. */
export interface Serving extends AsyncDisposable {
  readonly url: string
  /** Takes no more calls, ends the open streams, waits for the rest (2 seconds at most). */
  readonly close: () => Promise<void>
}

/** Milliseconds: the headers, then the whole request, then an idle connection. A caller who is slower is cut off. */
const slowest = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 2_000,
}
const closingTime = 2_000
const usualBody = 1_048_576

/** The whole body, or `undefined` where it is too long: then it is read no further. Events cost half of what an iterator costs. */
const bodyOf = (request: IncomingMessage, longest: number): Promise<Uint8Array | undefined> =>
  new Promise((resolve, reject) => {
    if (Number(request.headers["content-length"] ?? 0) > longest) return resolve(undefined)
    const chunks: Uint8Array[] = []
    let size = 0
    const take = (chunk: Uint8Array): void => {
      size += chunk.length
      chunks.push(chunk)
      if (size <= longest) return
      request.off("data", take).pause()
      resolve(undefined)
    }
    request
      .on("data", take)
      .once("end", () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)))
      .once("error", reject)
  })

const hostForm = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i

/** Tells of a Host header whether it can stand in a URL. Callers repeat theirs, so the last good one is remembered. */
const createHostCheck = (): ((host: string) => boolean) => {
  let good = "localhost"
  return (host) => {
    if (host === good) return true
    if (!hostForm.test(host) || !URL.canParse(`http://${host}`)) return false
    good = host
    return true
  }
}
const isHost = createHostCheck()

const urlOf = ({ url = "/", headers: { host = "localhost" } }: IncomingMessage): string | undefined => {
  if (!isHost(host)) return undefined
  if (url.startsWith("/")) return `http://${host}${url}`
  return /^https?:/.test(url) && URL.canParse(url) ? url : undefined
}

/** Node gives every header as one text but `set-cookie`, which only an answer has: https://nodejs.org/api/http.html#messageheaders */
const headersOf = ({ headers }: IncomingMessage): WebRequest["headers"] => {
  const cookies = headers["set-cookie"]
  const texts = headers as WebRequest["headers"] // all of them but the one that is looked at here
  return cookies ? { ...texts, "set-cookie": cookies.join(", ") } : texts
}

const refuse = (response: ServerResponse, status: number, remedy: string): void => {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", connection: "close" })
  response.end(`${remedy}\n`, () => response.req.destroy())
}

/** What one server shares between its requests. */
interface Open {
  readonly door: WebDoor
  readonly options: ServeOptions
  /** Answers that are still being written, such as server-sent events. */
  readonly streams: Set<ServerResponse>
  /** Whether callers are asked to come back by another connection. */
  isLeaving: boolean
}

const drained = (response: ServerResponse) =>
  new Promise<void>((resolve) => {
    response.once("drain", resolve)
  })

/**
 * Writes a stream as fast as the caller reads. When the caller goes away it calls `return()` at once, even while the stream is
 * silent, and does not wait for it: a generator that sleeps in `next()` answers only after it wakes.
 */
const pipe = async (
  body: AsyncIterable<string | Uint8Array>,
  response: ServerResponse,
  { streams, options }: Open,
): Promise<void> => {
  const iterator = body[Symbol.asyncIterator]()
  const pump = async () => {
    for (let next = await iterator.next(); !next.done && response.writable; next = await iterator.next()) {
      if (!response.write(next.value)) await drained(response)
    }
    response.end()
  }
  const gone = new Promise<void>((resolve) => {
    response.once("close", () => {
      streams.delete(response)
      iterator.return?.().catch((error: unknown) => options.onError?.(error))
      resolve()
    })
  })
  streams.add(response)
  await Promise.race([pump(), gone])
}

const write = async (answer: WebResponse, response: ServerResponse, open: Open): Promise<void> => {
  const { status, headers, body } = answer
  const hasNoBody = status === 204 || status === 304
  if (typeof body === "object" && Symbol.asyncIterator in body) {
    response.writeHead(status, headers).flushHeaders()
    // who went away while it was made ready is told nothing, and no event says so any more
    if (!hasNoBody && response.req.method !== "HEAD" && !response.destroyed) return pipe(body, response, open)
    await body[Symbol.asyncIterator]().return?.()
    response.end()
  } else {
    response.writeHead(status, hasNoBody ? headers : { "content-length": Buffer.byteLength(body), ...headers })
    response.end(hasNoBody || response.req.method === "HEAD" ? undefined : body)
  }
}

const answer = async (request: IncomingMessage, response: ServerResponse, open: Open): Promise<void> => {
  if (open.isLeaving) response.shouldKeepAlive = false
  const {
    door,
    options: { longestBody, fallback },
  } = open
  const url = urlOf(request)
  if (url === undefined) return refuse(response, 400, "the Host header or the address is malformed")
  const { method = "GET" } = request
  const longest = longestBody ?? door.largestBody?.({ method, url }) ?? usualBody
  const body = await bodyOf(request, longest)
  if (body === undefined) return refuse(response, 413, `the body is longer than ${longest} bytes`)
  const answered = await door.handle({ method, url, headers: headersOf(request), body })
  if (answered.status === 404 && fallback) return fallback(request, response)
  return write(answered, response, open)
}

const listening = (server: Server, port: number, host: string) =>
  new Promise<AddressInfo>((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, host, () => {
      server.off("error", reject)
      resolve(server.address() as AddressInfo) // a server on a port, not on a pipe, has an AddressInfo
    })
  })

/**
 * Serves an Escucha over HTTP. TLS is the business of whatever stands in front.
 *
 * @example
 * const serving = await serve(escucha, { port: 8080 })
 * await serving.close()
 */
export const serve = async (door: WebDoor, options: ServeOptions = {}): Promise<Serving> => {
  const { port = 0, host = "127.0.0.1", onError } = options
  const open: Open = { door, options, streams: new Set(), isLeaving: false }
  const server = createServer(slowest, (request, response) => {
    answer(request, response, open).catch((error: unknown) => {
      // A caller who went away in the middle of their own request is no failure of ours.
      if (!request.complete && request.destroyed) return
      onError?.(error)
      if (response.headersSent) response.destroy()
      else refuse(response, 500, "something failed here; try again")
    })
  })
  const { port: taken } = await listening(server, port, host)
  let deafen = () => {}
  const close = () =>
    new Promise<void>((resolve) => {
      deafen()
      server.close(() => resolve())
      AbortSignal.timeout(closingTime).addEventListener("abort", () => server.closeAllConnections(), { once: true })
      for (const stream of open.streams) stream.end()
      server.closeIdleConnections()
    })
  const leave = () => void (open.isLeaving = true)
  if (options.shutdown)
    deafen = endInOrder(door, { leave, close, onError }, options.shutdown === true ? {} : options.shutdown)
  return { url: `http://${host.includes(":") ? `[${host}]` : host}:${taken}`, close, [Symbol.asyncDispose]: close }
}
