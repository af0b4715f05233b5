/** Something that one process at a time holds. */
export interface Lease {
  /** Fires when it is held no more: released, or lost with the connection to the database. */
  readonly lost: AbortSignal
  readonly release: () => Promise<void>
}

/** A moment that is asked for: at most `count` of them in any `per` milliseconds, over all processes. */
export interface Reservation {
  /** What is limited, without anything personal: `rate:whatsapp`, or the keyed hash of an address. */
  readonly name: string
  readonly count: number
  readonly per: number
}

/** Something that is counted once against a budget. */
export interface Spending {
  /** The budget, without anything personal. */
  readonly name: string
  /** What is counted: the same id twice counts once. */
  readonly id: string
  readonly at: number
  /** Milliseconds: what is older than that counts no more, and may be forgotten. */
  readonly window: number
}

/**
 * What several processes on one store have to know of each other. A store of one process has none, and the house keeps all of this in
 * memory. Every method rejects with `StoreError`.
 */
export interface Coordination {
  /** Calls `wake` soon after any process has committed, also for nothing; gives how to stop it. */
  readonly watch: (wake: () => void) => () => void
  /** Waits until nobody else holds the name, and holds it. Rejects with the reason of the signal where that fires before. */
  readonly lease: (name: string, waiting: AbortSignal) => Promise<Lease>
  /** Takes for each the first moment at `from` or after it that its limit leaves free, in the order in which they are asked. */
  readonly reserve: (asked: readonly Reservation[], from: number) => Promise<readonly number[]>
  /** Counts something against a budget, and gives how much else was counted within the window before it. */
  readonly spend: (spending: Spending) => Promise<number>
  /** It was not spent after all. */
  readonly giveBack: (name: string, id: string) => Promise<void>
  /** Tells every other process something short (4 kB at most) that is not kept and may be lost, such as who is typing. */
  readonly tell: (topic: string, message: string) => Promise<void>
  /** Hears what other processes tell; gives how to stop it. */
  readonly hear: (topic: string, listener: (message: string) => void) => () => void
}
