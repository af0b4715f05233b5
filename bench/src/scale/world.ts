import type { CommitCost } from "./commits.ts"

/** What is simulated. Times are in milliseconds. */
export interface World {
  readonly seed: number
  readonly messages: number
  readonly customers: number
  /** How unequal customers are: 0 for one after the other in turn, else the exponent of Zipf's law. */
  readonly skew: number
  /** Messages a second that come by chance, or so many that are on their way in at the same time. */
  readonly load: { readonly rate: number } | { readonly inFlight: number }
  readonly processes: number
  readonly partitions: number
  /** Messages that a process handles at the same time. */
  readonly concurrency: number
  /** How many commits a message needs: to be safe, then before its effect, and after it. */
  readonly commits: { readonly taking: number; readonly before: number; readonly after: number }
  readonly commit: CommitCost
  /** CPU of a process for a message: to take it in, and to handle it. */
  readonly cpu: { readonly taking: number; readonly handling: number }
  /** From the commit to the process that owns the customer. */
  readonly wake: number
  /** The call to the provider. */
  readonly effect: number
  /** Cores of each process's machine; left out, all share those of the database. */
  readonly cores?: number
  readonly databaseCores: number
  /** When one process is killed, and after how long the others have its partitions. */
  readonly kill?: { readonly at: number; readonly takenOver: number }
}
