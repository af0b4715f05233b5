import type { WebDoor, WebRequest, WebResponse } from "../../packages/core/src/runtime/web/request.ts"

/** What a call carries. A body that is neither text nor bytes goes as JSON. */
export interface Carried {
  readonly body?: unknown
  readonly headers?: WebRequest["headers"]
}

/** What a caller gets to see. */
export interface Seen {
  readonly status: number
  readonly headers: WebResponse["headers"]
  readonly text: string
  /** The answer as JSON. */
  readonly value: unknown
}

const encoder = new TextEncoder()

const bytesOf = (body: unknown): Uint8Array => {
  if (body === undefined) return new Uint8Array()
  if (body instanceof Uint8Array) return body
  return encoder.encode(typeof body === "string" ? body : JSON.stringify(body))
}

/** A request as a server hands it over: JSON, where it has a body and says nothing else. */
export const aRequest = (method: string, path: string, { body, headers = {} }: Carried = {}): WebRequest => ({
  method,
  url: `http://localhost${path}`,
  headers: { host: "localhost", ...(body !== undefined && { "content-type": "application/json" }), ...headers },
  body: bytesOf(body),
})

/** Calls a door and reads the whole answer. */
export const call = async (door: WebDoor, method: string, path: string, carried?: Carried): Promise<Seen> => {
  const { status, headers, body } = await door.handle(aRequest(method, path, carried))
  if (typeof body !== "string") throw new TypeError("this answer is a stream: use `listen`")
  return { status, headers, text: body, value: JSON.parse(body) as unknown } // whatever it is: a test compares it
}

/** The error of an answer: its status, reason and field. */
export const refusalOf = ({ status, value }: Seen) => {
  const { error } = Object(value) as { readonly error?: { readonly reason: string; readonly field?: string } } // the shape of every refusal
  return { status, reason: error?.reason, ...(error?.field !== undefined && { field: error.field }) }
}

/** The header of a bearer token. */
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** One event of a stream, as a browser reads it. */
export interface Heard {
  readonly id: number
  readonly data: unknown
}

const heardIn = (text: string): readonly Heard[] =>
  text.split("\n\n").flatMap((block) => {
    const found = /^id: (\d+)\ndata: (.*)$/.exec(block)
    return found ? [{ id: Number(found[1]), data: JSON.parse(found[2] ?? "") as unknown }] : [] // whatever it is: a test compares it
  })

/** Lets what is under way come to its end. */
export const quiet = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn++) await new Promise<void>((resolve) => void setImmediate(resolve))
}

/** Opens a stream of events and listens until it is told to leave. */
export const listen = async (door: WebDoor, path: string, headers: WebRequest["headers"] = {}) => {
  const { status, body, ...answer } = await door.handle(aRequest("GET", path, { headers }))
  if (typeof body !== "object" || !(Symbol.asyncIterator in body)) throw new TypeError(`no stream: ${status} ${body}`)
  const stream = body[Symbol.asyncIterator]()
  const chunks: string[] = []
  const ended = (async () => {
    for (let next = await stream.next(); !next.done; next = await stream.next()) chunks.push(String(next.value))
  })()
  ended.catch(() => {}) // whoever looks at `ended` is told
  await quiet()
  return {
    status,
    headers: answer.headers,
    chunks,
    ended,
    /** What came so far. */
    heard: () => heardIn(chunks.join("")),
    /** Goes away, as a server does for its caller. */
    leave: async () => {
      await stream.return?.()
      await ended
    },
  }
}
