import type { DatabaseSync, SQLInputValue } from "node:sqlite"
import type { Archive, Archived } from "../../timeline/archive.ts"
import { changedMeanwhile, notEmpty } from "../archive-target.ts"
import { columnsOf, jobOf, type WrittenEntry, type WrittenJob } from "./codec.ts"
import type { Latest } from "./commit.ts"
import type { OpenFile, StoreFile } from "./file.ts"
import { createKnownStreams, type Known } from "./known-streams.ts"

/** How many records are read at a time: nothing is held open between two pages. */
const page = 500

/** How a part is read: behind a place, in the order of its names. Files come one by one, because each can be large. */
interface Reading<Columns> {
  readonly sql: string
  readonly first: readonly SQLInputValue[]
  readonly place: (row: Columns) => readonly SQLInputValue[]
  readonly record: (row: Columns) => Archived
}

const reading = <Columns>(given: Reading<Columns>): Reading<Columns> => given

type Of<Part extends Archived["part"]> = Omit<Extract<Archived, { readonly part: Part }>, "part">

const names = "SELECT id, customer, identifier, version, state FROM streams WHERE id > ? ORDER BY id LIMIT ?"

const streams = reading<Of<"stream">>({
  sql: names,
  first: [""],
  place: ({ id }) => [id],
  record: (row) => ({ part: "stream", ...row }),
})

const identifiers = reading<Of<"identifier">>({
  sql: "SELECT identifier, stream FROM identifiers WHERE identifier > ? ORDER BY identifier LIMIT ?",
  first: [""],
  place: ({ identifier }) => [identifier],
  record: (row) => ({ part: "identifier", ...row }),
})

const seen = reading<Of<"seen">>({
  sql: "SELECT input AS hash FROM seen WHERE input > ? ORDER BY input LIMIT ?",
  first: [""],
  place: ({ hash }) => [hash],
  record: ({ hash }) => ({ part: "seen", hash }),
})

const entries = reading<WrittenEntry & { readonly seq: number; readonly text: string | null }>({
  sql: `SELECT seq, entries.id, streams.id AS stream, position, kind, schema, occurred AS occurredAt, received AS receivedAt, data, text
    FROM entries CROSS JOIN streams ON number = entries.stream LEFT JOIN words ON words.rowid = seq
    WHERE seq > ? ORDER BY seq LIMIT ?`,
  first: [0],
  place: ({ seq }) => [seq],
  record: ({ seq, text, ...entry }) => ({ part: "entry", cursor: seq, ...entry, ...(text ? { words: text } : {}) }),
})

const rows = reading<Of<"row">>({
  sql: "SELECT projection, key, at, data FROM rows WHERE (key, projection) > (?, ?) ORDER BY key, projection LIMIT ?",
  first: ["", ""],
  place: ({ key, projection }) => [key, projection],
  record: (row) => ({ part: "row", ...row }),
})

const counters = reading<Of<"count">>({
  sql: `SELECT metric, hour AS at, n AS by FROM counters WHERE (metric, hour) > (?, ?) AND n <> 0 ORDER BY metric, hour LIMIT ?`,
  first: ["", Number.MIN_SAFE_INTEGER],
  place: ({ metric, at }) => [metric, at],
  record: (row) => ({ part: "count", ...row }),
})

const jobs = reading<WrittenJob>({
  sql: "SELECT seq, id, key, type, ref, at, due FROM jobs WHERE seq > ? ORDER BY seq LIMIT ?",
  first: [0],
  place: ({ seq }) => [seq],
  record: (row) => ({ part: "job", order: row.seq, job: jobOf(row) }),
})

const files = reading<Of<"file">>({
  sql: "SELECT id, type, name, bytes FROM media WHERE id > ? ORDER BY id LIMIT min(1, ?)",
  first: [""],
  place: ({ id }) => [id],
  record: (row) => ({ part: "file", ...row }),
})

