import type { StatementSync } from "node:sqlite"
import * as z from "zod"
import type { CustomerId, EntryId, Identifier, InputId, StreamId } from "../../kernel/ids.ts"
import type { Entry } from "../../timeline/entry.ts"
import type { Job } from "../../timeline/job.ts"
import type { Count, Need, Page, PageRequest, Row, States, StoreSize } from "../../timeline/store.ts"
import { limitOf, pageOf, tokensOf } from "../page.ts"
import { timelinePage } from "../timeline-page.ts"
import { type WordQuery, wordQueryOf } from "../words.ts"
import {
  columnsOf,
  listsOf,
  entryOf,
  jobOf,
  streamRowOf,
  type WrittenEntry,
  type WrittenJob,
  type WrittenStream,
} from "./codec.ts"
import { mostLookedAt, type Statements } from "./statements.ts"

/** From so many keys on, one query over a JSON array is faster than a lookup for each: both were measured at 1, 8 and 32. */
const many = 8

const lookUp = <Columns>(one: StatementSync, all: StatementSync, keys: readonly string[]): readonly Columns[] =>
  (keys.length < many ? keys.flatMap((key) => one.all(key)) : all.all(JSON.stringify(keys))).map((row) =>
    columnsOf<Columns>(row),
  )

/** What a turn has to know, with each stream all streams of its customer. */
export const load = <State>(sql: Statements, hashOf: (input: InputId) => string, need: Need): States<State> => {
  const taken = new Set(
    lookUp<{ readonly input: string }>(sql.isSeen, sql.areSeen, need.inputs.map(hashOf)).map(({ input }) => input),
  )
  const seen = new Set<InputId>(taken.size === 0 ? [] : need.inputs.filter((input) => taken.has(hashOf(input))))
  const found = lookUp<{ readonly identifier: Identifier; readonly stream: StreamId }>(
    sql.bound,
    sql.allBound,
    need.identifiers,
  )
  const bound = new Map(found.map(({ identifier, stream }) => [identifier, stream]))
  const wanted = [...new Set([...need.streams, ...bound.values()])]
  const rows = new Map(lookUp<WrittenStream>(sql.family, sql.families, wanted).map((row) => [row.id, row])) // siblings come with each other
  return { seen, bound, streams: new Map([...rows].map(([id, row]) => [id, streamRowOf<State>(row)])) }
}

type Lane = readonly [
  id: EntryId,
  position: number,
  kind: string,
  schema: number,
  occurredAt: number,
  receivedAt: number,
  data: string,
]

const laneEntry = (
  stream: StreamId,
  [id, position, kind, schema, occurredAt, receivedAt, data]: Lane,
): WrittenEntry => ({
  id,
  stream,
  position,
  kind,
  schema,
  occurredAt,
  receivedAt,
  data,
})

/** Newest first over the streams of the customer; each stream is one range of the index. */
export const timeline = (sql: Statements, customer: CustomerId, page: PageRequest): Page<Entry> => {
  const lanes = sql.members.all(customer).map((row) => {
    const { id, number, entries } = columnsOf<{
      readonly id: StreamId
      readonly number: number
      readonly entries: number
    }>(row)
    return {
      stream: id,
      entries,
      before: (occurredAt: number, position: number, limit: number): readonly WrittenEntry[] =>
        listsOf<Lane>(sql.lane.all(number, occurredAt, position, limit)).map((found) => laneEntry(id, found)),
    }
  })
  const { items, ...rest } = timelinePage(lanes, page, (id) => placesOf(sql, id))
  return { ...rest, items: items.map(entryOf) }
}

const placesOf = (sql: Statements, id: EntryId): readonly WrittenEntry[] =>
  sql.places.all(id).map((row) => columnsOf<WrittenEntry>(row))

/** One entry of one stream. */
export const entryIn = (sql: Statements, id: EntryId, stream: StreamId): Entry | undefined => {
  const written = placesOf(sql, id).find((place) => place.stream === stream)
  return written && entryOf(written)
}

