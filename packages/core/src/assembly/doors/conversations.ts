import type { InboxItem } from "../../conversation/inbox.ts"
import type { Inbound } from "../../channel/inbound.ts"
import type { StreamId } from "../../kernel/ids.ts"
import type { Outcome } from "../../runtime/turn.ts"
import type { Page, PageRequest } from "../../timeline/store.ts"
import type { Unanswered } from "../rows.ts"

/** A conversation that waits for us. */
export type UnansweredConversation = Unanswered & { readonly stream: StreamId }

/** Who did something, and your id of the call. */
export interface ByOptions {
  /** A retry with the same id changes nothing. */
  readonly id?: string
  /** A colleague's name. */
  readonly by?: string
}

/** Where a customer is shown that we have read what they wrote. */
export interface ReadOptions extends ByOptions {
  /** The endpoint; where they wrote last, if it is left out. */
  readonly to?: StreamId
}

/** Which customers of the inbox are wanted: those whose item has these values. */
export type InboxFilter = { readonly [Field in "mood" | "channel" | "owner" | "language" | "from"]?: string }

/** A message that left outside of Escucha. */
export interface PastMessage {
  /** Its id in the other system: recording it again changes nothing. */
  readonly id: string
  /** When it left, in milliseconds. */
  readonly at: number
  /** The colleague who wrote it. */
  readonly author: string
  /** The name of one of your channels. */
  readonly channel: string
  /** The customer's address in the scheme of that channel. */
  readonly address: string
  readonly text: string
}

/** Who talks with us, and who waits. */
export interface ConversationsDoor {
  /** Customers, those who need us most first; who does not wait comes behind, the newest first. */
  readonly inbox: (filter?: InboxFilter, page?: Partial<PageRequest>) => Promise<Page<InboxItem>>
  /** Every conversation that waits for an answer, the first to break its promise first: exact. */
  readonly unanswered: (page?: Partial<PageRequest>) => Promise<Page<UnansweredConversation>>
  /** Takes in what a channel brought, for channels of your own and for imports (`historic`). */
  readonly receive: (
    channel: string,
    inbound: readonly Inbound[],
    options?: { readonly historic?: boolean },
  ) => Promise<readonly Outcome["status"][]>
  /** Records a message of ours that left outside of Escucha: the past of another system. */
  readonly record: (message: PastMessage) => Promise<Outcome["status"]>
  /** Says who takes the conversation on: a group or a colleague. */
  readonly assign: (customer: string, owner: string, options?: ByOptions) => Promise<Outcome["status"]>
  /**
   * Tells the customer that one of you is writing, where their network shows such a thing; whether it does. Say it again every few
   * seconds.
   */
  readonly typing: (customer: string, options?: { readonly to?: StreamId }) => Promise<boolean>
  /** Shows the customer that we have read what they wrote last, where their network shows such a thing. */
  readonly read: (customer: string, options?: ReadOptions) => Promise<Outcome["status"]>
  /** Says that no answer is needed, and why. */
  readonly close: (customer: string, reason: string, options?: ByOptions) => Promise<Outcome["status"]>
}
