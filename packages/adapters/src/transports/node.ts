// Node's own clients over connections that stay open: https://nodejs.org/api/http.html#class-httpagent, https://nodejs.org/api/http2.html
import { defineTransport, type Transport, type TransportAnswer, type WrittenRequest } from "@escucha/core"
import { Agent as PlainAgent, type IncomingMessage, request as plainRequest } from "node:http"
import { type ClientHttp2Session, connect } from "node:http2"
import { Agent, request as secureRequest } from "node:https"

/** How many connections stay open, and for how long. */
export interface NodeTransportOptions {
  /** Connections to one host at a time; what is more waits its turn. 64 unless told. */
  readonly maxSockets?: number
  /** Connections to one host that are kept while nothing is sent: all of them unless told, because messages come in waves. */
  readonly maxFreeSockets?: number
  /** Milliseconds after which an idle connection is closed. 30 seconds unless told. */
  readonly idle?: number
  /** Certificates, in PEM, that are believed beside those of Node: for a provider inside of your own network. */
  readonly ca?: string | readonly string[]
}

/** A transport whose connections can be closed. */
export interface NodeTransport extends AsyncDisposable {
  /** For `createEscucha({ transport })`. */
  readonly transport: Transport
  /** Closes what is idle; what is under way ends by itself. */
  readonly close: () => Promise<void>
}

/** Headers as texts; Node gives those that may come several times as lists. */
const headersOf = (headers: { readonly [name: string]: string | readonly string[] | undefined }) => {
  const texts: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(headers))
    if (!name.startsWith(":")) texts[name] = typeof value === "object" ? value.join(", ") : value
  return texts
}

/**
 * The pieces of an answer as they come. Node's own iterator of a stream looks after much that cannot happen here, and costs as much as
 * the call itself. Whoever stops before the end closes the connection.
 */
const piecesOf = (message: IncomingMessage): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]: () => {
    const come: Uint8Array[] = []
    let end: { readonly failure?: unknown } | undefined
    let wake = () => {}
    const isWaiting = () => come.length === 0 && end === undefined
    const over = (failure?: unknown) => {
      end ??= failure === undefined ? {} : { failure }
      wake()
    }
    message.on("data", (bytes: Uint8Array) => {
      come.push(bytes)
      wake()
    })
    message.once("end", () => over()).once("error", over)
    message.once("close", () => {
      if (!end) over(Object.assign(new Error("the answer broke off"), { code: "ECONNRESET" }))
    })
    return {
      next: async () => {
        while (isWaiting()) await new Promise<void>((resolve) => (wake = resolve))
        const value = come.shift()
        if (value) return { value, done: false }
        if (end?.failure !== undefined) throw end.failure
        return { value: undefined, done: true }
      },
      return: async () => {
        message.destroy()
        return { value: undefined, done: true }
      },
    }
  },
})

const answerOf = (message: IncomingMessage): TransportAnswer => ({
  status: message.statusCode ?? 0,
  headers: headersOf(message.headers),
  body: piecesOf(message),
})

type Call = (request: WrittenRequest, signal: AbortSignal) => Promise<TransportAnswer>

const createHttp = (options: { readonly [name: string]: unknown }) => {
  const [plain, secure] = [new PlainAgent(options), new Agent(options)]
  const call: Call = ({ method, url, headers, body }, signal) =>
    new Promise((resolve, reject) => {
      const { protocol, hostname, port, pathname, search } = new URL(url)
      // a length in place of chunks: some providers take no body without one
      const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }
      const own = {
        method,
        hostname: hostname.replace(/^\[(.*)\]$/, "$1"), // IPv6, as Node takes it
        port: port === "" ? undefined : port,
        path: `${pathname}${search}`,
        headers: { ...headers, ...length },
      }
      const request =
        protocol === "https:" ? secureRequest({ ...own, agent: secure }) : plainRequest({ ...own, agent: plain })
      const stop = () => void request.destroy(Object.assign(new Error("aborted"), { code: "ABORT_ERR" }))
      signal.addEventListener("abort", stop)
      request
        .once("error", reject)
        .once("response", (message) => resolve(answerOf(message)))
        .once("close", () => signal.removeEventListener("abort", stop))
      request.end(body)
    })
  const close = () => {
    plain.destroy()
    secure.destroy()
  }
  return { call, close }
}

/** A session, and how many calls wait on it: while one does, the process stays. */
interface Line {
  readonly session: ClientHttp2Session
  calls: number
}

/** One session for each host, opened when it is needed and closed when it was idle. */
const createHttp2 = ({ idle, ca }: { readonly idle: number; readonly ca: NodeTransportOptions["ca"] }) => {
  const lines = new Map<string, Line>()
  const lineOf = (origin: string): Line => {
    const known = lines.get(origin)
    if (known && !known.session.closed && !known.session.destroyed) return known
    const session = connect(origin, ca === undefined ? {} : { ca: typeof ca === "string" ? ca : [...ca] })
    const line = { session, calls: 0 }
    lines.set(origin, line)
    const forget = () => lines.get(origin) === line && lines.delete(origin)
    session.once("close", forget).once("goaway", forget)
    session.on("error", () => {}) // each stream is told by itself
    session.setMaxListeners(0) // as many as there are calls
    session.setTimeout(idle, () => session.close())
    session.unref()
    return line
  }
  const call: Call = ({ method, url, headers, body }, signal) =>
    new Promise((resolve, reject) => {
      const { origin, pathname, search } = new URL(url)
      const line = lineOf(origin)
      const { session } = line
      const stream = session.request(
        { ...headers, ":method": method, ":path": `${pathname}${search}` },
        { signal, endStream: body === undefined },
      )
      line.calls += 1
      session.ref()
      stream
        .once("close", () => {
          line.calls -= 1
          if (line.calls === 0) session.unref()
          reject(Object.assign(new Error("the stream was closed"), { code: "ECONNRESET" })) // where no answer came before
        })
        // a stream that dies with its session says only that: the connection's own error says whether anything left
        .once("error", (error) => reject(error.cause ?? error))
        .once("response", (found) =>
          resolve({ status: found[":status"] ?? 0, headers: headersOf(found), body: stream }),
        )
      session.once("error", reject)
      stream.once("close", () => session.off("error", reject))
      if (body !== undefined) stream.end(body)
    })
  const close = () => {
    for (const { session } of lines.values()) session.close()
  }
  return { call, close }
}

/**
 * The transport for many messages: Node's own HTTP clients over connections that stay open, and HTTP/2 for the providers that speak
 * nothing else. It follows no redirects and tries nothing twice.
 *
 * @example
 * import { createEscucha } from "@escucha/core"
 * import { nodeTransport } from "@escucha/adapters/transports/node"
 *
 * const { transport, close } = nodeTransport({ maxSockets: 128 })
 * const escucha = createEscucha({ transport })
 */
export const nodeTransport = (options: NodeTransportOptions = {}): NodeTransport => {
  const { maxSockets = 64, maxFreeSockets = maxSockets, idle = 30_000, ca } = options
  const http = createHttp({
    keepAlive: true,
    maxSockets,
    maxFreeSockets,
    timeout: idle,
    ...(ca !== undefined && { ca }),
  })
  const http2 = createHttp2({ idle, ca })
  const close = () => {
    http.close()
    http2.close()
    return Promise.resolve()
  }
  return {
    transport: defineTransport((request, signal) => (request.http2 ? http2 : http).call(request, signal)),
    close,
    [Symbol.asyncDispose]: close,
  }
}
