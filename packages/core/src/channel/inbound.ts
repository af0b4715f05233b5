import type { ContactCard, MediaPart, Place } from "./content.ts"
import type { Media } from "./media.ts"
import type { PollTally } from "./public-poll.ts"

interface InboundBase {
  /** The provider's id of this message or event: the same delivery twice has the same id. Jobs carry it, so it holds no address. */
  readonly id: string
  /** Who it is about, in the channel's own scheme (a chat id, an e-mail address); it becomes `scheme:address`. */
  readonly address: string
  /**
   * The scheme of this address, where a source knows people by several: `phone` in a form that asks for either. The channel's own, where
   * it is left out.
   */
  readonly scheme?: string
  /** When it happened, in milliseconds; when it is received, where the channel does not tell. */
  readonly at?: number
}

/** A file that a customer sent, by what it is. */
export interface Attachment extends Media {
  readonly kind: MediaPart
}

/** Where something was said that everybody can read. */
export interface PublicPlace {
  /** The provider's id of the post, video or thread under which it stands; of the mention itself, where there is none. */
  readonly post: string
  /** Where people read it, in a browser. */
  readonly url?: string
}

/** How a telephone call ended. */
export interface Call {
  readonly status: "missed" | "voicemail" | "answered"
  /** Milliseconds. */
  readonly duration?: number
}

/** A customer's message as a channel understood it. */
export interface InboundMessage extends InboundBase {
  readonly type: "message"
  /** What an answer of ours refers to, where that is not the id. */
  readonly provider?: string
  readonly text: string
  /** The name that the channel shows for the person. */
  readonly name?: string
  /** BCP 47, where the channel tells it. */
  readonly language?: string
  /** IANA zone, where the channel tells it. */
  readonly timezone?: string
  /** Written by a machine (RFC 3834): kept, never answered by one. */
  readonly automatic?: boolean
  /** The sender is only what the message says, and nobody vouches for it. */
  readonly claimed?: boolean
  /** Other identifiers of the same person, for which the network vouches, such as `tel:+34600000001`. */
  readonly also?: readonly string[]
  readonly attachments?: readonly Attachment[]
  readonly place?: Place
  readonly contact?: ContactCard
  /** The value of the choice that was tapped. */
  readonly choice?: string
  /** The provider's id of the message that it answers. */
  readonly repliesTo?: string
  /** Said in public: a comment, a mention, a review. */
  readonly public?: PublicPlace
  /** A call that was missed, or what was left on the machine. */
  readonly call?: Call
  /** The kind of a part that we cannot show yet: kept raw in `metadata`. The text holds its caption, if it has one. */
  readonly unsupported?: string
  readonly metadata?: { readonly [name: string]: string }
}

/** What the provider says about a message that we sent. */
export interface InboundReceipt extends InboundBase {
  readonly type: "receipt"
  /**
   * The provider's id of our message, as `Sent.provider` gave it; where it is `upTo`, everything sent to this address until that moment
   * (milliseconds).
   */
  readonly message: string | { readonly upTo: number }
  /** Our own id of the message, where the provider gives it back: by it a message is known of which the answer was lost. */
  readonly reference?: string
  readonly status: "sent" | "delivered" | "read" | "failed"
  /** Why it failed, in the provider's words or code: nothing personal. */
  readonly error?: string
  /** The address takes nothing any more: it bounced for good, or somebody complained of spam. Nothing is sent there again. */
  readonly suppress?: "bounce" | "complaint"
  /**
   * Nobody vouches for this word, because anybody can send a mail that looks like a report: it closes an address only where it names a
   * message of ours that left for it.
   */
  readonly claimed?: boolean
}

/** A reaction to a message, or (`emoji` null) its end. */
export interface InboundReaction extends InboundBase {
  readonly type: "reaction"
  /** The provider's id of the message. */
  readonly message: string
  readonly emoji: string | null
}

/** New words for an old message of theirs, or (`text` null) its end. */
export interface InboundEdit extends InboundBase {
  readonly type: "edit"
  readonly message: string
  readonly text: string | null
}

/** The network says that they want no messages any more, or want them again: blocked, unfollowed, unsubscribed. */
export interface InboundWish extends InboundBase {
  readonly type: "wish"
  readonly wish: "stop" | "start"
  /** For what alone, where they said so: `marketing`. */
  readonly purpose?: string
  /** How they said it there: `blocked`, `unfollowed`, `list-unsubscribe`. */
  readonly by: string
}

/** The network knows somebody by a new address; the old one is theirs as well. */
export interface InboundAddressChange extends InboundBase {
  readonly type: "address-change"
  /** The new address, in the same scheme. */
  readonly to: string
}

/** Somebody is writing at this moment, or was seen somewhere: true now, not kept. */
export interface InboundPresence extends InboundBase {
  readonly type: "typing"
}

/** Somebody came to a place of ours: a geofence, a QR code, a beacon. */
export interface InboundCheckIn extends InboundBase {
  readonly type: "check-in"
  /** The place, by the name that the application gave it. */
  readonly where: string
  readonly by: "geofence" | "qr" | "beacon" | "app"
  readonly position?: Place
}

/** How a poll of ours stands that everybody sees; its address is the network's id of the poll, because it is about nobody. */
export interface InboundTally extends InboundBase, PollTally {
  readonly type: "tally"
}

/** Everything that a channel brings in. */
export type Inbound =
  | InboundMessage
  | InboundReceipt
  | InboundReaction
  | InboundEdit
  | InboundWish
  | InboundAddressChange
  | InboundPresence
  | InboundCheckIn
  | InboundTally
