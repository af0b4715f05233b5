import * as z from "zod"
import type { CustomerId, EntryId, Identifier, InputId, StreamId } from "../../kernel/ids.ts"
import type { Entry } from "../../timeline/entry.ts"
import type { Job } from "../../timeline/job.ts"
import type { Count, Need, Page, PageRequest, States, StoreSize, StreamRow } from "../../timeline/store.ts"
import { limitOf, pageOf, tokensOf } from "../page.ts"
import { timelinePage } from "../timeline-page.ts"
import { wordQueryOf } from "../words.ts"
import { columnsOf, entryOf, jobOf, streamRowOf, type WrittenEntry, type WrittenJob, type WrittenStream } from "./codec.ts"
import { hashOf } from "./hash.ts"
import type { Statements } from "./statements.ts"

/** What a turn has to know, row by row: single lookups by key are faster than joins over a list. */
export const load = <State>(sql: Statements, need: Need): States<State> => {
  const seen = new Set<InputId>(need.inputs.filter((input) => sql.isSeen.get(hashOf(input)) !== undefined))
  const bound = new Map<Identifier, StreamId>()
  for (const identifier of need.identifiers) {
    const row = sql.bound.get(identifier)
    if (row) bound.set(identifier, columnsOf<{ readonly stream: StreamId }>(row).stream)
  }
  const streams = new Map<StreamId, StreamRow<State>>()
  for (const wanted of [...need.streams, ...bound.values()]) {
    if (streams.has(wanted)) continue
    for (const row of sql.family.all(wanted)) {
      const written = columnsOf<WrittenStream>(row)
      streams.set(written.id, streamRowOf(written))
    }
  }
  return { seen, bound, streams }
}

/** Newest first over the streams of the customer; each stream is one range of the index. */
export const timeline = (sql: Statements, customer: CustomerId, page: PageRequest): Page<Entry> => {
  const lanes = sql.members.all(customer).map((row) => {
    const { id, number } = columnsOf<{ readonly id: StreamId; readonly number: number }>(row)
    return { stream: id, before: (occurredAt: number, position: number, limit: number): readonly WrittenEntry[] =>
      sql.lane.all(id, number, occurredAt, position, limit).map((found) => columnsOf<WrittenEntry>(found)) }
  })
  const { items, ...rest } = timelinePage(lanes, page, (id) => placesOf(sql, id))
  return { ...rest, items: items.map(entryOf) }
}

const placesOf = (sql: Statements, id: EntryId): readonly WrittenEntry[] => sql.places.all(id).map((row) => columnsOf<WrittenEntry>(row))

/** One entry of one stream. */
export const entryIn = (sql: Statements, id: EntryId, stream: StreamId): Entry | undefined => {
  const written = placesOf(sql, id).find((place) => place.stream === stream)
  return written && entryOf(written)
}

const cursorTokens = tokensOf(z.tuple([z.number()]))

/** Entries with all these words, the last committed first. */
export const search = (sql: Statements, text: string, page: PageRequest): Page<{ readonly customer: CustomerId; readonly entry: Entry }> => {
  const limit = limitOf(page), [before] = cursorTokens.read(page.after) ?? [Number.MAX_SAFE_INTEGER], typed = wordQueryOf(text)
  if (!typed) return { items: [] }
  const quoted = [...typed.whole.map((word) => `"${word}"`), `"${typed.start}" *`].join(" AND ") // words are letters and digits: nothing to escape
  const found = sql.search.all(quoted, before, limit + 1)
    .map((row) => columnsOf<WrittenEntry & { readonly seq: number; readonly customer: CustomerId }>(row))
  return pageOf(found, limit, (row) => ({ customer: row.customer, entry: entryOf(row) }), (last) => cursorTokens.write([last.seq]))
}

/** Counters by hour, then by metric. */
export const series = (sql: Statements, metrics: readonly string[], from: number, to: number): readonly Count[] =>
  [...new Set(metrics)].flatMap((metric) => sql.series.all(metric, from, to).map((row) => ({ ...columnsOf<Count>(row) })))
    .sort((one, two) => one.at - two.at || (one.metric < two.metric ? -1 : 1))

const jobTokens = tokensOf(z.tuple([z.number(), z.number()]))

/** Waiting jobs: those for now by their number, then the delayed ones by when they are due. */
export const jobs = (sql: Statements, page: PageRequest): Page<Job> => {
  const limit = limitOf(page), [due, seq] = jobTokens.read(page.after) ?? [0, 0]
  const ready = due === 0 ? sql.ready.all(seq, limit + 1) : []
  const delayed = ready.length > limit ? [] : sql.delayed.all(due, due === 0 ? 0 : seq, limit + 1 - ready.length)
  const found = [...ready, ...delayed].map((row) => columnsOf<WrittenJob>(row))
  return pageOf(found, limit, jobOf, (last) => jobTokens.write([last.due, last.seq]))
}

/** How much there is; counts every row, so it costs more the more there are. */
export const size = (sql: Statements): StoreSize => {
  const row = sql.size.get() ?? {}
  return { ...columnsOf<StoreSize>(row) }
}