/** Lines by their keys. */
export const lines = (sql: Statements, projection: string, keys: readonly string[]): readonly Row[] =>
  sql.rows.all(JSON.stringify(keys), projection).map((row) => ({ ...columnsOf<Row>(row) }))

const cursorTokens = tokensOf(z.tuple([z.number()]))

/** What words begin with is indexed up to so many letters. */
const indexed = 3

// words are letters and digits: nothing to escape
const quoted = (whole: readonly string[], start: string): string =>
  [...whole.map((word) => `"${word}"`), `"${start}" *`].join(" AND ")

/**
 * The newest entries that fit. What a longer beginning gathers grows with the store, so a page is looked for first among the newest
 * that begin alike; where it does not fill, what is sought is rare, and gathering it is quick.
 */
const fitting = (sql: Statements, { whole, start }: WordQuery, before: number, count: number) => {
  const short = [...start].slice(0, indexed).join("")
  if (short === start) return sql.search.all(quoted(whole, start), before, count)
  const alike = quoted(whole, short)
  const newest = sql.searchNewest.all(alike, before, start, count)
  const isAll = newest.length === count || Number(sql.countAlike.get(alike, before)?.["n"]) < mostLookedAt
  return isAll ? newest : sql.search.all(quoted(whole, start), before, count)
}

/** Entries with all these words, the last committed first. */
export const search = (
  sql: Statements,
  text: string,
  page: PageRequest,
): Page<{ readonly customer: CustomerId; readonly entry: Entry }> => {
  const limit = limitOf(page),
    [before] = cursorTokens.read(page.after) ?? [Number.MAX_SAFE_INTEGER],
    typed = wordQueryOf(text)
  if (!typed) return { items: [] }
  const found = fitting(sql, typed, before, limit + 1).map((row) =>
    columnsOf<WrittenEntry & { readonly seq: number; readonly customer: CustomerId }>(row),
  )
  return pageOf(
    found,
    limit,
    (row) => ({ customer: row.customer, entry: entryOf(row) }),
    (last) => cursorTokens.write([last.seq]),
  )
}

/** Counters by hour, then by metric. */
export const series = (sql: Statements, metrics: readonly string[], from: number, to: number): readonly Count[] =>
  [...new Set(metrics)]
    .flatMap((metric) => sql.series.all(metric, from, to).map((row) => ({ ...columnsOf<Count>(row) })))
    .sort((one, two) => one.at - two.at || (one.metric < two.metric ? -1 : 1))

const jobTokens = tokensOf(z.tuple([z.number(), z.number()]))

/** Waiting jobs: those for now by their number, then the delayed ones by when they are due. */
export const jobs = (sql: Statements, page: PageRequest): Page<Job> => {
  const limit = limitOf(page),
    [due, seq] = jobTokens.read(page.after) ?? [0, 0]
  const ready = due === 0 ? sql.ready.all(seq, limit + 1) : []
  const delayed = ready.length > limit ? [] : sql.delayed.all(due, due === 0 ? 0 : seq, limit + 1 - ready.length)
  const found = [...ready, ...delayed].map((row) => columnsOf<WrittenJob>(row))
  return pageOf(found, limit, jobOf, (last) => jobTokens.write([last.due, last.seq]))
}

const nameTokens = tokensOf(z.tuple([z.string()]))

/** The names of all customers, one range of the index. */
export const customers = (sql: Statements, page: PageRequest): Page<CustomerId> => {
  const limit = limitOf(page),
    [after] = nameTokens.read(page.after) ?? [""]
  const found = sql.customers.all(after, limit + 1).map((row) => columnsOf<{ readonly customer: CustomerId }>(row))
  return pageOf(
    found,
    limit,
    ({ customer }) => customer,
    (last) => nameTokens.write([last.customer]),
  )
}

/** How much there is; counts every row, so it costs more the more there are. */
export const size = (sql: Statements): StoreSize => {
  const row = sql.size.get() ?? {}
  return { ...columnsOf<StoreSize>(row) }
}
