/**
 * What is left of an identifier whose customer was erased: that it was, and what they had said no to. Its key is an
 * HMAC of the identifier: without the secret, which is not in the store, nobody can tell from it who it was, not even by trying
 * all telephone numbers.
 */
export interface Shadow {
  readonly key: string
  readonly erasedAt: number
  readonly optedOut: boolean
  /** What they had said no to: the purpose, and the channel or `*`. */
  readonly refused: readonly (readonly [purpose: string, channel: string])[]
}
