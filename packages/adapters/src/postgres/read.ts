import * as z from "zod"
import {
  type Count,
  type CustomerId,
  type Entry,
  type EntryId,
  type Identifier,
  InputError,
  type Job,
  limitOf,
  type Need,
  type Page,
  type PageRequest,
  pageOf,
  type Row,
  type States,
  type StoreSize,
  type StreamId,
  tokensOf,
} from "@escucha/core/store"
import {
  entryColumns,
  entryOf,
  jobOf,
  rowOf,
  streamRowOf,
  type WrittenEntry,
  type WrittenJob,
  type WrittenStream,
} from "./codec.ts"
import type { Sql } from "./connection.ts"
import { hashOf } from "./hash.ts"
import { read, written } from "./text.ts"

const families = (schema: string): string => `WITH found AS (SELECT identifier, stream FROM ${schema}.identifiers
      WHERE identifier = ANY($1::text[])),
    wanted AS (SELECT stream FROM found UNION SELECT * FROM unnest($2::text[])),
    named AS (SELECT DISTINCT s.customer FROM wanted JOIN ${schema}.streams AS s ON s.id = wanted.stream)
    SELECT NULL AS bound, s.id, s.customer, s.identifier, s.version, s.state
      FROM named JOIN ${schema}.streams AS s ON s.customer = named.customer
    UNION ALL SELECT identifier, stream, NULL, NULL, NULL, NULL FROM found`

/** What is read beside lists and texts; each is one statement, so what it gives was true together. */
export const readStatements = (schema: string) => ({
  seen: `SELECT input FROM ${schema}.seen WHERE input = ANY($1::text[])`,
  families: families(schema),
  entries: `SELECT ${entryColumns} FROM unnest($1::text[], $2::text[]) AS asked(id, stream)
    JOIN ${schema}.streams AS s ON s.id = asked.stream JOIN ${schema}.entries AS e ON e.stream = s.number AND e.id = asked.id`,
  feed: `SELECT e.seq, ${entryColumns} FROM ${schema}.entries AS e JOIN ${schema}.streams AS s ON s.number = e.stream
    WHERE e.seq > $1 ORDER BY e.seq LIMIT 1000`,
  head: `SELECT entry FROM ${schema}.latest WHERE one = 1`,
  series: `SELECT metric, hour AS at, n AS by FROM ${schema}.counters
    WHERE metric = ANY($1::text[]) AND hour >= $2 AND hour < $3 AND n <> 0 ORDER BY hour, metric`,
  jobs: `SELECT seq, id, key, type, ref, at, due FROM ${schema}.jobs WHERE (due, seq) > ($1, $2) AND state <> 2
    ORDER BY due, seq LIMIT $3`,
  customers: `SELECT DISTINCT customer FROM ${schema}.streams WHERE customer > $1 ORDER BY customer LIMIT $2`,
  rows: `SELECT projection, key, at, data FROM ${schema}.rows WHERE key = ANY($1::text[]) AND projection = $2`,
  size: `SELECT (SELECT count(*) FROM (SELECT DISTINCT customer FROM ${schema}.streams) AS names) AS customers,
    (SELECT count(*) FROM ${schema}.streams) AS streams, (SELECT entries FROM ${schema}.latest WHERE one = 1) AS entries,
    (SELECT count(*) FROM ${schema}.jobs WHERE state <> 2) AS jobs`,
})

/** The statements of one schema. */
export type ReadStatements = ReturnType<typeof readStatements>

interface Found extends WrittenStream {
  readonly bound: Identifier | null
}

/** What a turn has to know, with each stream all streams of its customer. */
const load = async <State>(sql: Sql, statements: ReadStatements, need: Need): Promise<States<State>> => {
  const hashes = need.inputs.map(hashOf)
  const isNamed = need.identifiers.length > 0 || need.streams.length > 0
  const [taken, found] = await Promise.all([
    hashes.length === 0 ? [] : sql.query<{ readonly input: string }>(statements.seen, [hashes]),
    isNamed ? sql.query<Found>(statements.families, [need.identifiers.map(written), need.streams.map(written)]) : [],
  ])
  const inputs = new Set(taken.map(({ input }) => input))
  const bound = new Map<Identifier, StreamId>()
  const streams: States<State>["streams"] = new Map(
    found.flatMap((row) => {
      if (row.bound === null) return [[read(row.id), streamRowOf<State>(row)] as const]
      bound.set(read(row.bound), read(row.id))
      return []
    }),
  )
  return { seen: new Set(need.inputs.filter((_, place) => inputs.has(hashes[place] ?? ""))), bound, streams }
}

