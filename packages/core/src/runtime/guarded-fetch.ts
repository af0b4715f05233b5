// The one way to fetch what others name: files of customers, published keys. Everything else is called by http.ts, and only where
// an adapter says so.
import type { HttpRequest } from "../channel/channel.ts"
import { isTypeIn } from "../channel/media-type.ts"
import { type Outside, type OutsideAnswer, outsideHere } from "./outside.ts"
import { isLoopback, isPublic } from "./public-address.ts"

/** What may be fetched, and how much of it. */
export interface FetchLimits {
  /**
   * Hosts from which it may come, `*.example.com` with all below it; any public one, where it is left out. Headers and a body go to
   * hosts of this list alone.
   */
  readonly hosts?: readonly string[]
  /** MIME types that are taken, `image/*` for a whole family; all of them, where it is left out. */
  readonly types?: readonly string[]
  /** Bytes. */
  readonly maxBytes: number
  /** Milliseconds for all of it, redirects included; 10 seconds unless told. */
  readonly timeout?: number
  readonly signal?: AbortSignal
}

/** What came. */
export interface Fetched {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** MIME type, in lower case and without parameters; `application/octet-stream` where nothing was said. */
  readonly type: string
  readonly headers: { readonly [name: string]: string | undefined }
}

/** Why something was not fetched. `status`: the host answered, and not with the file. */
export interface Unfetched {
  readonly refused:
    "url" | "host" | "address" | "redirects" | "encoding" | "type" | "too-large" | "status" | "timeout" | "network"
  /** The answer of the host, where it is that. */
  readonly status?: number
  /** Whether it may be there later. */
  readonly retryable: boolean
}

/** Fetches what others name. Never rejects. */
export type GuardedFetch = (
  request: Pick<HttpRequest, "method" | "url" | "headers" | "body">,
  limits: FetchLimits,
) => Promise<Fetched | Unfetched>

const patience = 10_000
const mostRedirects = 3
const mostAddresses = 4
const longestUrl = 8_192
const octets = "application/octet-stream"

const no = (refused: Unfetched["refused"], retryable = false): Unfetched => ({ refused, retryable })

/** Whether a host is one of a list, `*.example.com` for all below it. */
export const isHostIn = (host: string, hosts: readonly string[]): boolean => {
  const name = host.replace(/\.$/, "").toLowerCase()
  return hosts.some((each) => (each.startsWith("*.") ? name.endsWith(each.slice(1)) : name === each))
}

interface World {
  readonly outside: Outside
  /** For tests: takes this very machine too, and plain http from it. */
  readonly loopback: boolean
}

/** The address as a URL that may be looked at further. Other ports than that of https only on hosts that were named. */
const readUrl = (text: string, { hosts }: FetchLimits, { loopback }: World): URL | Unfetched => {
  if (text.length > longestUrl || !URL.canParse(text)) return no("url")
  const url = new URL(text)
  const isPlain = loopback && url.protocol === "http:"
  if ((url.protocol !== "https:" && !isPlain) || url.username !== "" || url.password !== "") return no("url")
  if (hosts && !isHostIn(url.hostname, hosts)) return no("host")
  return url.port === "" || hosts || loopback ? url : no("url")
}

const bare = (host: string): string => host.replace(/^\[|\]$/g, "")
const isAddress = (host: string): boolean => host.startsWith("[") || /^\d+\.\d+\.\d+\.\d+$/.test(host)

/** Where the connection may go: every address of the name has to be a public one, or none is taken. */
const addressesOf = async (url: URL, { hosts }: FetchLimits, { outside, loopback }: World) => {
  const mayPass = (address: string) =>
    (url.protocol === "https:" && isPublic(address)) || (loopback && isLoopback(address))
  if (isAddress(url.hostname)) return mayPass(bare(url.hostname)) ? [bare(url.hostname)] : no("address")
  // where nobody can look at the addresses, only hosts that the provider named are called
  if (!outside.resolve) return hosts ? [url.hostname] : no("address")
  const found = await outside.resolve(url.hostname)
  if (found.length === 0) return no("network", true)
  return found.every(mayPass) ? found.slice(0, mostAddresses) : no("address")
}

/** Headers that are ours to write. */
const own = new Set(["host", "connection", "content-length", "transfer-encoding", "accept-encoding", "cookie"])

