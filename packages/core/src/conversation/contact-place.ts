/** Why nothing is sent to an address any more: it bounced for good, or somebody complained of spam. */
export type SuppressedBecause = "bounce" | "complaint"

/** What the contact policy has to know of the place to which a message goes. Instants are milliseconds. */
export interface ContactPlace {
  /** The address and its type: `phone` and `+34600000001`. */
  readonly scheme: string
  readonly value: string
  /** When they last wrote to us from here; null where they never did. */
  readonly heardAt: number | null
  /** When they last wrote to us alone, where that is known: it opens the reply window. */
  readonly privatelyAt?: number | null
  /** Nobody vouches for any of it: somebody filled in a form with this address, say. */
  readonly isClaimed?: boolean
  /** When a machine last wrote to us from here (RFC 3834); null where none did. */
  readonly machineAt: number | null
  /** What machines of ours wrote to here of late. */
  readonly automatic: readonly { readonly message: string; readonly at: number }[]
  /** When what we started was dispatched to here, in any order. */
  readonly approaches: readonly number[]
  readonly suppressed: { readonly because: SuppressedBecause; readonly at: number } | null
}

/** Whether a message was written by a rule, a survey or the house itself, and not by a person or the application. */
export const isAutomatic = (author: string): boolean =>
  author.includes(":") || author === "opt-out" || author === "consent"
