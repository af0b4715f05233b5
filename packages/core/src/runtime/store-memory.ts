import * as z from "zod"
import { StoreError } from "../kernel/errors.ts"
import type { CustomerId, Identifier, StreamId } from "../kernel/ids.ts"
import type { Entry } from "../timeline/entry.ts"
import type { Job } from "../timeline/job.ts"
import type {
  Count,
  Need,
  Page,
  PageRequest,
  Row,
  RowFilter,
  States,
  Store,
  StoreSize,
  StreamRow,
  Unit,
  UnitResult,
} from "../timeline/store.ts"
import { memoryArchive } from "./memory/archive.ts"
import { erase } from "./memory/erase.ts"
import { memoryMedia } from "./memory/media.ts"
import {
  addEntry,
  count,
  emptyTables,
  isRowBefore,
  isSeen,
  join,
  placeIn,
  put,
  type Tables,
  unlist,
} from "./memory/tables.ts"
import { limitOf, pageOf, tokensOf } from "./page.ts"
import { fieldsOf, matches } from "./row.ts"
import { soundUnit } from "./sound-unit.ts"
import { timelinePage } from "./timeline-page.ts"
import { wordQueryOf, wordsOf } from "./words.ts"

/** Why a unit cannot be taken; found before anything is written. */
const refusal = <State>(tables: Tables<State>, unit: Unit<State>): UnitResult | undefined => {
  const taken = unit.inputs.filter((id) => isSeen(tables, id))
  if (taken.length > 0) return { status: "duplicate", inputs: taken }
  for (const [stream, version] of unit.expects)
    if ((tables.streams.get(stream)?.version ?? 0) !== version) return { status: "fenced" }
  for (const identifier of unit.binds.keys()) if (tables.bound.has(identifier)) return { status: "fenced" }
  const sound = soundUnit(unit)
  return "reason" in sound ? { status: "invalid", reason: sound.reason } : undefined
}

const append = <State>(tables: Tables<State>, unit: Unit<State>): void => {
  for (const entry of unit.entries) {
    const texts = unit.passages.filter(({ stream, position }) => stream === entry.stream && position === entry.position)
    const words = texts.length > 0 ? texts.flatMap(({ text }) => wordsOf(text)) : undefined
    addEntry(tables, ++tables.cursor, entry, words)
  }
}

const settle = <State>(tables: Tables<State>, unit: Unit<State>): void => {
  for (const [stream, row] of unit.states) {
    const before = tables.streams.get(stream)
    if (before && before.customer !== row.customer) leave(tables, stream, before.customer)
    join(tables, stream, row)
  }
}

const leave = <State>(tables: Tables<State>, stream: StreamId, customer: CustomerId): void => {
  const members = tables.members.get(customer)
  members?.delete(stream)
  if (members?.size === 0) tables.members.delete(customer)
}

const list = <State>(tables: Tables<State>, unit: Unit<State>): void => {
  for (const { projection, key } of unit.drops) {
    const rows = tables.lists.get(projection)
    if (rows) unlist(rows, key)
  }
  for (const row of unit.puts) put(tables, row)
}

const write = <State>(tables: Tables<State>, unit: Unit<State>): void => {
  for (const id of unit.inputs) tables.seen.add(id)
  for (const [identifier, stream] of unit.binds) tables.bound.set(identifier, stream)
  append(tables, unit)
  settle(tables, unit)
  list(tables, unit)
  count(tables, unit.counts)
  for (const id of [...unit.cancels, ...unit.acks]) tables.jobs.delete(id)
  for (const job of unit.posts)
    if (!tables.jobs.has(job.id)) tables.jobs.set(job.id, { job, due: Math.max(0, job.at ?? 0), order: ++tables.order })
}

const commit = <State>(tables: Tables<State>, units: readonly Unit<State>[]): readonly UnitResult[] =>
  units.map((unit) => {
    const refused = refusal(tables, unit)
    if (refused) return refused
    write(tables, unit)
    return { status: "committed" }
  })

const load = <State>(tables: Tables<State>, need: Need): States<State> => {
  const bound = new Map<Identifier, StreamId>()
  for (const identifier of need.identifiers) {
    const stream = tables.bound.get(identifier)
    if (stream !== undefined) bound.set(identifier, stream)
  }
  const streams = new Map<StreamId, StreamRow<State>>()
  for (const wanted of [...need.streams, ...bound.values()]) {
    const customer = tables.streams.get(wanted)?.customer
    for (const stream of customer === undefined || streams.has(wanted) ? [] : (tables.members.get(customer) ?? [])) {
      const row = tables.streams.get(stream)
      if (row) streams.set(stream, row)
    }
  }
  return { seen: new Set(need.inputs.filter((id) => isSeen(tables, id))), bound, streams }
}

const timeline = <State>(tables: Tables<State>, customer: CustomerId, page: PageRequest): Page<Entry> => {
  const lanes = [...(tables.members.get(customer) ?? [])].map((stream) => {
    const entries = tables.lanes.get(stream) ?? []
    return {
      stream,
      before: (occurredAt: number, position: number, limit: number) => {
        const end = placeIn(
          entries,
          (entry) => entry.occurredAt < occurredAt || (entry.occurredAt === occurredAt && entry.position < position),
        )
        return entries.slice(Math.max(0, end - limit), end).toReversed()
      },
    }
  })
  return timelinePage(lanes, page, (id) => tables.places.get(id) ?? [])
}

