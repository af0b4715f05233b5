import type { CustomerId } from "../kernel/ids.ts"

/** How a customer is now; `sentiment/mood` says how it is reached. Upset weighs most. */
export type MoodLevel = "upset" | "uneasy" | "calm" | "pleased"

/** A customer who waits for us. Instants are milliseconds. */
export interface Waiting {
  readonly since: number
  /** When our promise to answer breaks. */
  readonly due: number
}

/** A customer in the inbox, with what a person needs to choose whom to answer first. */
export interface InboxItem {
  readonly customer: CustomerId
  /** Their name, or the masked address where we do not know it. */
  readonly name: string
  /** The channel of the last message. */
  readonly channel: string
  readonly language?: string
  /** The beginning of the last message, at most 160 characters. */
  readonly preview: string
  readonly from: "customer" | "team"
  /** When the last message was written, in milliseconds. */
  readonly at: number
  readonly mood: MoodLevel
  /** How sure we are of the mood, 0–1. */
  readonly confidence: number
  readonly waiting: Waiting | null
  readonly owner: string | null
  /** Open cases. */
  readonly cases: number
}
