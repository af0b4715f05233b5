/** Something that one process at a time holds. */
export interface Lease {
  /** Fires when it is held no more: released, or lost with the connection to the database. */
  readonly lost: AbortSignal
  readonly release: () => Promise<void>
}

/** At most `count` moments in any `per` milliseconds, over all processes. */
export interface Limit {
  /** What is limited, without anything personal: `rate:whatsapp:0`, or with the keyed hash of an address. */
  readonly name: string
  readonly count: number
  readonly per: number
}

/** Somebody who wants to go, as soon as it may be. */
export interface Reservation {
  /** Where they go: nobody gets a moment before the door is open that `hold` has closed. */
  readonly door: string
  /** Not before so many milliseconds from now. */
  readonly after: number
  /** Of each of these one and the same moment is taken, also where it is still to come. */
  readonly limits: readonly Limit[]
  /** Taken of by whoever goes now. Who has to wait for one of these takes nothing of anything, and asks again when it is free. */
  readonly near: readonly Limit[]
}

/** What somebody got. */
export interface Reserved {
  /** Milliseconds from now until they go, or ask again; 0 for whoever goes now. */
  readonly wait: number
  /** Whether a moment of `limits` is theirs. */
  readonly isTaken: boolean
}

/** So many of something in any stretch of time. */
export interface Budget {
  /** The budget, without anything personal. */
  readonly name: string
  readonly count: number
  /** Milliseconds: what is older than that counts no more, and may be forgotten. */
  readonly window: number
}

/** Something that is counted once against budgets. */
export interface Spending {
  /** What is counted: the same id twice counts once. */
  readonly id: string
  readonly budgets: readonly Budget[]
}

/**
 * What several processes on one store have to know of each other. A store of one process has none, and the house keeps all of this in
 * memory. Whoever coordinates has one time for all: spans go in and come out, so that a process whose clock is off harms nobody. Every
 * method rejects with `StoreError`.
 */
export interface Coordination {
  /** Milliseconds since 1970, by the one time of all processes. */
  readonly now: () => Promise<number>
  /** Calls `wake` soon after any process has committed, also for nothing; gives how to stop it. */
  readonly watch: (wake: () => void) => () => void
  /** Waits until nobody else holds the name, and holds it. Rejects with the reason of the signal where that fires before. */
  readonly lease: (name: string, waiting: AbortSignal) => Promise<Lease>
  /** Gives each who asks the first moment that is free for them, in the order in which they are asked; all of them at once. */
  readonly reserve: (asked: readonly Reservation[]) => Promise<readonly Reserved[]>
  /** Closes a door for so long: a provider asked for a pause. What is closed for longer stays so. */
  readonly hold: (door: string, span: number) => Promise<void>
  /** For how many milliseconds each of these doors is still closed. */
  readonly held: (doors: readonly string[]) => Promise<readonly number[]>
  /**
   * Counts each against all of its budgets, where all of them have room for it, and against none otherwise. Gives for each how many others
   * are counted in each of its budgets.
   */
  readonly spend: (spent: readonly Spending[]) => Promise<readonly (readonly number[])[]>
  /** It was not spent after all. */
  readonly giveBack: (spent: readonly { readonly id: string; readonly name: string }[]) => Promise<void>
  /**
   * Tells every other process something that is not kept and may be lost, such as who is typing. Rejects with `InputError` beyond 4,000
   * bytes.
   */
  readonly tell: (topic: string, message: string) => Promise<void>
  /** Hears what other processes tell, from soon on; `missed` is called where something may have been lost. Gives how to stop it. */
  readonly hear: (topic: string, listener: (message: string) => void, missed?: () => void) => () => void
}
