import type { EntryId, StreamId } from "../kernel/ids.ts"
import type { Delivery } from "./delivery.ts"

/** How a message of the customer was read: the feeling, how sure we are (0–1) and which words say so (UTF-16 offsets). */
export interface ThreadReading {
  readonly label: "negative" | "neutral" | "positive"
  readonly confidence: number
  readonly spans: readonly { readonly start: number; readonly end: number }[]
}

/** A line of the conversation with one customer over all channels. Instants are milliseconds. */
export type ThreadItem =
  | {
      readonly type: "received"
      readonly id: EntryId
      readonly stream: StreamId
      readonly channel: string
      readonly at: number
      readonly text: string
      readonly reading?: ThreadReading
      /** The question of ours that it answers. */
      readonly answers?: string
      readonly unsupported?: string
    }
  | {
      readonly type: "written"
      readonly id: EntryId
      readonly stream: StreamId
      readonly channel: string
      readonly at: number
      readonly text: string
      /** Who wrote it: a colleague's name, or the rule or survey that did. */
      readonly author: string
      readonly delivery: Delivery
    }
  | {
      readonly type: "event"
      readonly id: EntryId
      readonly at: number
      /** The kind of the entry: `case-opened`, `rule-fired`, `survey-asked` … */
      readonly kind: string
      readonly data: { readonly [field: string]: unknown }
    }
