import { BusyError, ConfigurationError, InputError, StoreError } from "../../kernel/errors.ts"
import type { WebRequest, WebResponse } from "./request.ts"

/** What a route is called with. */
export interface Call {
  readonly request: WebRequest
  /** The parts of the path that the pattern names. */
  readonly parameters: { readonly [name: string]: string }
  readonly query: URLSearchParams
}

/** One route: a method, a pattern such as `/hooks/:channel`, and what answers. Throwing `InputError` and its like is answering too. */
export interface Route {
  readonly method: "GET" | "POST" | "OPTIONS"
  readonly path: string
  readonly answer: (call: Call) => Promise<WebResponse>
  /** Answers also when nothing new is taken any more. */
  readonly always?: true
}

/** Routes that are loaded when a path of theirs is first called: few processes need all of them. */
export interface RouteGroup {
  /** How the paths of all its routes begin. */
  readonly under: readonly string[]
  /** Gives the same routes at every call; the next one tries again where it rejects. */
  readonly load: () => Promise<readonly Route[]>
}

const secureHeaders = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
} as const

/** An answer in JSON. */
export const json = (
  status: number,
  value: unknown,
  headers: { readonly [name: string]: string } = {},
): WebResponse => ({
  status,
  headers: { ...secureHeaders, "content-type": "application/json; charset=utf-8", ...headers },
  body: JSON.stringify(value),
})

/** The answer to a call that can be made again later, and when. */
export const busy = (status: 429 | 503, message: string, retryAfter: number): WebResponse =>
  json(
    status,
    { error: { reason: "busy", message, retryAfter } },
    { "retry-after": String(Math.max(1, Math.ceil(retryAfter / 1000))) },
  )

/** A store that time does not mend (closed, or of a newer version): by then another process may be there. */
const longerPause = 30_000

const statuses: { readonly [Reason in InputError["reason"]]: number } = {
  invalid: 400,
  "too-large": 413,
  unknown: 404,
  unauthorized: 401,
  conflict: 409,
}

/** The answer to a failure: what the caller can act on is said, everything else is reported and only numbered. */
export const failed = (failure: unknown, report: (failure: unknown) => void): WebResponse => {
  if (failure instanceof InputError) {
    const { reason, field, message } = failure
    return json(
      statuses[reason],
      { error: { reason, field, message } },
      reason === "unauthorized" ? { "www-authenticate": "Bearer" } : {},
    )
  }
  if (failure instanceof BusyError || failure instanceof StoreError) {
    if (failure instanceof StoreError) report(failure) // the caller will try again, but the store is the operator's
    return busy(503, failure.message, failure.retryAfter ?? longerPause)
  }
  report(failure)
  return json(500, { error: { reason: "failed", message: "something broke here; it was reported" } })
}

interface Compiled {
  readonly route: Route
  readonly parts: readonly string[]
}

const match = (parts: readonly string[], path: readonly string[]): { readonly [name: string]: string } | undefined => {
  if (parts.length !== path.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [index, part] of parts.entries()) {
    const given = path[index] ?? ""
    if (!part.startsWith(":")) {
      if (part !== given) return undefined
    } else {
      try {
        parameters[part.slice(1)] = decodeURIComponent(given)
      } catch {
        // a broken escape names nothing
        return undefined
      }
    }
  }
  return parameters
}

/** The path of a URL without its host, which is the caller's claim. */
const pathAndQuery = (url: string): readonly [path: string, query: string] => {
  const scheme = url.indexOf("://")
  const start = scheme < 0 ? 0 : Math.max(0, url.indexOf("/", scheme + 3))
  const end = url.indexOf("?", start)
  return end < 0 ? [url.slice(start), ""] : [url.slice(start, end), url.slice(end + 1)]
}

const nothingHere = (allowed: readonly string[]): WebResponse =>
  allowed.length > 0
    ? json(
        405,
        { error: { reason: "unknown", message: "this path takes another method" } },
        { allow: allowed.join(", ") },
      )
    : json(404, { error: { reason: "unknown", message: "there is nothing here" } })

const none: ReadonlyMap<string, Compiled> = new Map()
const noQuery = new URLSearchParams()

type Place =
  { readonly found: Compiled; readonly parameters: Call["parameters"] } | { readonly allowed: readonly string[] }

/** Routes by their paths: to find one costs the same however many have no parameter. */
const createTable = () => {
  const exact = new Map<string, Map<string, Compiled>>()
  const open: Compiled[] = []
  const add = (route: Route): void => {
    const compiled = { route, parts: route.path.split("/") }
    if (route.path.includes(":")) open.push(compiled)
    else exact.set(route.path, (exact.get(route.path) ?? new Map()).set(route.method, compiled))
  }
  const find = (method: string, path: string): Place => {
    const methods = exact.get(path) ?? none
    const direct = methods.get(method)
    if (direct) return { found: direct, parameters: {} }
    const allowed: string[] = [...methods.keys()]
    const parts = path.split("/")
    for (const compiled of open) {
      const parameters = match(compiled.parts, parts)
      if (parameters && compiled.route.method === method) return { found: compiled, parameters }
      if (parameters) allowed.push(compiled.route.method)
    }
    return { allowed }
  }
  return { add, find }
}

/** How a router answers. */
export interface RouterOptions {
  readonly prefix: string
  readonly report: (failure: unknown) => void
  /** Stands before every call but those that are always answered; it may refuse one. */
  readonly take?: (answer: () => Promise<WebResponse>) => Promise<WebResponse>
}

/**
 * Answers requests by the first route that fits; paths outside of `prefix` and unknown ones are 404, another method is 405. A group is
 * loaded by the first call of a path under it; no two groups begin alike. Throws `ConfigurationError` for a prefix that no path begins
 * with.
 */
export const createRouter = (
  routes: readonly (Route | RouteGroup)[],
  { prefix, report, take = (answer) => answer() }: RouterOptions,
) => {
  if (prefix !== "" && !/^(?:\/[\w.~-]+)+$/.test(prefix))
    throw new ConfigurationError("prefix", "begin with a slash and end without one, such as /escucha")
  const table = createTable()
  const groups = new Set<RouteGroup>()
  for (const each of routes) {
    if ("load" in each) groups.add(each)
    else table.add(each)
  }
  const waiting = (path: string): RouteGroup | undefined => {
    for (const group of groups) if (group.under.some((beginning) => path.startsWith(beginning))) return group
    return undefined
  }
  const open = async (group: RouteGroup): Promise<void> => {
    const loaded = await group.load()
    if (groups.delete(group)) for (const route of loaded) table.add(route) // once, though several calls waited for it
  }
  return async (request: WebRequest): Promise<WebResponse> => {
    const [whole, query] = pathAndQuery(request.url)
    const path = whole.startsWith(prefix) ? whole.slice(prefix.length) : "\n"
    try {
      const group = waiting(path)
      if (group) await open(group)
      const place = table.find(request.method, path)
      if ("allowed" in place) return nothingHere(place.allowed)
      const { route } = place.found
      const call = { request, parameters: place.parameters, query: query === "" ? noQuery : new URLSearchParams(query) }
      return await (route.always ? route.answer(call) : take(() => route.answer(call)))
    } catch (failure) {
      return failed(failure, report)
    }
  }
}
