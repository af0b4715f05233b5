import type { Content } from "../channel/content.ts"
import { defineEntry } from "../timeline/entry.ts"
import type { Purpose, Reason } from "./contact-policy.ts"
import type { Delivery } from "./delivery.ts"

/** How a message feels, as an analyzer read it; `sentiment/reading` says what each part means. */
export interface MessageReading {
  readonly label: "negative" | "neutral" | "positive"
  readonly score: number
  readonly confidence: number
  readonly analyzer: string
  readonly language?: string
  readonly spans: readonly { readonly start: number; readonly end: number; readonly weight: number }[]
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
}>()("message-written", 1)

/** A message of ours has got further, or will not. */
export const deliveryChanged = defineEntry<{
  readonly message: string
  readonly delivery: Delivery
  readonly purpose: Purpose
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
}>()("delivery-changed", 1)
