import type { CustomerId, EntryId, Identifier, InputId, StreamId } from "../../kernel/ids.ts"
import type { Entry } from "../../timeline/entry.ts"
import type { Job } from "../../timeline/job.ts"
import type { Committed, Count, Row, StreamRow } from "../../timeline/store.ts"
import { seenHash } from "../seen-hash.ts"

interface Queued {
  readonly job: Job
  readonly due: number
  readonly order: number
}
interface List {
  readonly sorted: Row[]
  readonly byKey: Map<string, Row>
}
interface Searchable {
  readonly cursor: number
  readonly entry: Entry
  readonly words: readonly string[]
}

/** What a memory store holds. Lists are sorted, so that a page costs its length and not that of the list. */
export interface Tables<State> {
  readonly seen: Set<InputId>
  /** What was seen where this came from: there it was kept as hashes alone. */
  readonly hashes: Set<string>
  readonly bound: Map<Identifier, StreamId>
  readonly streams: Map<StreamId, StreamRow<State>>
  readonly members: Map<CustomerId, Set<StreamId>>
  readonly log: Committed[]
  /** The entries of each stream, oldest first. */
  readonly lanes: Map<StreamId, Entry[]>
  readonly places: Map<EntryId, readonly Entry[]>
  readonly passages: Searchable[]
  /** The rows of each list, in its order and by their keys. */
  readonly lists: Map<string, List>
  readonly jobs: Map<string, Queued>
  readonly counts: Map<string, Count>
  /** How many entries and jobs there ever were: their order, never given twice. */
  cursor: number
  order: number
}

/** What a store holds before anything was committed. */
export const emptyTables = <State>(): Tables<State> => ({
  seen: new Set(),
  hashes: new Set(),
  streams: new Map(),
  bound: new Map(),
  members: new Map(),
  log: [],
  lanes: new Map(),
  places: new Map(),
  passages: [],
  lists: new Map(),
  jobs: new Map(),
  counts: new Map(),
  cursor: 0,
  order: 0,
})

/** Whether an input was taken before, here or where this came from. */
export const isSeen = <State>({ seen, hashes }: Tables<State>, input: InputId): boolean =>
  seen.has(input) || (hashes.size > 0 && hashes.has(seenHash(input)))

/** The place in a sorted list behind all items that come before what is sought. */
export const placeIn = <Item>(sorted: readonly Item[], isBefore: (item: Item) => boolean): number => {
  let low = 0,
    high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const item = sorted[middle]
    if (item !== undefined && isBefore(item)) low = middle + 1
    else high = middle
  }
  return low
}

/** Puts an item behind all those that come before it. */
export const insert = <Item>(sorted: Item[], item: Item, isBefore: (other: Item) => boolean): void => {
  sorted.splice(placeIn(sorted, isBefore), 0, item)
}

/** Keeps what fits, in the same array: a reader that stands in it goes on from its cursor. */
export const keep = <Item>(list: Item[], fits: (item: Item) => boolean): void => {
  const kept = list.filter(fits)
  list.length = 0
  for (const item of kept) list.push(item)
}

/** Whether a row comes before the place of this time and key. */
export const isRowBefore = (row: Pick<Row, "at" | "key">, at: number, key: string): boolean =>
  row.at < at || (row.at === at && row.key < key)

/** Takes the row of a key out of its list. */
export const unlist = ({ sorted, byKey }: List, key: string): void => {
  const row = byKey.get(key)
  if (row && byKey.delete(key))
    sorted.splice(
      placeIn(sorted, (other) => isRowBefore(other, row.at, key)),
      1,
    )
}

/** Writes a row, in the place of one with its key. */
export const put = <State>(tables: Tables<State>, row: Row): void => {
  const rows = tables.lists.get(row.projection) ?? { sorted: [], byKey: new Map() }
  tables.lists.set(row.projection, rows)
  unlist(rows, row.key)
  rows.byKey.set(row.key, row)
  insert(rows.sorted, row, (other) => isRowBefore(other, row.at, row.key))
}

/** Adds to counters. */
export const count = <State>(tables: Tables<State>, counts: readonly Count[]): void => {
  for (const { metric, at, by } of counts) {
    const name = `${at} ${metric}`
    tables.counts.set(name, { metric, at, by: (tables.counts.get(name)?.by ?? 0) + by })
  }
}

/** Puts an entry at the end of the log, and where it happened in its stream. */
export const addEntry = <State>(
  tables: Tables<State>,
  cursor: number,
  entry: Entry,
  words?: readonly string[],
): void => {
  const lane = tables.lanes.get(entry.stream) ?? []
  tables.lanes.set(entry.stream, lane)
  insert(
    lane,
    entry,
    (other) =>
      other.occurredAt < entry.occurredAt || (other.occurredAt === entry.occurredAt && other.position < entry.position),
  )
  tables.places.set(entry.id, [...(tables.places.get(entry.id) ?? []), entry])
  tables.log.push({ cursor, entry })
  if (words) tables.passages.push({ cursor, entry, words })
}

/** Writes the row of a stream, which joins the others of its customer. */
export const join = <State>(tables: Tables<State>, stream: StreamId, row: StreamRow<State>): void => {
  tables.members.set(row.customer, (tables.members.get(row.customer) ?? new Set()).add(stream))
  tables.streams.set(stream, row)
}
