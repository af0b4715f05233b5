import type { Delivery } from "../../conversation/delivery.ts"
import type { ByOptions } from "./conversations.ts"
import type { Duration } from "../../kernel/duration.ts"
import type { EntryId, StreamId } from "../../kernel/ids.ts"
import type { Outcome } from "../../runtime/turn.ts"
import type { AnyContent } from "../app.ts"

/** A message that was taken in: where it stands after the commit, and how to wait for the provider. */
export type MessageSent = Delivery & {
  readonly id: string
  /** Where the message stands when the provider has answered, or when it will never leave. */
  readonly settled: () => Promise<Delivery>
}

/** When the next channel is tried. */
export interface OrElse {
  /** Far enough: nothing more is done. An answer of the customer is always far enough. */
  readonly unless: "sent" | "delivered" | "read"
  /** How long that may take, since the message was due. */
  readonly within: Duration
}

/** How a message is sent. */
export interface SendOptions<Purpose extends string = string> {
  /** Your id of this message: sending it again with the same id is the same message. */
  readonly id?: string
  /** A channel or pool, or several in the order in which you prefer them; all of them where it is left out. */
  readonly via?: string | readonly string[]
  /** Goes by the next of `via` where it does not get far enough, or surely fails. */
  readonly orElse?: OrElse
  /** `service` (the usual): because of what the customer has with us; `marketing` needs consent; or one of `purposes`. */
  readonly purpose?: Purpose
  /** Worth nothing after this instant, in milliseconds. */
  readonly expiresAt?: number
}

/** How a customer is answered. */
export interface ReplyOptions {
  /** Your id of this message: sending it again with the same id is the same message. */
  readonly id?: string
  /** Who answers: a colleague's name. */
  readonly author?: string
  /** The endpoint to answer at; where the customer wrote last, if it is left out. */
  readonly to?: StreamId
  /**
   * Where a public comment is answered: in its place, for everybody to read, as people do where it is left out; or to the person
   * alone.
   */
  readonly where?: "public" | "private"
  /** It only says that we heard: the clock goes on. */
  readonly acknowledgement?: boolean
  /** The words go out as a person typed them: `{name}` in them is no place to fill in. */
  readonly verbatim?: boolean
}

/** What we write to customers. `Taken` is what is given of a message that was taken in. */
export interface MessagesDoor<Taken = MessageSent> {
  /** Starts something with a customer: held by quiet hours and caps, and by consent where it is marketing. Resolves after the commit. */
  readonly send: (customer: string, content: AnyContent, options?: SendOptions) => Promise<Taken>
  /** Answers a customer in an open conversation: held only by an explicit stop. */
  readonly reply: (customer: string, content: AnyContent, options?: ReplyOptions) => Promise<Taken>
  /** Where a message stands now; `undefined` where this customer was never written a message of this id. */
  readonly delivery: (customer: string, id: string) => Promise<Delivery | undefined>
  /**
   * Puts new words where those of a message of ours were, at the network that it left by; resolves when the network has done it, and
   * rejects with `DeliveryError` where it did not. `id` is the one that `send` gave.
   */
  readonly edit: (customer: string, id: string, content: AnyContent, options?: ByOptions) => Promise<Outcome["status"]>
  /** Takes a message of ours back at the network that it left by, also after a stop. What it said stays on the timeline. */
  readonly remove: (customer: string, id: string, options?: ByOptions) => Promise<Outcome["status"]>
  /** Reacts to a message of theirs, or (`null`) takes that back; `entry` is the id of its line in the thread. */
  readonly react: (
    customer: string,
    entry: EntryId,
    emoji: string | null,
    options?: ByOptions,
  ) => Promise<Outcome["status"]>
}
