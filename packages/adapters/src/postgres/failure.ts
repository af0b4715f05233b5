import { ConfigurationError, InputError, StoreError } from "@escucha/core"

/**
 * What PostgreSQL or the network said, as far as it may be told: a code (https://www.postgresql.org/docs/current/errcodes-appendix.html
 * or the system's). What they wrote beside it can hold what somebody wrote, and the address of the database, so it is left out.
 */
export class DatabaseFailure extends Error {
  readonly code: string
  constructor(code: string) {
    super(`the database or the way to it failed with ${code}`)
    this.name = "DatabaseFailure"
    this.code = code
  }
}

/** The answer to a COMMIT was lost: it may have been written, or not. Whoever began it has to find out. */
export class UncertainFailure extends Error {
  constructor(options?: ErrorOptions) {
    super("the connection was lost while it was being committed", options)
    this.name = "UncertainFailure"
  }
}

/** Codes of failures, by what a caller can do about them: whole codes, then their class, which is the first two signs. */
const reasons: { readonly [code: string]: StoreError["reason"] } = {
  "40": "contended", // a serialization failure, a deadlock
  "55P03": "contended", // a lock that was not free
  "53100": "full", // the disk
  "53": "unavailable", // too many connections, out of memory
  "57P04": "failed", // the database was dropped
  "57": "unavailable", // it shuts down, starts, or ended this session
  "58": "unavailable", // an error of the system below it
  "08": "unavailable", // the connection
  "25006": "unavailable", // read only: this one is no primary any more, or not yet
  "25P03": "unavailable", // it was idle in its transaction for too long: it had stopped
}

const network = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOENT", // the socket in the file system
  "lost",
  "timeout",
])

/** The code of a failure of the driver, which gives none where it ended a connection itself. */
export const codeOf = (failure: unknown): string => {
  if (failure instanceof StoreError || failure instanceof UncertainFailure) return codeOf(failure.cause)
  if (failure instanceof AggregateError && failure.errors.length > 0 && !("code" in failure))
    return codeOf(failure.errors[0])
  if (!(failure instanceof Error)) return "unknown"
  if ("code" in failure && typeof failure.code === "string") return failure.code
  if (/timeout/i.test(failure.message)) return "timeout"
  return /terminated|not queryable|ended|closed/i.test(failure.message) ? "lost" : "unknown"
}

const reasonOf = (code: string): StoreError["reason"] =>
  network.has(code) ? "unavailable" : (reasons[code] ?? reasons[code.slice(0, 2)] ?? "failed")

/** The failure as callers know it. What is ours already stays as it is. */
export const storeErrorOf = (failure: unknown): StoreError | InputError | ConfigurationError => {
  if (failure instanceof StoreError || failure instanceof InputError || failure instanceof ConfigurationError)
    return failure
  if (failure instanceof UncertainFailure) return new StoreError(reasonOf(codeOf(failure)), { cause: failure })
  const code = codeOf(failure)
  return new StoreError(reasonOf(code), { cause: code === "unknown" ? failure : new DatabaseFailure(code) })
}

/** Whether a failed attempt may be made again at once, because nothing of it was written and others were only quicker. */
export const isContended = (failure: unknown): boolean =>
  failure instanceof StoreError && failure.reason === "contended" && !(failure.cause instanceof UncertainFailure)

/** Whether nobody knows if it was written. */
export const isUncertain = (failure: unknown): boolean =>
  failure instanceof StoreError && failure.cause instanceof UncertainFailure
