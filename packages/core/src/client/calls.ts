import type { Read } from "./incoming.ts"
import { problemOf, type Result, unreachable } from "./problem.ts"

/** One call to the server. */
export interface Call {
  readonly path: string
  /** Sent by POST, a file as it is and all else as JSON; without it the call is a GET. */
  readonly body?: object
  /** Milliseconds. */
  readonly patience?: number
  readonly token?: string | undefined
  readonly lastEventId?: string
  readonly signal: AbortSignal
}

/** How the server is reached. No call throws or rejects: what went wrong is a value. */
export interface Calls {
  /** The answer as it begins, for a stream. */
  readonly open: (call: Call) => Promise<Result<Response>>
  /** The answer as JSON, read. It is waited for 30 seconds, unless `patience` says more. */
  readonly ask: <Value>(call: Call, read: Read<Value>) => Promise<Result<Value>>
}

const longestWait = 30_000

const bodyOf = (response: Response): Promise<unknown> => response.json().catch(() => undefined) // no JSON: nothing that we can read

/** Calls under this address. Without a `fetch` of its own it takes the browser's at each call. */
export const createCalls = (baseUrl: string, given: typeof fetch | undefined): Calls => {
  const open: Calls["open"] = async ({ path, body, token, lastEventId, signal }) => {
    const request = given ?? globalThis.fetch
    const file = body instanceof Blob && body
    const headers: HeadersInit = {
      ...(body && { "content-type": file ? file.type : "application/json" }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(lastEventId !== undefined && { "last-event-id": lastEventId }),
    }
    try {
      const response = await request(`${baseUrl}/client/${path}`, {
        headers,
        signal,
        credentials: "omit",
        cache: "no-store",
        ...(body && { method: "POST", body: file || JSON.stringify(body) }),
      })
      return response.ok ? { value: response } : { problem: problemOf(response.status, await bodyOf(response)) }
    } catch {
      // a TypeError for a broken network, or the abortion that we asked for
      return unreachable()
    }
  }
  return {
    open,
    ask: async (call, read) => {
      const opened = await open({
        ...call,
        signal: AbortSignal.any([call.signal, AbortSignal.timeout(call.patience ?? longestWait)]),
      })
      if ("problem" in opened) return opened
      const value = read(await bodyOf(opened.value))
      return value === undefined ? unreachable("the answer was not the server's; check baseUrl") : { value }
    },
  }
}
