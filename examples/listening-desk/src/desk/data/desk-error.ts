import type { WireProblem } from "@escucha/core/client"

/** Why the desk could not do what was asked. `offline` and `busy` pass; `unauthorized` needs a new sign-in. */
export type DeskProblem = "offline" | "unauthorized" | "busy" | "unknown" | "refused" | "failed"

/** A request that the desk could not do. For `refused` the message is the server's own remedy and may be shown. */
export class DeskError extends Error {
  readonly _tag = "DeskError"
  readonly reason: DeskProblem
  readonly retryable: boolean
  constructor(reason: DeskProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = "DeskError"
    this.reason = reason
    this.retryable = reason === "offline" || reason === "busy" || reason === "failed"
  }
}

const reasonOf = (status: number): DeskProblem => {
  if (status === 401 || status === 403) return "unauthorized"
  if (status === 404) return "unknown"
  if (status === 429 || status === 503) return "busy"
  return status >= 500 ? "failed" : "refused"
}

const isProblem = (body: unknown): body is WireProblem =>
  typeof body === "object" &&
  body !== null &&
  "error" in body &&
  typeof body.error === "object" &&
  body.error !== null &&
  "message" in body.error &&
  typeof body.error.message === "string"

/** The error of a refused response, with the server's remedy where it gave one. */
export const errorOf = (status: number, body: unknown): DeskError =>
  new DeskError(reasonOf(status), isProblem(body) ? body.error.message : `the desk answered ${status}`)

/** Whatever a request threw, as a desk error: what never got an answer is `offline`. */
export const asDeskError = (cause: unknown): DeskError =>
  cause instanceof DeskError ? cause : new DeskError("offline", "the desk could not be reached", { cause })
