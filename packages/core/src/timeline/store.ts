import type { MediaStore } from "./media-store.ts"
import type { CustomerId, EntryId, Identifier, InputId, StreamId } from "../kernel/ids.ts"
import type { Archive } from "./archive.ts"
import type { Coordination } from "./coordination.ts"
import type { Entry } from "./entry.ts"
import type { Job } from "./job.ts"
import type { Count, Row } from "./row.ts"
import type { Shadow } from "./shadow.ts"

export type { Count, Row } from "./row.ts"

/** What a turn has to know before it decides; every list is bounded by the turn's limit. */
export interface Need {
  readonly inputs: readonly InputId[]
  readonly identifiers: readonly Identifier[]
  readonly streams: readonly StreamId[]
}

/** A stream's row: whose it is now, the identifier it was born with, and its folds as of its version. */
export interface StreamRow<State> {
  readonly customer: CustomerId
  readonly identifier: Identifier
  readonly version: number
  readonly state: State
}

/** The answer to a need: with each stream come all the streams of its customer. */
export interface States<State> {
  readonly seen: ReadonlySet<InputId>
  readonly bound: ReadonlyMap<Identifier, StreamId>
  readonly streams: ReadonlyMap<StreamId, StreamRow<State>>
  /** What an erasure left of identifiers that nobody has now; put there by `shadowed`, not by a store. */
  readonly shadows?: ReadonlyMap<Identifier, Shadow>
}

/** Text of an entry that can be searched. */
export interface Passage {
  readonly stream: StreamId
  readonly position: number
  readonly text: string
}

/** One customer's part of a turn: all of it is committed, or none. */
export interface Unit<State> {
  readonly inputs: readonly InputId[]
  /** The version of every stream of every customer that was read; 0 for one that did not exist. */
  readonly expects: ReadonlyMap<StreamId, number>
  /** Identifiers given their first stream; a taken one fences. */
  readonly binds: ReadonlyMap<Identifier, StreamId>
  readonly entries: readonly Entry[]
  readonly passages: readonly Passage[]
  /** What `project` made of the entries: the rows of the streams that changed. */
  readonly states: ReadonlyMap<StreamId, StreamRow<State>>
  readonly puts: readonly Row[]
  readonly drops: readonly Pick<Row, "projection" | "key">[]
  readonly counts: readonly Count[]
  /** Put after the cancels and acks of the same unit: a job that is taken away and posted again is there. So with drops and puts. */
  readonly posts: readonly Job[]
  readonly cancels: readonly string[]
  readonly acks: readonly string[]
}

/** What became of a unit. A refused unit wrote nothing at all. */
export type UnitResult =
  | { readonly status: "committed" }
  | { readonly status: "duplicate"; readonly inputs: readonly InputId[] } // taken meanwhile: the others of the unit are decided again
  | { readonly status: "fenced" } // somebody else wrote what was read: load and decide again
  | { readonly status: "invalid"; readonly reason: string }

/** A part of a list and, where there is more, the token that gives the next part. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next?: string
}

/** Which part of a list: at most `limit` items (1–1,000), after the token of the page before. */
export interface PageRequest {
  readonly limit: number
  readonly after?: string
}

/** Rows whose JSON has these values, types included, in these fields: at most 8, named with letters, digits, `_` and `-`. */
export interface RowFilter {
  readonly [field: string]: string | number | boolean
}

/** An entry in the order of commits. `cursor` only grows, and no later commit ever appears before it. */
export interface Committed {
  readonly cursor: number
  readonly entry: Entry
}

/** How much the store holds. */
export interface StoreSize {
  readonly customers: number
  readonly streams: number
  readonly entries: number
  readonly jobs: number
}

/** What an erasure leaves behind, in the same commit. Nothing of it may say who the person was. */
export interface Remains {
  /** The streams of the customer as they were read: where others are there now, or one has grown, nothing is written. */
  readonly expects?: ReadonlyMap<StreamId, number>
  /** Added to the counters: what they told of somebody who is there no more is taken back. */
  readonly counts?: readonly Count[]
  readonly puts?: readonly Row[]
}

/** What an erasure removed; it holds no trace of the person. */
export interface ErasureReceipt {
  readonly customer: CustomerId
  readonly streams: number
  readonly entries: number
  readonly identifiers: number
}

/** What a store has erased: its receipt and the ids of the jobs that went, sorted, for an engine that still holds them. */
export interface Erased extends ErasureReceipt {
  readonly jobs: readonly string[]
}

/**
 * The memory of a house: entries, the projections of each stream, lists, counters, jobs and what was seen. Memory, SQLite and
 * PostgreSQL pass one conformance suite. Every method rejects with `StoreError`; with `InputError` where a limit, a token or a
 * filter cannot be.
 */
export interface Store<State> {
  /** Brings the schema up to date, forward only; called once before anything else. */
  migrate(): Promise<void>
  load(need: Need): Promise<States<State>>
  /** One transaction for all units, a result for each; resolves after the data is safe. */
  commit(units: readonly Unit<State>[]): Promise<readonly UnitResult[]>
  /** Newest first, over all streams of the customer; an entry that lies in two streams is given once. */
  timeline(customer: CustomerId, page: PageRequest): Promise<Page<Entry>>
  entry(id: EntryId, stream: StreamId): Promise<Entry | undefined>
  query(projection: string, filter: RowFilter, page: PageRequest): Promise<Page<Row>>
  /** The lines of a list with these keys, as many of them as there are, in any order. */
  rows(projection: string, keys: readonly string[]): Promise<readonly Row[]>
  /** Entries whose text has all these words, the best match first, or the newest; with the customer that they belong to now. */
  search(text: string, page: PageRequest): Promise<Page<{ readonly customer: CustomerId; readonly entry: Entry }>>
  /** Counters of these metrics from `from` up to but without `to`, by hour; hours without any are left out. */
  series(metrics: readonly string[], from: number, to: number): Promise<readonly Count[]>
  /** Jobs not yet acknowledged, by when they are due, then in the order of their commits: what the engine reads when it starts. */
  jobs(page: PageRequest): Promise<Page<Job>>
  /** Every entry after the cursor, in the order of commits, until there are no more; 0 is the beginning. */
  feed(after: number): AsyncIterable<Committed>
  /** The cursor of the newest entry; 0 where there is none. */
  head(): Promise<number>
  size(): Promise<StoreSize>
  /** The names of all customers, the oldest first: pages of it fit together, also when customers come and go meanwhile. */
  customers(page: PageRequest): Promise<Page<CustomerId>>
  /**
   * Removes all of one customer: entries, states, identifiers, lists, jobs and texts, from every file that we own. Counters stay:
   * they name nobody. So do the inputs that were seen, as hashes, or a provider's retry would bring the person back. Where nobody has
   * the name, nothing is written. `undefined` where somebody wrote since what `remains` expects was read: read again.
   */
  erase(customer: CustomerId, remains?: Remains): Promise<Erased | undefined>
  /** Where the bytes of files lie, where this store keeps such; `createEscucha({ media: { store } })` puts another in its place. */
  readonly media?: MediaStore
  /** What the processes on this store do together; left out where there is only one. */
  readonly coordination?: Coordination
  /** All that it holds, to be moved into another store. */
  readonly archive?: Archive
  close(): Promise<void>
}
