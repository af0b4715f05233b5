// Failures that a caller can act on. Plain classes with a literal `_tag`: Effect's `catchTag` matches them, and they cost
// nothing in a browser. Messages name fields and limits, never a person or what they wrote.

/** An input cannot be taken as it is. `field` names the place, the message says the remedy. Sending it again changes nothing. */
export class InputError extends Error {
  readonly _tag = "InputError"
  readonly retryable = false
  readonly reason: "invalid" | "too-large" | "unknown" | "unauthorized" | "conflict"
  readonly field: string
  constructor(reason: InputError["reason"], field: string, remedy: string, options?: ErrorOptions) {
    super(`${field}: ${remedy}`, options)
    this.name = "InputError"
    this.reason = reason
    this.field = field
  }
}

/** The application was described in a way that cannot work; nothing was started. `option` names the option. */
export class ConfigurationError extends Error {
  readonly _tag = "ConfigurationError"
  readonly retryable = false
  readonly option: string
  constructor(option: string, remedy: string, options?: ErrorOptions) {
    super(`${option}: ${remedy}`, options)
    this.name = "ConfigurationError"
    this.option = option
  }
}

const storeRemedies = {
  contended: "other writers won too often; try again",
  full: "the disk or the database is full; nothing was written; free some space and try again",
  locked:
    "another process has this file open; give each process its own file, or use a database that several processes can share",
  "too-new": "the file was written by a newer version; update the package",
  foreign: "the file is the database of another program, or none; give the store a file of its own",
  closed: "the store is closed",
  unavailable: "the database cannot be reached; nothing of this turn was written; try again in a moment",
  failed: "the store failed; nothing of this turn was written",
} as const

/** What may mend itself, and after how many milliseconds it is worth asking again. */
const passing: ReadonlySet<keyof typeof storeRemedies> = new Set(["contended", "full", "failed", "unavailable"])
const storePause = 5_000

/** The store could not take or give something; nothing was half written. `unavailable`: the database is gone for now. */
export class StoreError extends Error {
  readonly _tag = "StoreError"
  readonly reason: keyof typeof storeRemedies
  readonly retryable: boolean
  /** Milliseconds after which it is worth trying again, where it is worth it at all. Webhooks answer 503 with it. */
  readonly retryAfter: number | undefined
  constructor(reason: keyof typeof storeRemedies, options?: ErrorOptions) {
    super(storeRemedies[reason], options)
    this.name = "StoreError"
    this.reason = reason
    this.retryable = passing.has(reason)
    this.retryAfter = this.retryable ? storePause : undefined
  }
}

/** More work waits than may; try again after `retryAfter` milliseconds. Webhooks answer 503 with it. */
export class BusyError extends Error {
  readonly _tag = "BusyError"
  readonly retryable = true
  readonly retryAfter: number
  constructor(retryAfter: number) {
    super(`too much is waiting; try again in ${retryAfter} ms`)
    this.name = "BusyError"
    this.retryAfter = retryAfter
  }
}

/** Work that has a time limit did not end within it, and is not waited for any more. */
export class TimeLimitError extends Error {
  readonly _tag = "TimeLimitError"
  readonly reason = "too-slow"
  readonly retryable = true
  constructor(what: string, limit: string) {
    super(`${what} took longer than ${limit}; it is tried again`)
    this.name = "TimeLimitError"
  }
}

const deliveryRemedies = {
  auth: "the provider refused the credentials; check the token of this channel",
  "rate-limit": "the provider asks for a pause",
  "invalid-recipient": "the provider does not know this address",
  rejected: "the provider refused the message",
  "window-closed":
    "the customer wrote too long ago for free words; send an approved template, or wait until they write",
  "opted-out": "the customer told the provider that they want no more messages",
  timeout: "the provider did not answer in time",
  network: "the provider could not be reached",
  unavailable: "the provider is down",
} as const

/** Why a channel could not deliver. `sent` says whether the message may have left all the same. */
export class DeliveryError extends Error {
  readonly _tag = "DeliveryError"
  readonly channel: string
  readonly reason: keyof typeof deliveryRemedies
  readonly retryable: boolean
  /** `no`: it did not leave; `unknown`: the answer was lost, it may have left. */
  readonly sent: "no" | "unknown"
  /** Milliseconds that the provider asked us to wait. */
  readonly retryAfter: number | undefined
  constructor(
    channel: string,
    reason: keyof typeof deliveryRemedies,
    details: { readonly retryable: boolean; readonly sent: "no" | "unknown"; readonly retryAfter?: number },
    options?: ErrorOptions,
  ) {
    super(`${channel}: ${deliveryRemedies[reason]}`, options)
    this.name = "DeliveryError"
    this.channel = channel
    this.reason = reason
    this.retryable = details.retryable
    this.sent = details.sent
    this.retryAfter = details.retryAfter
  }
}
