import type { Content } from "../channel/content.ts"
import type { PublicPlace } from "../channel/inbound.ts"
import type { Loss } from "../channel/render.ts"
import type { EntryId, StreamId } from "../kernel/ids.ts"
import type { messageReceived } from "./conversation.ts"
import type { DraftOf } from "../timeline/entry.ts"
import type { Delivery } from "./delivery.ts"
import type { Reason } from "./verdict.ts"

/** How a message of the customer was read: the feeling, how sure we are (0–1) and which words say so (UTF-16 offsets). */
export interface ThreadReading {
  readonly label: "negative" | "neutral" | "positive"
  readonly confidence: number
  readonly spans: readonly { readonly start: number; readonly end: number }[]
}

/** What a message of the customer holds beside its words. */
export type ReceivedParts = Pick<
  DraftOf<typeof messageReceived>["data"],
  | "attachments"
  | "place"
  | "contact"
  | "choice"
  | "repliesTo"
  | "public"
  | "call"
  | "automatic"
  | "claimed"
  | "answers"
  | "unsupported"
>

/** What became of the words of a message: what it said first, and whether it was taken back. */
export interface Edited {
  readonly at: number
  readonly before: string
  readonly isTakenBack: boolean
}

/** A line of the conversation with one customer over all channels. Instants are milliseconds. */
export type ThreadItem =
  | ({
      readonly type: "received"
      readonly id: EntryId
      readonly stream: StreamId
      readonly channel: string
      readonly at: number
      readonly text: string
      readonly reading?: ThreadReading
      /** The customer wrote it anew, or took it back; `text` is what it says now. */
      readonly edited?: Edited
      /** How we reacted to it. */
      readonly reaction?: string
      /** The network shows the customer that we have read it. */
      readonly seen?: true
    } & ReceivedParts)
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
      /** What it holds beside its words. */
      readonly parts: Omit<Content, "text">
      /** What each rule of the contact policy said of it last. */
      readonly reasons: readonly Reason[]
      /** What the channel could not carry as it was written. */
      readonly losses?: readonly Loss[]
      /** We wrote it anew, or took it back; `text` is what it says now. */
      readonly edited?: Edited
      /** How the customer reacted to it. */
      readonly reaction?: string
      /** Said where everybody can read it. */
      readonly public?: PublicPlace
      /** It answers something public to the person alone. */
      readonly toPrivate?: true
      /** The message that did not get far enough by another channel. */
      readonly follows?: string
    }
  | {
      readonly type: "event"
      readonly id: EntryId
      readonly at: number
      /** The kind of the entry: `case-opened`, `rule-fired`, `survey-asked` … */
      readonly kind: string
      readonly data: { readonly [field: string]: unknown }
    }
