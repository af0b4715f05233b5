/** A customer's message as a channel understood it. */
export interface InboundMessage {
  readonly type: "message"
  /** The provider's id of this message or event: the same delivery twice has the same id. Jobs carry it, so it holds no address. */
  readonly id: string
  /** What an answer of ours refers to, where that is not the id. */
  readonly provider?: string
  /** Who wrote, in the channel's own scheme (a chat id, an e-mail address); it becomes `scheme:address`. */
  readonly address: string
  readonly text: string
  /** When it was written, in milliseconds; when it is received, where the channel does not tell. */
  readonly at?: number
  /** The name that the channel shows for the person. */
  readonly name?: string
  /** BCP 47, where the channel tells it. */
  readonly language?: string
  /** IANA zone, where the channel tells it. */
  readonly timezone?: string
  /** Written by a machine (RFC 3834): kept, never answered by one. */
  readonly automatic?: boolean
  /** The kind of a part that we cannot show yet: kept raw in `metadata`. The text holds its caption, if it has one. */
  readonly unsupported?: string
  readonly metadata?: { readonly [name: string]: string }
}

/** What the provider says about a message that we sent. */
export interface InboundReceipt {
  readonly type: "receipt"
  readonly id: string
  /** The provider's id of our message, as `Sent.provider` gave it. */
  readonly message: string
  /** To whom our message went, in the channel's own scheme. */
  readonly address: string
  readonly status: "delivered" | "read" | "failed"
  readonly at: number
}

/** Everything that a channel brings in. */
export type Inbound = InboundMessage | InboundReceipt
