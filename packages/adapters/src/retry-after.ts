import type { HttpResponse } from "@escucha/core"

/**
 * The answer with the pause that its provider tells by a moment, in the form in which all others tell it. The moment is read against
 * the answer's own date, so that no clock is needed.
 */
export const withResetAt = (response: HttpResponse, reset: number | undefined): HttpResponse => {
  const date = Date.parse(response.headers["date"] ?? "")
  if (reset === undefined || Number.isNaN(reset) || Number.isNaN(date)) return response
  return {
    ...response,
    headers: { ...response.headers, "retry-after": String(Math.max(0, Math.ceil((reset - date) / 1000))) },
  }
}
