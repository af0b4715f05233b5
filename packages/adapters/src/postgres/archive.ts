import type { Archive, Archived } from "@escucha/core/move"
import { InputError, type Row } from "@escucha/core/store"
import { jobOf, rowOf, type WrittenEntry, type WrittenJob, type WrittenStream } from "./codec.ts"
import { takeRecords } from "./archive-take.ts"
import type { Database, Sql, Value } from "./connection.ts"
import { membersOf } from "./members.ts"
import { read } from "./text.ts"

/** How many records are read with one question. */
const page = 500

/** How a part is read: behind a place, in the order of its names, with that place and the length of a page as its last values. */
interface Reading<Columns> {
  readonly text: string
  readonly first: readonly Value[]
  readonly place: (row: Columns) => readonly Value[]
  readonly record: (row: Columns) => Archived
  /** Where it is not the usual one. */
  readonly page?: number
}

const reading = <Columns>(given: Reading<Columns>): Reading<Columns> => given

type Of<Part extends Archived["part"]> = Omit<Extract<Archived, { readonly part: Part }>, "part">

const streamsOf = (schema: string) =>
  reading<WrittenStream>({
    text: `SELECT id, customer, identifier, version, state FROM ${schema}.streams WHERE id > $1 ORDER BY id LIMIT $2`,
    first: [""],
    place: ({ id }) => [id],
    record: ({ id, customer, identifier, version, state }) => ({
      part: "stream",
      id: read(id),
      customer: read(customer),
      identifier: read(identifier),
      version,
      state,
    }),
  })

const identifiersOf = (schema: string) =>
  reading<Of<"identifier">>({
    text: `SELECT identifier, stream FROM ${schema}.identifiers WHERE identifier > $1 ORDER BY identifier LIMIT $2`,
    first: [""],
    place: ({ identifier }) => [identifier],
    record: ({ identifier, stream }) => ({ part: "identifier", identifier: read(identifier), stream: read(stream) }),
  })

const seenOf = (schema: string) =>
  reading<Of<"seen">>({
    text: `SELECT input AS hash FROM ${schema}.seen WHERE input > $1 ORDER BY input LIMIT $2`,
    first: [""],
    place: ({ hash }) => [hash],
    record: ({ hash }) => ({ part: "seen", hash }),
  })

const entriesOf = (schema: string) =>
  reading<WrittenEntry & { readonly seq: number; readonly words: string | null }>({
    text: `SELECT e.seq, e.id, s.id AS stream, e.position, e.kind, e.schema, e.occurred, e.received, e.data, w.text AS words
      FROM ${schema}.entries AS e JOIN ${schema}.streams AS s ON s.number = e.stream LEFT JOIN ${schema}.words AS w ON w.seq = e.seq
      WHERE e.seq > $1 ORDER BY e.seq LIMIT $2`,
    first: [0],
    place: ({ seq }) => [seq],
    record: ({ seq, id, stream, position, kind, schema: version, occurred, received, data, words }) => ({
      part: "entry",
      cursor: seq,
      id: read(id),
      stream: read(stream),
      position,
      kind: read(kind),
      schema: version,
      occurredAt: occurred,
      receivedAt: received,
      data,
      ...(words ? { words } : {}),
    }),
  })

const rowsOf = (schema: string) =>
  reading<Row>({
    text: `SELECT projection, key, at, data FROM ${schema}.rows WHERE (key, projection) > ($1::text, $2::text)
      ORDER BY key, projection LIMIT $3`,
    first: ["", ""],
    place: ({ key, projection }) => [key, projection],
    record: (row) => ({ part: "row", ...rowOf(row) }),
  })

const countersOf = (schema: string) =>
  reading<Of<"count">>({
    text: `SELECT metric, hour AS at, n AS by FROM ${schema}.counters
      WHERE (metric, hour) > ($1::text, $2::double precision) AND n <> 0 ORDER BY metric, hour LIMIT $3`,
    first: ["", Number.MIN_SAFE_INTEGER],
    place: ({ metric, at }) => [metric, at],
    record: ({ metric, at, by }) => ({ part: "count", metric: read(metric), at, by }),
  })

