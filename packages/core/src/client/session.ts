import type { Browser } from "./browser.ts"
import type { Call, Calls } from "./calls.ts"
import { fieldsOf, isNumber, isText, parseJson, type Read, readSession } from "./incoming.ts"
import { type Result, unreachable } from "./problem.ts"
import type { VisitorStorage } from "./visitor-storage.ts"

/** Calls with a session, which is opened, kept and renewed as needed. */
export interface Session {
  readonly open: (call: Call) => Promise<Result<Response>>
  readonly ask: <Value>(call: Call, read: Read<Value>) => Promise<Result<Value>>
}

/** What sessions are made of. */
export interface SessionParts {
  readonly calls: Calls
  readonly browser: Pick<Browser, "now">
  readonly storage: VisitorStorage
  /** The name under which the token of a visitor is kept. */
  readonly key: string
  readonly signal: AbortSignal
}

/** Gives a token. `refused` is one that the server no longer takes. */
type Tokens = (refused?: string) => Promise<Result<string>>

interface Kept {
  readonly token: string
  readonly renewAt: number
}

const shortestUse = 60_000

const readKept: Read<Kept> = (value) => {
  const { token, renewAt } = fieldsOf(value)
  return isText(token) && isNumber(renewAt) ? { token, renewAt } : undefined
}

/** Tokens that the host mints; it is asked again when one is refused. */
const hostTokens = (mint: () => Promise<string>): Tokens => {
  let current: string | undefined
  return async (refused) => {
    if (current !== undefined && current !== refused) return { value: current }
    try {
      return { value: (current = await mint()) }
    } catch {
      // the host's own failure, which the host has seen
      return unreachable("session: the host gave none; it is asked again")
    }
  }
}

/** The token of a visitor of this browser: opened once, kept, and renewed after half of its time. */
const visitorTokens = ({ calls, browser, storage, key, signal }: SessionParts): Tokens => {
  let kept: Kept | undefined
  return async (refused) => {
    kept ??= readKept(parseJson(storage.getItem(key) ?? ""))
    const token = kept?.token === refused ? undefined : kept?.token
    if (kept && token && browser.now() < kept.renewAt) return { value: token }
    const opened = await calls.ask({ path: "session", body: {}, token, signal }, readSession)
    if ("problem" in opened) return token ? { value: token } : opened // what is due for renewal holds for some time yet
    const { token: value, expiresAt } = opened.value
    const now = browser.now()
    kept = { token: value, renewAt: now + Math.max(shortestUse, (expiresAt - now) / 2) }
    storage.setItem(key, JSON.stringify(kept))
    return { value }
  }
}

/** Opens sessions of the host (`given`), or else of a visitor. A call whose token is refused is made once more with a new one. */
export const createSession = (given: string | (() => Promise<string>) | undefined, parts: SessionParts): Session => {
  const tokens =
    given === undefined ? visitorTokens(parts) : hostTokens(async () => (typeof given === "string" ? given : given()))
  let giving: Promise<Result<string>> | undefined
  const tokenOf = (refused?: string) =>
    (giving ??= tokens(refused).finally(() => {
      giving = undefined
    })) // one at a time for all calls
  const withToken = async <Value>(make: (token: string) => Promise<Result<Value>>): Promise<Result<Value>> => {
    const token = await tokenOf()
    if ("problem" in token) return token
    const made = await make(token.value)
    if (!("problem" in made) || made.problem.reason !== "unauthorized") return made
    const renewed = await tokenOf(token.value)
    return "problem" in renewed || renewed.value === token.value ? made : make(renewed.value)
  }
  return {
    open: (call) => withToken((token) => parts.calls.open({ ...call, token })),
    ask: (call, read) => withToken((token) => parts.calls.ask({ ...call, token }, read)),
  }
}
