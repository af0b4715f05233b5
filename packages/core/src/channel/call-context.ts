/** What a call may depend on beside the message: the moment, and the token of the hour where the provider hands out such. */
export interface CallContext {
  /** Milliseconds. */
  readonly now: number
  /** What `access` brought; empty where the channel has none. */
  readonly access: string
}