// one that has ended and was not acknowledged is as good as gone
const jobsOf = (schema: string) =>
  reading<WrittenJob>({
    text: `SELECT seq, id, key, type, ref, at, due FROM ${schema}.jobs WHERE seq > $1 AND state < 2 ORDER BY seq LIMIT $2`,
    first: [0],
    place: ({ seq }) => [seq],
    record: (row) => ({ part: "job", order: row.seq, job: jobOf(row) }),
  })

const filesOf = (schema: string) =>
  reading<Of<"file">>({
    text: `SELECT id, type, name, bytes FROM ${schema}.media WHERE id > $1 ORDER BY id LIMIT $2`,
    first: [""],
    place: ({ id }) => [id],
    record: ({ id, type, name, bytes }) => ({
      part: "file",
      id: read(id),
      type: read(type),
      name: read(name),
      bytes: new Uint8Array(bytes),
    }),
    page: 1, // each can be large
  })

async function* recordsOf<Columns>(sql: Sql, how: Reading<Columns>): AsyncIterable<Archived> {
  for (let after = how.first; ;) {
    const found = await sql.query<Columns>(how.text, [...after, how.page ?? page])
    for (const row of found) yield how.record(row)
    const last = found.at(-1)
    if (last === undefined) return
    after = how.place(last)
  }
}

async function* dumpOf(sql: Sql, schema: string): AsyncIterable<Archived> {
  const [latest] = await sql.query<{ readonly entry: number }>(`SELECT entry FROM ${schema}.latest WHERE one = 1`)
  yield { part: "head", cursor: latest?.entry ?? 0 }
  yield* recordsOf(sql, streamsOf(schema))
  yield* recordsOf(sql, identifiersOf(schema))
  yield* recordsOf(sql, seenOf(schema))
  yield* recordsOf(sql, entriesOf(schema))
  yield* recordsOf(sql, rowsOf(schema))
  yield* recordsOf(sql, countersOf(schema))
  yield* recordsOf(sql, jobsOf(schema))
  yield* recordsOf(sql, filesOf(schema))
}

const refuseUsed = async (sql: Sql, schema: string, field: string): Promise<void> => {
  const members = await membersOf(sql, schema)
  if (members > 0)
    throw new InputError(
      "conflict",
      field,
      `${members} processes are at work on this database; stop them, and try again`,
    )
}

const tables = ["streams", "identifiers", "seen", "entries", "rows", "counters", "jobs", "media"]

/** Takes the lock that every commit takes, and looks whether anything is there. */
const refuseFilled = async (sql: Sql, schema: string): Promise<void> => {
  const [latest] = await sql.query<{ readonly entry: number }>(
    `SELECT entry FROM ${schema}.latest WHERE one = 1 FOR UPDATE`,
  )
  const filled = await sql.query(
    tables.map((table) => `(SELECT 1 FROM ${schema}.${table} LIMIT 1)`).join(" UNION ALL "),
  )
  if (latest?.entry !== 0 || filled.length > 0)
    throw new InputError("conflict", "to", "it holds something already; name a store that is new")
}

/**
 * All that a schema holds. It is written on a connection of its own, in one transaction. A database on which an engine of ours is at
 * work is refused, as far as it can say so: one without advisory locks cannot.
 */
export const createArchive = (database: Database): Archive => ({
  async *dump() {
    await refuseUsed(database, database.schema, "from")
    yield* dumpOf(database, database.schema)
  },
  restore: async (records, verify) => {
    const { schema } = database
    await refuseUsed(database, schema, "to")
    const own = await database.dedicated()
    try {
      await own.query("BEGIN ISOLATION LEVEL READ COMMITTED")
      await refuseFilled(own, schema)
      await takeRecords(own, schema, records)
      await verify(dumpOf(own, schema))
      await own.query("COMMIT")
    } finally {
      await own.end() // what was not committed is gone with its connection
    }
  },
})
