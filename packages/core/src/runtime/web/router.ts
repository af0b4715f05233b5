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
  if (failure instanceof BusyError || (failure instanceof StoreError && failure.retryable)) {
    const retryAfter = failure instanceof BusyError ? failure.retryAfter : 5_000
    if (failure instanceof StoreError) report(failure) // the caller will try again, but the disk is the operator's
    return json(
      503,
      { error: { reason: "busy", message: failure.message, retryAfter } },
      { "retry-after": String(Math.ceil(retryAfter / 1000)) },
    )
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

/**
 * Answers requests by the first route that fits; paths outside of `prefix` and unknown ones are 404, another method is 405.
 * Throws `ConfigurationError` for a prefix that no path begins with.
 */
export const createRouter = (
  routes: readonly Route[],
  { prefix, report }: { readonly prefix: string; readonly report: (failure: unknown) => void },
) => {
  if (prefix !== "" && !/^(?:\/[\w.~-]+)+$/.test(prefix))
    throw new ConfigurationError("prefix", "begin with a slash and end without one, such as /escucha")
  const exact = new Map<string, Map<string, Compiled>>()
  const open: Compiled[] = []
  for (const route of routes) {
    const compiled = { route, parts: route.path.split("/") }
    if (route.path.includes(":")) open.push(compiled)
    else exact.set(route.path, (exact.get(route.path) ?? new Map()).set(route.method, compiled))
  }
  const find = (
    method: string,
    path: string,
  ):
    { readonly found: Compiled; readonly parameters: Call["parameters"] } | { readonly allowed: readonly string[] } => {
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
  return async (request: WebRequest): Promise<WebResponse> => {
    const [whole, query] = pathAndQuery(request.url)
    const path = whole.startsWith(prefix) ? whole.slice(prefix.length) : "\n"
    const place = find(request.method, path)
    if ("allowed" in place) return nothingHere(place.allowed)
    const { found, parameters } = place
    try {
      return await found.route.answer({
        request,
        parameters,
        query: query === "" ? noQuery : new URLSearchParams(query),
      })
    } catch (failure) {
      return failed(failure, report)
    }
  }
}