type Using = StoreFile["using"]

function* recordsOf<Columns>(using: Using, { sql, first, place, record }: Reading<Columns>): Iterable<Archived> {
  const readBehind = (after: readonly SQLInputValue[]): readonly Columns[] =>
    using(({ database }) => {
      const found = database.prepare(sql).all(...after, page)
      return found.map((row) => columnsOf<Columns>({ ...row }))
    })
  for (let found = readBehind(first); ;) {
    for (const row of found) yield record(row)
    const last = found.at(-1)
    if (last === undefined) return
    found = readBehind(place(last))
  }
}

async function* dumpOf(using: Using): AsyncIterable<Archived> {
  yield { part: "head", cursor: using(({ sql }) => columnsOf<Latest>({ ...sql.latest.get() }).entry) }
  yield* recordsOf(using, streams)
  yield* recordsOf(using, identifiers)
  yield* recordsOf(using, seen)
  yield* recordsOf(using, entries)
  yield* recordsOf(using, rows)
  yield* recordsOf(using, counters)
  yield* recordsOf(using, jobs)
  yield* recordsOf(using, files)
}

const takeEntry = (
  { sql }: OpenFile,
  { cursor, stream, position, id, kind, schema, occurredAt, receivedAt, data, words }: Of<"entry">,
): void => {
  const home = sql.stream.get(stream)
  if (!home) throw changedMeanwhile()
  const { number } = columnsOf<Known>(home)
  sql.append.run(cursor, number, position, id, kind, schema, occurredAt, receivedAt, data)
  if (words !== undefined) sql.addWords.run(cursor, words)
}

const takeFile = (database: DatabaseSync, { id, type, name, bytes }: Of<"file">): void => {
  database
    .prepare("INSERT INTO media (id, type, name, bytes) VALUES (?, ?, ?, ?)")
    .run(id, type, name, new Uint8Array(bytes))
}

const take = (open: OpenFile, record: Archived): void => {
  const { sql, erasure, database } = open
  if (record.part === "head") erasure.keepLatest.run(record.cursor)
  else if (record.part === "stream")
    sql.addStream.run(record.id, record.customer, record.identifier, record.version, record.state)
  else if (record.part === "identifier") sql.bind.run(record.identifier, record.stream)
  else if (record.part === "seen") sql.see.run(record.hash)
  else if (record.part === "entry") takeEntry(open, record)
  else if (record.part === "row") sql.put.run(record.key, record.projection, record.at, record.data)
  else if (record.part === "count") sql.count.run(record.metric, record.at, record.by)
  else if (record.part === "file") takeFile(database, record)
  else {
    const { id, key, type, ref, at } = record.job
    sql.post.run(record.order, id, key, type, ref ?? null, at ?? null, Math.max(0, at ?? 0))
  }
}

const tables = ["streams", "identifiers", "seen", "entries", "rows", "counters", "jobs", "media"]

const isEmpty = ({ database, sql }: OpenFile): boolean =>
  columnsOf<Latest>({ ...sql.latest.get() }).entry === 0 &&
  tables.every((table) => database.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() === undefined)

/** All that a file holds. It is written in one transaction, whose log takes as much room as the file until it ends. */
export const archiveIn = ({ using }: Pick<StoreFile, "using">): Archive => ({
  dump: () => dumpOf(using),
  restore: async (records, verify) => {
    using((open) => {
      if (!isEmpty(open)) throw notEmpty()
      open.sql.begin.run()
    })
    try {
      for await (const record of records) using((open) => take(open, record))
      await verify(dumpOf(using))
      using(({ sql }) => sql.commit.run())
    } catch (failure) {
      using(({ database, sql }) => database.isTransaction && sql.rollback.run())
      throw failure
    } finally {
      using((open) => {
        open.streams = createKnownStreams()
        open.latest = { ...columnsOf<Latest>({ ...open.sql.latest.get() }) }
      })
    }
  },
})
