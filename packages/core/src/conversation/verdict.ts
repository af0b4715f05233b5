import type { ConsentWord } from "../profile/consent-word.ts"

/** A rule of the contact policy, by the name that its reasons carry. */
export type ContactRule =
  | "opt-out"
  | "answer"
  | "consent"
  | "expiry"
  | "cap"
  | "quiet-hours"
  | "exclusion"
  | "suppression"
  | "window"
  | "loop"
  | "country"
  | "budget"
  | "postal-address"

/** What one rule said of one message. `detail` is a sentence for people; it holds nothing personal. */
export interface Reason {
  readonly rule: ContactRule
  readonly passed: boolean
  readonly detail?: string
  /** The consent record that decided it. */
  readonly record?: string
}

/** Why the policy refuses a message. `suppressed`: a rule holds this address or this message back; the reason names it. */
export type Refusal = "opted-out" | "no-consent" | "capped" | "expired" | "suppressed" | "window-closed"

/** What a rule says: its line, and what follows if it did not pass. */
export type Answer =
  | { readonly reason: Reason; readonly next: "go on" }
  | { readonly reason: Reason; readonly next: "refuse"; readonly because: Refusal }
  | { readonly reason: Reason; readonly next: "hold"; readonly until: number }

const proof = (word: ConsentWord | undefined) => (word?.record === undefined ? {} : { record: word.record })

/** The line of a rule that lets the message pass. */
export const pass = (rule: ContactRule, detail?: string, word?: ConsentWord): Answer => ({
  reason: { rule, passed: true, ...(detail !== undefined && { detail }), ...proof(word) },
  next: "go on",
})

/** The line of a rule by which the message never leaves. */
export const refuse = (rule: ContactRule, because: Refusal, detail: string, word?: ConsentWord): Answer => ({
  reason: { rule, passed: false, detail, ...proof(word) },
  next: "refuse",
  because,
})

/** A moment as details write it. */
export const instant = (at: number): string =>
  Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : "an instant out of range"
