import { milliseconds } from "../kernel/duration.ts"
import { DeliveryError } from "../kernel/errors.ts"
import type { HttpResponse } from "./channel.ts"

const longestPause = milliseconds("24 hours")

/**
 * How long the provider asks us to wait, in milliseconds, at most one day: `Retry-After` as seconds or as a date. A date is read
 * against the answer's own `Date`, so that no clock is needed (https://www.rfc-editor.org/rfc/rfc9110#field.retry-after).
 */
export const retryAfterOf = ({ headers }: HttpResponse): number | undefined => {
  const asked = headers["retry-after"]?.trim()
  if (!asked) return undefined
  const isSeconds = /^\d+(\.\d+)?$/.test(asked)
  // A date begins with its weekday; Date.parse makes dates of much else.
  if (!isSeconds && !/^[a-z]{3,9}[, ]/i.test(asked)) return undefined
  const pause = isSeconds ? Number(asked) * 1000 : Date.parse(asked) - Date.parse(headers["date"] ?? "")
  return Number.isNaN(pause) ? undefined : Math.min(Math.max(Math.ceil(pause), 0), longestPause)
}

/** The pause in the only form that the error takes: absent, or a number. */
const pausing = (retryAfter: number | undefined): { readonly retryAfter?: number } =>
  retryAfter === undefined ? {} : { retryAfter }

/**
 * What an answer that is not a success means, by its status alone. A refusal (4xx) says that the message did not leave. A 5xx says
 * nothing of the kind: a gateway answers 502 or 504 for a provider that took the message, so it is `unknown`, unless the provider
 * says when to come back (503 with `Retry-After`): then it did not take it.
 *
 * @example
 * receipt: (response) => response.status === 200 ? { status: "sent" } : { status: "failed", error: failureOf("acme", response) }
 */
export const failureOf = (channel: string, response: HttpResponse): DeliveryError => {
  const { status } = response
  const retryAfter = retryAfterOf(response)
  const refused = { retryable: false, sent: "no" } as const
  if (status === 401 || status === 403) return new DeliveryError(channel, "auth", refused)
  if (status === 404 || status === 410) return new DeliveryError(channel, "invalid-recipient", refused)
  if (status === 429)
    return new DeliveryError(channel, "rate-limit", { retryable: true, sent: "no", ...pausing(retryAfter) })
  if (status === 408) return new DeliveryError(channel, "timeout", { retryable: true, sent: "unknown" })
  if (status >= 500) {
    const sent = status === 503 && retryAfter !== undefined ? "no" : "unknown"
    return new DeliveryError(channel, "unavailable", { retryable: true, sent, ...pausing(retryAfter) })
  }
  // A success that cannot be read: the provider may well have taken it.
  if (status >= 200 && status < 300)
    return new DeliveryError(channel, "unavailable", { retryable: true, sent: "unknown" })
  return new DeliveryError(channel, "rejected", refused)
}