const headersFor = (request: Parameters<GuardedFetch>[0], isFirst: boolean, { hosts }: FetchLimits) => {
  const given = isFirst && hosts ? Object.entries(request.headers) : []
  return {
    accept: "*/*",
    ...Object.fromEntries(
      given.map(([name, value]) => [name.toLowerCase(), value]).filter(([name = ""]) => !own.has(name)),
    ),
    "accept-encoding": "identity",
  }
}

const typeOf = ({ headers }: OutsideAnswer): string =>
  /^\s*([\w.+-]+\/[\w.+-]+)/.exec(headers["content-type"] ?? "")?.[1]?.toLowerCase() ?? octets

const read = async (answer: OutsideAnswer, { maxBytes, types }: FetchLimits): Promise<Fetched | Unfetched> => {
  const { status, headers } = answer
  if (status !== 200) return { ...no("status", status === 429 || status >= 500), status }
  if (!/^(?:identity)?$/i.test(headers["content-encoding"]?.trim() ?? "")) return no("encoding")
  const type = typeOf(answer)
  if (types && !isTypeIn(type, types)) return no("type")
  if (Number(headers["content-length"] ?? 0) > maxBytes) return no("too-large")
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body) {
    size += chunk.length
    if (size > maxBytes) return no("too-large")
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(size)
  let place = 0
  for (const chunk of chunks) {
    bytes.set(chunk, place)
    place += chunk.length
  }
  return { bytes, type, headers }
}

/** An answer from the first of the addresses that takes a connection. */
const callOne = async (
  addresses: readonly string[],
  call: (address: string) => Promise<OutsideAnswer>,
  signal: AbortSignal,
): Promise<OutsideAnswer> => {
  const [first = "", ...others] = addresses
  try {
    return await call(first)
  } catch (failure) {
    if (others.length === 0 || signal.aborted) throw failure
    return callOne(others, call, signal)
  }
}

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status)

const follow = async (
  request: Parameters<GuardedFetch>[0],
  limits: FetchLimits,
  world: World,
  signal: AbortSignal,
): Promise<Fetched | Unfetched> => {
  const isGet = request.method === "GET"
  let [target, origin] = [request.url, ""]
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const url = readUrl(target, limits, world)
    if ("refused" in url) return url
    origin ||= url.origin
    const addresses = await addressesOf(url, limits, world)
    if ("refused" in addresses) return addresses
    // what identifies us goes to the host that was asked, never to where it sends us
    const headers = headersFor(request, url.origin === origin, limits)
    const call = (address: string) =>
      world.outside.call({
        url,
        address,
        method: request.method,
        headers,
        signal,
        ...(request.body !== undefined && limits.hosts && { body: request.body }),
      })
    const answer = await callOne(isGet ? addresses : addresses.slice(0, 1), call, signal)
    try {
      const { location } = answer.headers
      if (!isRedirect(answer.status) || location === undefined) return await read(answer, limits)
      if (!isGet || !URL.canParse(location, url.href)) return no("redirects")
      target = new URL(location, url.href).href
    } finally {
      answer.close()
    }
  }
  return no("redirects")
}

/** Waits for work, but not beyond the signal: a resolver of names cannot be interrupted. */
const until = <Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    const stop = () => reject(new DOMException("too late", "AbortError"))
    if (signal.aborted) stop()
    signal.addEventListener("abort", stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop))
  })

/**
 * The guarded fetch: https alone; every address of the name is looked at and has to be public, and the connection goes to the very
 * address that was looked at; at most three redirects, each looked at again; what identifies us goes to hosts of the list alone, and
 * not beyond a redirect to another; no compressed answers; the size is counted while it streams. Where a runtime has no sockets only
 * hosts of the list are called.
 */
export const createGuardedFetch = ({ outside, loopback = false }: Partial<World> = {}): GuardedFetch => {
  let world = outside && { outside, loopback }
  return async (request, limits) => {
    world ??= { outside: outsideHere(), loopback } // loaded when somebody fetches
    const deadline = AbortSignal.timeout(limits.timeout ?? patience)
    const signal = limits.signal ? AbortSignal.any([limits.signal, deadline]) : deadline
    try {
      return await until(signal, follow(request, limits, world, signal))
    } catch {
      // the name, the connection or the answer broke; which address it was is not repeated, it may say who wrote
      return signal.aborted ? no("timeout", true) : no("network", true)
    }
  }
}
