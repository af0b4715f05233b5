import type { HttpRequest, HttpResponse } from "../channel/channel.ts"
import { type Clock, systemClock } from "../kernel/clock.ts"
import { DeliveryError } from "../kernel/errors.ts"

/** The longest answer of a provider that we read, in bytes. */
export const longestAnswer = 1_048_576

/** How long a provider may take to answer, in milliseconds, the reading of the answer included. */
export const patience = 10_000

/** What came of a call: the provider's answer, whatever its status, or why there is none. */
export type Called = { readonly response: HttpResponse } | { readonly error: DeliveryError }

/** How long to wait for a provider, and when to stop waiting. */
export interface CallOptions {
  readonly signal?: AbortSignal
  /** Milliseconds; 10 seconds unless told. */
  readonly timeout?: number
  /** By which the time is measured; this machine's, where it is left out. */
  readonly clock?: Clock
}

/** Carries a request to a provider and its answer back: once, and it never rejects. Names the channel in its errors. */
export type Transport = (channel: string, request: HttpRequest, options?: CallOptions) => Promise<Called>

/** A request whose form, if it had one, is written. */
export type WrittenRequest = Omit<HttpRequest, "form">

/** An answer whose body was not read yet; names of headers in lower case. */
export interface TransportAnswer {
  readonly status: number
  readonly headers: { readonly [name: string]: string | undefined }
  readonly body: AsyncIterable<Uint8Array>
}

/** Codes of failures that happen before a byte of the request has left: names, connections and certificates. */
const beforeLeaving = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_FAIL",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "EPROTO",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "ERR_TLS_CERT_ALTNAME_INVALID",
])

const codeOf = (thrown: unknown, depth = 0): string => {
  if (depth > 5 || typeof thrown !== "object" || thrown === null) return "unknown"
  if ("code" in thrown && typeof thrown.code === "string") return thrown.code
  return "cause" in thrown ? codeOf(thrown.cause, depth + 1) : "unknown"
}

// https://www.rfc-editor.org/rfc/rfc9110#section-5.1 and §5.5, and nothing that ends a line
const isHeader = ([name, value]: readonly [string, string]): boolean =>
  /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value)

const isUsable = ({ url, headers }: HttpRequest): boolean => {
  const parsed = URL.parse(url)
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username + parsed.password !== "") return false
  return Object.entries(headers).every(isHeader)
}

class AnswerTooLong extends Error {
  readonly code = "answer-too-long"
}

const whole = new TextDecoder()

const textOf = async (body: AsyncIterable<Uint8Array>): Promise<string> => {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const bytes of body) {
    size += bytes.length
    if (size > longestAnswer) throw new AnswerTooLong()
    pieces.push(bytes)
  }
  const [only] = pieces
  if (pieces.length === 1) return whole.decode(only)
  const decoder = new TextDecoder()
  return [...pieces.map((bytes) => decoder.decode(bytes, { stream: true })), decoder.decode()].join("")
}

// Copies, because a body may not lie in memory that is shared with another thread, and the types say so.
const blobOf = (value: string | Uint8Array, type = "application/octet-stream"): Blob =>
  new Blob([typeof value === "string" ? value : new Uint8Array(value)], { type })

/** The request with its form written as a body, and the content type that names the boundary. */
const written = async ({ form, ...request }: HttpRequest): Promise<WrittenRequest> => {
  if (!form) return request
  const fields = new FormData()
  for (const { name, value, filename, type } of form) {
    if (filename === undefined && typeof value === "string") fields.append(name, value)
    else fields.append(name, blobOf(value, type), filename ?? name)
  }
  const made = new Response(fields)
  const headers = Object.entries(request.headers).filter(([name]) => name.toLowerCase() !== "content-type")
  return {
    ...request,
    headers: { ...Object.fromEntries(headers), "content-type": made.headers.get("content-type") ?? "" },
    body: new Uint8Array(await made.arrayBuffer()),
  }
}

const because = (channel: string, reason: DeliveryError["reason"], sent: "no" | "unknown", cause: string): Called => ({
  error: new DeliveryError(channel, reason, { retryable: reason !== "rejected", sent }, { cause }),
})

/**
 * Makes a transport out of what opens a connection and begins an answer. Everything that all of them owe is here: malformed requests
 * are refused before a call, forms are written, time is measured, answers are read up to a limit, and a failure says whether the
 * request may have left. `call` follows no redirect, tries once, and rejects with an error that has a `code`.
 *
 * @example
 * const transport = defineTransport(async ({ url, ...request }, signal) => {
 *   const { status, headers, body } = await fetch(url, { method: request.method, redirect: "manual", signal })
 *   return { status, headers: Object.fromEntries(headers), body: body ?? new Blob().stream() }
 * })
 */
export const defineTransport =
  (call: (request: WrittenRequest, signal: AbortSignal) => Promise<TransportAnswer>): Transport =>
  async (channel, request, { signal, timeout = patience, clock = systemClock } = {}) => {
    if (!isUsable(request)) return because(channel, "rejected", "no", "the request has a malformed URL or header")
    if (signal?.aborted) return because(channel, "timeout", "no", "aborted")
    const deadline = new AbortController()
    const { signal: either } = deadline
    const giveUp = () => deadline.abort()
    const stop = clock.at(clock.now() + timeout, giveUp)
    signal?.addEventListener("abort", giveUp)
    try {
      const { status, headers, body } = await call(request.form ? await written(request) : request, either)
      // A recipient with a clock records when an answer without a Date came: https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1
      const dated = headers["date"] === undefined ? { ...headers, date: new Date().toUTCString() } : headers
      return { response: { status, headers: dated, body: await textOf(body) } }
    } catch (thrown) {
      if (either.aborted) return because(channel, "timeout", "unknown", signal?.aborted ? "aborted" : "timeout")
      const cause = codeOf(thrown)
      if (cause === needsHttp2) return because(channel, "rejected", "no", "this channel needs a transport with HTTP/2")
      return because(channel, "network", beforeLeaving.has(cause) ? "no" : "unknown", cause)
    } finally {
      stop()
      signal?.removeEventListener("abort", giveUp)
    }
  }

/** The `code` of the error by which a transport says that it speaks no HTTP/2, and so did not begin. */
export const needsHttp2 = "needs-http2"
