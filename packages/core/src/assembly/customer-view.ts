import type { InboxItem, MoodLevel, Waiting } from "../conversation/inbox.ts"
import type { ThreadItem } from "../conversation/thread.ts"
import type { CustomerId, EntryId, StreamId } from "../kernel/ids.ts"
import type { Page } from "../timeline/store.ts"

/** One place where the customer is known. */
export interface Known {
  readonly stream: StreamId
  readonly scheme: string
  /** The address as it may be shown to a colleague: masked in the middle. */
  readonly value: string
  /** Whether we can write to it, and by which channel. */
  readonly channel: string | null
  readonly waiting: Waiting | null
}

/** A case that is open. */
export interface OpenCase {
  readonly id: string
  readonly kind: string
  readonly owner: string
  readonly because: string
  readonly openedAt: number
  /** When it is due, by the team's business hours where the case asks for them. */
  readonly due: number | null
}

/** How the customer feels, how sure we are, and the messages that say so. */
export interface MoodView {
  readonly level: MoodLevel
  readonly confidence: number
  readonly since: number | null
  readonly because: readonly EntryId[]
  /** Past scores, oldest first, from -1 to 1. */
  readonly history: readonly { readonly at: number; readonly score: number }[]
}

/** One current picture of a customer, from one read. */
export interface CustomerView<Traits = { readonly [name: string]: unknown }> {
  readonly id: CustomerId
  readonly name: string
  readonly traits: Partial<Traits>
  readonly language?: string
  readonly zone?: string
  readonly mood: MoodView
  readonly known: readonly Known[]
  readonly optedOut: boolean
  readonly cases: readonly OpenCase[]
  readonly owner: string | null
  readonly waiting: Waiting | null
  /** The last 50 lines, newest first. */
  readonly thread: Page<ThreadItem>
}

export type { InboxItem }
