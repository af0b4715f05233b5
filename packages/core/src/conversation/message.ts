import type { Content } from "../channel/content.ts"
import type { PublicPlace } from "../channel/inbound.ts"
import type { Loss } from "../channel/render.ts"
import { defineEntry } from "../timeline/entry.ts"
import type { Purpose, Reason } from "./contact-policy.ts"
import type { Delivery, Stage } from "./delivery.ts"

/** How a message feels, as an analyzer read it; `sentiment/reading` says what each part means. */
export interface MessageReading {
  readonly label: "negative" | "neutral" | "positive"
  readonly score: number
  readonly confidence: number
  readonly analyzer: string
  readonly language?: string
  readonly spans: readonly { readonly start: number; readonly end: number; readonly weight: number }[]
}

/** One call's worth of a message, once it left: how far it got, and the provider's id of it. */
export interface Part {
  readonly provider: string | null
  readonly status: Exclude<Stage, "replied">
  readonly error?: string
}

/** What is done where a message does not get far enough: it goes by the next of these channels. */
export interface Plan {
  readonly next: readonly string[]
  /** Far enough. */
  readonly unless: "sent" | "delivered" | "read"
  /** Milliseconds since it was due; where it is left out, only a sure failure counts. */
  readonly within?: number
}

/** A message of ours, pinned to the endpoint whose stream holds it: no merge ever changes where it goes. */
export const messageWritten = defineEntry<{
  readonly message: string
  readonly channel: string
  readonly content: Content
  readonly purpose: Purpose
  /** A colleague's name, or `rule:NAME`, `survey:NAME`, `opt-out`. */
  readonly author: string
  /** Whether it answers the customer: an automatic acknowledgement or a question of ours does not. */
  readonly substance: boolean
  readonly delivery: Delivery
  /** What each rule of the contact policy said. */
  readonly reasons: readonly Reason[]
  /** Not after this instant. */
  readonly expiresAt?: number
  /** What the channel cannot carry, and what became of it. */
  readonly losses?: readonly Loss[]
  /** Of something public, the provider's id of what it answers: pinned when it was written, whatever they say next. */
  readonly answers?: string
  /** Said where everybody can read it. */
  readonly public?: PublicPlace
  /** It answers something public to the person alone. */
  readonly toPrivate?: true
  /** The message that did not get far enough by another channel. */
  readonly follows?: string
  readonly plan?: Plan
}>()("message-written", 1)

/** A message of ours has got further, or will not. */
export const deliveryChanged = defineEntry<{
  readonly message: string
  readonly delivery: Delivery
  readonly purpose: Purpose
  /** How often it was marked so far. */
  readonly attempt: number
  readonly reasons?: readonly Reason[]
  /** The provider's id of the message, by which its receipts name it. */
  readonly provider?: string
  /** The answer to this attempt was lost: it may have arrived, although it is queued again. */
  readonly mayHaveLeft?: true
  /** How often the list of exclusions was silent about it. */
  readonly heldBack?: number
  /** Names the attempt that marked it: only this very attempt may call the channel. */
  readonly mark?: string
  /** Those marks that count as no attempt: the provider asked for a pause, or the next part of the same message went. */
  readonly free?: number
  /** How often it was sent again although nobody knew whether it had left. */
  readonly resent?: number
  /** How often the provider was asked whether it has it. */
  readonly asked?: number
  /** In how many calls it goes, where that is more than one. */
  readonly of?: number
  /** Those of its parts that left, in their order. */
  readonly parts?: readonly Part[]
}>()("delivery-changed", 1)

/**
 * A receipt came before the answer to our own call, so that nobody can tell yet of which message it is: it is kept until then. `upTo`:
 * it is of all that was sent until that moment.
 */
export const receiptKept = defineEntry<{
  readonly status: Stage
  readonly error?: string
  readonly of: string | { readonly upTo: number }
}>()("receipt-kept", 1)

/** What was decided about a message that may go by another channel: `by` is the message that follows it, null where none does. */
export const messageFollowed = defineEntry<{
  readonly message: string
  readonly by: string | null
  /** A sentence for people; it holds nothing personal. */
  readonly because: string
}>()("message-followed", 1)
