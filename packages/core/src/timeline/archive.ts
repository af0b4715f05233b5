import type { CustomerId, Identifier, StreamId } from "../kernel/ids.ts"
import type { StoredFile } from "./media-store.ts"
import type { Entry } from "./entry.ts"
import type { Job } from "./job.ts"
import type { Count, Row } from "./row.ts"

/** A stream's row with its state as the text that is kept. */
export interface ArchivedStream {
  readonly part: "stream"
  readonly id: StreamId
  readonly customer: CustomerId
  readonly identifier: Identifier
  readonly version: number
  readonly state: string
}

/** An entry with its data as the text that is kept, its place in the order of commits, and the words by which it is found. */
export interface ArchivedEntry extends Entry<string, string> {
  readonly part: "entry"
  readonly cursor: number
  /** As `wordsOf` cuts them, with a space between; left out where there are none. Of more than 100,000 letters a store may keep fewer. */
  readonly words?: string
}

/** One piece of what a store holds, as it is written into another. */
export type Archived =
  /** The first of all: the cursor of the newest entry that there ever was, also where it was erased since. */
  | { readonly part: "head"; readonly cursor: number }
  | ArchivedStream
  | { readonly part: "identifier"; readonly identifier: Identifier; readonly stream: StreamId }
  /** An input that was taken, as its hash (`seenHash`): its id may name a person, and is kept nowhere. */
  | { readonly part: "seen"; readonly hash: string }
  | ArchivedEntry
  | ({ readonly part: "row" } & Row)
  /** A counter as it stands; those at nothing are left out. */
  | ({ readonly part: "count" } & Count)
  /** A job with its place in the order of commits. How often it was tried stays behind: it begins anew. */
  | { readonly part: "job"; readonly order: number; readonly job: Job }
  | ({ readonly part: "file"; readonly id: string } & StoredFile)

/** The parts, in the order in which a dump gives them. */
export const parts = ["head", "stream", "identifier", "seen", "entry", "row", "count", "job", "file"] as const

/**
 * All that a store holds, to move it into another one. Within a part the order is that of the bytes of the names (streams by id, rows by
 * key and then by list, counters by metric and then by hour), and entries and jobs are in the order of their commits: two stores that
 * hold the same give the same.
 */
export interface Archive {
  /** Everything; what is committed meanwhile may be in it or not. Rejects with `StoreError`. */
  dump(): AsyncIterable<Archived>
  /**
   * Writes all of it into a store that holds nothing, in one transaction. Before that ends, `verify` is given what was written, read
   * again: where it rejects, nothing was written. Rejects with `InputError` "conflict" where something is there already. Nothing else
   * may be asked of this store meanwhile.
   */
  restore(records: AsyncIterable<Archived>, verify: (written: AsyncIterable<Archived>) => Promise<void>): Promise<void>
}
