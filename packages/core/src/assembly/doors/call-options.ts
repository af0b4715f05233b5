/** What a call may carry beside its own arguments. */
export interface CallOptions {
  /** Your id of this call: a retry with the same id changes nothing. */
  readonly id?: string
  /** When it happened, in milliseconds; now, where it is left out. */
  readonly at?: number
}