/** What several have to know, each for itself, by one look. */
export const loadAll = async <State>(
  sql: Sql,
  statements: ReadStatements,
  needs: readonly Need[],
): Promise<readonly States<State>[]> => {
  const [only] = needs
  if (only && needs.length === 1) return [await load<State>(sql, statements, only)]
  const all = await load<State>(sql, statements, {
    inputs: [...new Set(needs.flatMap(({ inputs }) => inputs))],
    identifiers: [...new Set(needs.flatMap(({ identifiers }) => identifiers))],
    streams: [...new Set(needs.flatMap(({ streams }) => streams))],
  })
  const circles = Map.groupBy(all.streams, ([, { customer }]) => customer)
  return needs.map(({ inputs, identifiers, streams }) => {
    const bound = new Map<Identifier, StreamId>()
    for (const identifier of identifiers) {
      const stream = all.bound.get(identifier)
      if (stream !== undefined) bound.set(identifier, stream)
    }
    const customers = new Set([...streams, ...bound.values()].flatMap((each) => all.streams.get(each)?.customer ?? []))
    return {
      seen: new Set(inputs.filter((input) => all.seen.has(input))),
      bound,
      streams: new Map([...customers].flatMap((customer) => circles.get(customer) ?? [])),
    }
  })
}

/** An entry, and the stream in which it stands. */
export interface EntryPlace {
  readonly id: EntryId
  readonly stream: StreamId
}

/** Entries, each of its own stream, in the order in which they are asked for. */
export const entriesAt = async (
  sql: Sql,
  statements: ReadStatements,
  places: readonly EntryPlace[],
): Promise<readonly (Entry | undefined)[]> => {
  const rows = await sql.query<WrittenEntry>(statements.entries, [
    places.map(({ id }) => written(id)),
    places.map(({ stream }) => written(stream)),
  ])
  const nameOf = ({ id, stream }: EntryPlace): string => JSON.stringify([id, stream])
  const found = new Map(rows.map(entryOf).map((entry) => [nameOf(entry), entry]))
  return places.map((place) => found.get(nameOf(place)))
}

/** Lines by their keys. */
export const lines = async (
  sql: Sql,
  statements: ReadStatements,
  projection: string,
  keys: readonly string[],
): Promise<readonly Row[]> =>
  keys.length === 0 ? [] : (await sql.query<Row>(statements.rows, [keys.map(written), written(projection)])).map(rowOf)

/** Counters by hour, then by metric. */
export const series = async (
  sql: Sql,
  statements: ReadStatements,
  metrics: readonly string[],
  from: number,
  to: number,
): Promise<readonly Count[]> => {
  if (!(from < to)) return [] // also where one of them is no number: PostgreSQL has those behind all others
  const found = await sql.query<Count>(statements.series, [metrics.map(written), from, to])
  return found.map(({ metric, at, by }) => ({ metric: read(metric), at, by }))
}

const isWhole = (place: number): boolean => Number.isSafeInteger(place)
const jobTokens = tokensOf(z.tuple([z.number().refine(isWhole), z.number().refine(isWhole)]))

/** Waiting jobs, by when they are due, then in the order of their commits. */
export const jobs = async (sql: Sql, statements: ReadStatements, page: PageRequest): Promise<Page<Job>> => {
  const limit = limitOf(page),
    [due, seq] = jobTokens.read(page.after) ?? [-1, 0]
  const found = await sql.query<WrittenJob>(statements.jobs, [due, seq, limit + 1])
  return pageOf(found, limit, jobOf, (last) => jobTokens.write([last.due, last.seq]))
}

const nameTokens = tokensOf(z.tuple([z.string()]))

/** The names of all customers, one range of the index. */
export const customers = async (sql: Sql, statements: ReadStatements, page: PageRequest): Promise<Page<CustomerId>> => {
  const limit = limitOf(page),
    [after] = nameTokens.read(page.after) ?? [""]
  const found = await sql.query<{ readonly customer: CustomerId }>(statements.customers, [written(after), limit + 1])
  return pageOf(
    found.map(({ customer }) => read(customer)),
    limit,
    (customer) => customer,
    (last) => nameTokens.write([last]),
  )
}

/** How much there is. Entries are counted as they are written; streams and jobs are counted here. */
export const size = async (sql: Sql, statements: ReadStatements): Promise<StoreSize> => {
  const [row] = await sql.query<StoreSize>(statements.size)
  return row ?? { customers: 0, streams: 0, entries: 0, jobs: 0 }
}

/** The cursor of the newest entry that there ever was. */
export const head = async (sql: Sql, statements: ReadStatements): Promise<number> => {
  const [row] = await sql.query<{ readonly entry: number }>(statements.head)
  return row?.entry ?? 0
}

/** A cursor of the feed. Throws `InputError` for what is none. */
export const cursorOf = (after: number): number => {
  if (Number.isNaN(after)) throw new InputError("invalid", "after", "give a cursor of the feed, or 0")
  return Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.floor(after)))
}
