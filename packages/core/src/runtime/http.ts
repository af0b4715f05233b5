// The one place that calls providers by HTTP. Causes are codes, never the errors of the client: those carry the address of the
// request, and with some providers the address carries the token.
import type { KyInstance } from "ky"
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

let client: Promise<KyInstance> | undefined
// No redirects: a provider that moved is a matter of configuration, and what we send carries credentials.
const loaded = () =>
  (client ??= import("ky").then(({ default: ky }) =>
    ky.create({ retry: 0, timeout: false, throwHttpErrors: false, redirect: "manual" }),
  ))

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

const isPrintable = (value: string): boolean => !/[\r\n\0]/.test(value)

const isUsable = ({ method, url, headers }: HttpRequest): boolean => {
  try {
    return /^https?:/.test(new Request(url, { method, headers }).url) && Object.values(headers).every(isPrintable)
  } catch {
    return false // TypeError: a malformed URL or header; nothing else is done here
  }
}

class AnswerTooLong extends Error {
  readonly code = "answer-too-long"
}

const textOf = async (response: Response): Promise<string> => {
  const decoder = new TextDecoder()
  const parts: string[] = []
  let size = 0
  for await (const bytes of response.body ?? []) {
    size += bytes.length
    if (size > longestAnswer) throw new AnswerTooLong()
    parts.push(decoder.decode(bytes, { stream: true }))
  }
  return [...parts, decoder.decode()].join("")
}

// A recipient with a clock records when an answer without a Date came: https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1
const headersOf = (response: Response): HttpResponse["headers"] => ({
  date: new Date().toUTCString(),
  ...Object.fromEntries(response.headers),
})

// Copies, because a body may not lie in memory that is shared with another thread, and the types say so.
const blobOf = (value: string | Uint8Array, type = "application/octet-stream"): Blob =>
  new Blob([typeof value === "string" ? value : new Uint8Array(value)], { type })

/** The body as the client takes it; a form is written by the client, its boundary too. */
const bodyOf = ({ body, form }: HttpRequest): string | Uint8Array<ArrayBuffer> | FormData | undefined => {
  if (!form) return typeof body === "object" ? new Uint8Array(body) : body
  const written = new FormData()
  for (const { name, value, filename, type } of form) {
    if (filename === undefined && typeof value === "string") written.append(name, value)
    else written.append(name, blobOf(value, type), filename ?? name)
  }
  return written
}

const because = (channel: string, reason: DeliveryError["reason"], sent: "no" | "unknown", cause: string): Called => ({
  error: new DeliveryError(channel, reason, { retryable: reason !== "rejected", sent }, { cause }),
})

/**
 * Calls a provider once. Never rejects and never tries again: whoever calls decides. A call that cannot have left says
 * `sent: "no"`; a call without a whole answer says `sent: "unknown"`.
 *
 * @example
 * const called = await callProvider("telegram", channel.request(message), { signal })
 * const sent = "response" in called ? channel.receipt(called.response) : { status: "failed", error: called.error }
 */
export const callProvider: Transport = async (
  channel,
  request,
  { signal, timeout = patience, clock = systemClock } = {},
) => {
  if (!isUsable(request)) return because(channel, "rejected", "no", "the request has a malformed URL or header")
  const call = await loaded()
  if (signal?.aborted) return because(channel, "timeout", "no", "aborted")
  const deadline = new AbortController()
  const stop = clock.at(clock.now() + timeout, () => deadline.abort())
  const either = signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal
  try {
    const { method, url, headers } = request
    const body = bodyOf(request)
    const response = await call(url, { method, headers, signal: either, ...(body !== undefined && { body }) })
    return { response: { status: response.status, headers: headersOf(response), body: await textOf(response) } }
  } catch (thrown) {
    if (either.aborted) return because(channel, "timeout", "unknown", signal?.aborted ? "aborted" : "timeout")
    const cause = codeOf(thrown)
    return because(channel, "network", beforeLeaving.has(cause) ? "no" : "unknown", cause)
  } finally {
    stop()
  }
}