const rowTokens = tokensOf(z.tuple([z.number(), z.string()]))

const query = <State>(tables: Tables<State>, projection: string, filter: RowFilter, page: PageRequest): Page<Row> => {
  const limit = limitOf(page),
    fields = fieldsOf(filter),
    after = rowTokens.read(page.after)
  const rows = tables.lists.get(projection)?.sorted ?? []
  const found: Row[] = []
  const [at, key] = after ?? [-Infinity, ""]
  for (
    let place = after ? placeIn(rows, (row) => isRowBefore(row, at, key) || (row.at === at && row.key === key)) : 0;
    place < rows.length && found.length <= limit;
    place++
  ) {
    const row = rows[place]
    if (row && matches(row, fields)) found.push(row)
  }
  return pageOf(
    found,
    limit,
    (row) => row,
    (last) => rowTokens.write([last.at, last.key]),
  )
}

const cursorTokens = tokensOf(z.tuple([z.number()]))

const search = <State>(
  tables: Tables<State>,
  text: string,
  page: PageRequest,
): Page<{ readonly customer: CustomerId; readonly entry: Entry }> => {
  const limit = limitOf(page),
    [before] = cursorTokens.read(page.after) ?? [Infinity],
    typed = wordQueryOf(text)
  if (!typed) return { items: [] }
  const found = tables.passages
    .filter(
      ({ cursor, words }) =>
        cursor < before &&
        typed.whole.every((word) => words.includes(word)) &&
        words.some((word) => word.startsWith(typed.start)),
    )
    .toReversed()
  return pageOf(
    found,
    limit,
    ({ entry }) => ({ entry, customer: tables.streams.get(entry.stream)?.customer ?? entry.stream }),
    (last) => cursorTokens.write([last.cursor]),
  )
}

const series = <State>(tables: Tables<State>, metrics: readonly string[], from: number, to: number): readonly Count[] =>
  [...tables.counts.values()]
    .filter(({ metric, at, by }) => by !== 0 && at >= from && at < to && metrics.includes(metric))
    .sort((one, two) => one.at - two.at || (one.metric < two.metric ? -1 : 1))

const jobTokens = tokensOf(z.tuple([z.number(), z.number()]))

const jobs = <State>(tables: Tables<State>, page: PageRequest): Page<Job> => {
  const limit = limitOf(page),
    [due, order] = jobTokens.read(page.after) ?? [-1, 0]
  const waiting = [...tables.jobs.values()]
    .filter((job) => job.due > due || (job.due === due && job.order > order))
    .sort((one, two) => one.due - two.due || one.order - two.order)
  return pageOf(
    waiting,
    limit,
    ({ job }) => job,
    (last) => jobTokens.write([last.due, last.order]),
  )
}

const nameTokens = tokensOf(z.tuple([z.string()]))

const customers = <State>(tables: Tables<State>, page: PageRequest): Page<CustomerId> => {
  const limit = limitOf(page),
    [after] = nameTokens.read(page.after) ?? [""]
  const names = [...tables.members.keys()].filter((name) => name > after).sort()
  return pageOf(
    names,
    limit,
    (name) => name,
    (last) => nameTokens.write([last]),
  )
}

const size = <State>(tables: Tables<State>): StoreSize => ({
  customers: tables.members.size,
  streams: tables.streams.size,
  entries: tables.log.length,
  jobs: tables.jobs.size,
})

/**
 * A store that forgets with its process: the default, and the model that the others are tested against.
 *
 * @example
 * const store = memoryStore<State>()
 */
export const memoryStore = <State>(): Store<State> => {
  const tables = emptyTables<State>()
  const media = memoryMedia()
  let closed = false
  const open = (): Tables<State> => {
    if (closed) throw new StoreError("closed")
    return tables
  }
  return {
    migrate: async () => {
      open()
    },
    load: async (need) => load(open(), need),
    commit: async (units) => commit(open(), units),
    timeline: async (customer, page) => timeline(open(), customer, page),
    entry: async (id, stream) =>
      open()
        .places.get(id)
        ?.find((entry) => entry.stream === stream),
    query: async (projection, filter, page) => query(open(), projection, filter, page),
    rows: async (projection, keys) => {
      const byKey = open().lists.get(projection)?.byKey
      return [...new Set(keys)].flatMap((key) => byKey?.get(key) ?? [])
    },
    search: async (text, page) => search(open(), text, page),
    series: async (metrics, from, to) => series(open(), metrics, from, to),
    jobs: async (page) => jobs(open(), page),
    async *feed(after) {
      for (let cursor = after; ;) {
        const { log } = open()
        const next = log[placeIn(log, (committed) => committed.cursor <= cursor)]
        if (!next) return
        cursor = next.cursor
        yield next
      }
    },
    head: async () => open().cursor,
    size: async () => size(open()),
    customers: async (page) => customers(open(), page),
    erase: async (customer, remains = {}) => erase(open(), customer, remains),
    media,
    archive: memoryArchive(open, media, memoryMedia),
    close: async () => {
      closed = true
    },
  }
}
