import type { Archive, Archived, ArchivedEntry, ArchivedStream } from "../../timeline/archive.ts"
import type { MediaStore } from "../../timeline/media-store.ts"
import type { StreamRow } from "../../timeline/store.ts"
import { inBytes } from "../archive-order.ts"
import { notEmpty } from "../archive-target.ts"
import { seenHash } from "../seen-hash.ts"
import { addEntry, emptyTables, join, put, type Tables } from "./tables.ts"

/** The files of a memory store, as far as an archive needs them. */
export interface FilesInMemory extends MediaStore {
  readonly ids: () => readonly string[]
}

function* streamsOf<State>({ streams, bound, seen, hashes }: Tables<State>): Iterable<Archived> {
  for (const [id, { customer, identifier, version, state }] of [...streams].sort(([one], [two]) => inBytes(one, two)))
    yield { part: "stream", id, customer, identifier, version, state: JSON.stringify(state) }
  for (const [identifier, stream] of [...bound].sort(([one], [two]) => inBytes(one, two)))
    yield { part: "identifier", identifier, stream }
  const all = new Set([...hashes, ...[...seen].map(seenHash)])
  for (const hash of [...all].sort(inBytes)) yield { part: "seen", hash }
}

function* entriesOf<State>({ log, passages }: Tables<State>): Iterable<Archived> {
  const found = new Map(passages.map(({ cursor, words }) => [cursor, words.join(" ")]))
  for (const { cursor, entry } of log) {
    const words = found.get(cursor) ?? ""
    yield {
      part: "entry",
      cursor,
      ...entry,
      data: JSON.stringify(entry.data),
      ...(words !== "" && { words }),
    }
  }
}

function* listsOf<State>({ lists, counts, jobs }: Tables<State>): Iterable<Archived> {
  const rows = [...lists.values()].flatMap(({ sorted }) => sorted)
  rows.sort((one, two) => inBytes(one.key, two.key) || inBytes(one.projection, two.projection))
  for (const { projection, key, at, data } of rows) yield { part: "row", projection, key, at, data }
  const counters = [...counts.values()].filter(({ by }) => by !== 0)
  counters.sort((one, two) => inBytes(one.metric, two.metric) || one.at - two.at)
  for (const { metric, at, by } of counters) yield { part: "count", metric, at, by }
  for (const { job, order } of [...jobs.values()].sort((one, two) => one.order - two.order))
    yield { part: "job", order, job }
}

async function* dumpOf<State>(tables: Tables<State>, files: FilesInMemory): AsyncIterable<Archived> {
  yield { part: "head", cursor: tables.cursor }
  yield* streamsOf(tables)
  yield* entriesOf(tables)
  yield* listsOf(tables)
  for (const id of [...files.ids()].sort(inBytes)) {
    const file = await files.get(id)
    if (file) yield { part: "file", id, ...file }
  }
}

const takeStream = <State>(
  tables: Tables<State>,
  { id, customer, identifier, version, state }: ArchivedStream,
): void => {
  const row: StreamRow<State> = { customer, identifier, version, state: JSON.parse(state) }
  join(tables, id, row)
}

const takeEntry = <State>(tables: Tables<State>, { cursor, words, data, ...rest }: ArchivedEntry): void => {
  const { id, stream, position, kind, schema, occurredAt, receivedAt } = rest
  const entry = { id, stream, position, kind, schema, occurredAt, receivedAt, data: JSON.parse(data) }
  addEntry(tables, cursor, entry, words?.split(" "))
}

const take = <State>(tables: Tables<State>, record: Exclude<Archived, { readonly part: "file" }>): void => {
  if (record.part === "head") tables.cursor = record.cursor
  else if (record.part === "stream") takeStream(tables, record)
  else if (record.part === "identifier") tables.bound.set(record.identifier, record.stream)
  else if (record.part === "seen") tables.hashes.add(record.hash)
  else if (record.part === "entry") takeEntry(tables, record)
  else if (record.part === "row") {
    const { projection, key, at, data } = record
    put(tables, { projection, key, at, data })
  } else if (record.part === "count") {
    const { metric, at, by } = record
    tables.counts.set(`${at} ${metric}`, { metric, at, by })
  } else {
    const { job, order } = record
    tables.jobs.set(job.id, { job, due: Math.max(0, job.at ?? 0), order })
    tables.order = Math.max(tables.order, order)
  }
}

const holdsAnything = <State>(tables: Tables<State>): boolean =>
  tables.cursor > 0 ||
  [tables.seen, tables.hashes, tables.streams, tables.bound, tables.lists, tables.jobs, tables.counts].some(
    ({ size }) => size > 0,
  )

/** All that a memory store holds. What it takes lies in tables of its own until it was verified. */
export const memoryArchive = <State>(
  open: () => Tables<State>,
  files: FilesInMemory,
  create: () => FilesInMemory,
): Archive => ({
  dump: () => dumpOf(open(), files),
  restore: async (records, verify) => {
    const tables = open()
    if (holdsAnything(tables) || files.ids().length > 0) throw notEmpty()
    const taken = emptyTables<State>()
    const brought = create()
    for await (const record of records) {
      if (record.part !== "file") take(taken, record)
      else await brought.put(record.id, record)
    }
    await verify(dumpOf(taken, brought))
    for (const id of brought.ids()) {
      const file = await brought.get(id)
      if (file) await files.put(id, file)
    }
    Object.assign(tables, taken)
  },
})
