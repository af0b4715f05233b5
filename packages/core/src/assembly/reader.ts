import type { CustomerId, EntryId, StreamId } from "../kernel/ids.ts"
import type { Follower } from "../runtime/follower.ts"
import type { House } from "../runtime/house.ts"
import type { Entry } from "../timeline/entry.ts"
import type { Page, PageRequest, Store } from "../timeline/store.ts"
import type { AnyEntry, State } from "./entries.ts"
import type { Input } from "./inputs.ts"

/** A passage that a search found, with the customer that it belongs to now. */
export interface Found {
  readonly customer: CustomerId
  readonly entry: AnyEntry
}

/** Entries as the rooms know them: of the closed union, their data in the version of today. The only way from the store to the rooms. */
export interface Reader {
  readonly timeline: (customer: CustomerId, page: PageRequest) => Promise<Page<AnyEntry>>
  readonly entry: (id: EntryId, stream: StreamId) => Promise<AnyEntry | undefined>
  readonly search: (text: string, page: PageRequest) => Promise<Page<Found>>
  /** Everything after the cursor, then whatever comes, until `signal` fires. Without a cursor it begins now. */
  readonly follow: (
    after: number | undefined,
    signal: AbortSignal,
  ) => AsyncIterable<{ readonly cursor: number; readonly entry: AnyEntry }>
}

/** The entry as one of the closed union. */
export const known = (entry: Entry): AnyEntry => entry as AnyEntry // a house writes no other kinds: the union is closed in entries.ts

/** A reader over a store. */
export const createReader = (house: House<State, Input>, store: Store<Partial<State>>, follower: Follower): Reader => {
  const read = (entry: Entry) => known(house.read(entry))
  return {
    timeline: async (customer, page) => {
      const { items, ...rest } = await store.timeline(customer, page)
      return { ...rest, items: items.map(read) }
    },
    entry: async (id, stream) => {
      const entry = await store.entry(id, stream)
      return entry && read(entry)
    },
    search: async (text, page) => {
      const { items, ...rest } = await store.search(text, page)
      return { ...rest, items: items.map(({ customer, entry }) => ({ customer, entry: read(entry) })) }
    },
    async *follow(after, signal) {
      for await (const { cursor, entry } of follower.follow(after, signal)) yield { cursor, entry: read(entry) }
    },
  }
}
