// Node's own client over connections that stay open: https://nodejs.org/api/http.html#class-httpagent
import { Agent as PlainAgent, type IncomingMessage, request as plainRequest } from "node:http"
import { Agent, request as secureRequest } from "node:https"

/** What goes to Restate. */
export interface RestateCall {
  readonly method: "GET" | "POST" | "PATCH"
  readonly url: string
  readonly headers?: { readonly [name: string]: string }
  /** Sent as JSON. */
  readonly body?: unknown
}

/** What came back: the status, and the JSON where it was one. */
export interface RestateAnswer {
  readonly status: number
  readonly body: unknown
}

/** Restate did not answer, or not in the way that was asked for. Nothing is lost: what it did not take, the store keeps. */
export class RestateError extends Error {
  readonly _tag = "RestateError"
  readonly retryable = true
  readonly reason: "unreachable" | "refused"
  /** The status of the answer, where there was one. */
  readonly status: number | undefined
  constructor(reason: RestateError["reason"], what: string, status?: number, options?: ErrorOptions) {
    super(`Restate: ${what}${status === undefined ? "" : ` (${status})`}; it is tried again`, options)
    this.name = "RestateError"
    this.reason = reason
    this.status = status
  }
}

const longestAnswer = 1_048_576

const textOf = (message: IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = ""
    message
      .setEncoding("utf8")
      .on("data", (piece: string) => {
        text += piece
        if (text.length > longestAnswer) message.destroy(new RangeError("the answer is too long"))
      })
      .once("end", () => resolve(text))
      .once("error", reject)
      .once("close", () => reject(new RangeError("the answer broke off"))) // changes nothing where it came to its end
  })

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // an answer of somebody who stands between, or none at all: the status says enough
  }
}

/** Calls Restate, over a few connections that stay open. */
export interface RestateCaller {
  /** Rejects with `RestateError` "unreachable" where no answer came within the time. */
  readonly call: (call: RestateCall, limit: number) => Promise<RestateAnswer>
  readonly close: () => void
}

/** A caller with so many connections to each port. */
export const createCaller = (token: string | undefined, maxSockets: number): RestateCaller => {
  const kept = { keepAlive: true, maxSockets, scheduling: "fifo", timeout: 30_000 } as const
  const [plain, secure] = [new PlainAgent(kept), new Agent(kept)]
  const bearer = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const ask = ({ method, url, headers, body }: RestateCall, limit: number): Promise<RestateAnswer> =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? "" : JSON.stringify(body)
      const described = body === undefined ? {} : { "content-type": "application/json" }
      const options = {
        method,
        headers: {
          accept: "application/json",
          ...described,
          "content-length": String(Buffer.byteLength(text)),
          ...bearer,
          ...headers,
        },
        signal: AbortSignal.timeout(limit),
      }
      const request = url.startsWith("https:")
        ? secureRequest(url, { ...options, agent: secure })
        : plainRequest(url, { ...options, agent: plain })
      request
        .once("error", reject)
        .once("response", (message) =>
          textOf(message).then((answer) => resolve({ status: message.statusCode ?? 0, body: parsed(answer) }), reject),
        )
        .end(text)
    })
  return {
    call: (call, limit) =>
      ask(call, limit).catch((failure: unknown) => {
        throw new RestateError("unreachable", "it cannot be reached", undefined, { cause: failure })
      }),
    close: () => {
      plain.destroy()
      secure.destroy()
    },
  }
}
