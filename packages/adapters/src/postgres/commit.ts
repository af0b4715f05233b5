import type { Identifier, StreamId, Unit, UnitResult } from "@escucha/core/store"
import type { Sql } from "./connection.ts"
import { tagsIn } from "./fields.ts"
import { hashOf } from "./hash.ts"
import { partOf } from "./part.ts"
import { type Facts, type Known, type Plan, planOf, prepared, type Prepared } from "./plan.ts"
import { written } from "./text.ts"
import type { Latest, Writing } from "./writer.ts"

/** Every write is a set: one statement for all that a commit writes into a table. */
export const commitStatements = (schema: string) => ({
  seen: `SELECT input FROM ${schema}.seen WHERE input = ANY($1::text[])`,
  streams: `SELECT number, id, customer, identifier, version FROM ${schema}.streams WHERE id = ANY($1::text[])`,
  bound: `SELECT identifier FROM ${schema}.identifiers WHERE identifier = ANY($1::text[])`,
  see: `INSERT INTO ${schema}.seen (input) SELECT * FROM unnest($1::text[])`,
  bind: `INSERT INTO ${schema}.identifiers (identifier, stream) SELECT * FROM unnest($1::text[], $2::text[])`,
  setStreams: `INSERT INTO ${schema}.streams AS s (number, id, customer, identifier, version, state)
    SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[])
    ON CONFLICT (id) DO UPDATE SET customer = excluded.customer, identifier = excluded.identifier, version = excluded.version,
      state = excluded.state`,
  append: `INSERT INTO ${schema}.entries (seq, stream, position, schema, occurred, received, id, kind, data)
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::integer[], $5::double precision[], $6::double precision[],
      $7::text[], $8::text[], $9::text[])`,
  addWords: `INSERT INTO ${schema}.words (seq, text) SELECT * FROM unnest($1::bigint[], $2::text[])`,
  drop: `DELETE FROM ${schema}.rows WHERE (key, projection) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
  put: `INSERT INTO ${schema}.rows AS r (key, projection, at, data, fields)
    SELECT key, projection, at, data, string_to_array(fields, chr(1)) FROM unnest($1::text[], $2::text[], $3::double precision[],
      $4::text[], $5::text[]) AS given (key, projection, at, data, fields)
    ON CONFLICT (key, projection) DO UPDATE SET at = excluded.at, data = excluded.data, fields = excluded.fields`,
  count: `INSERT INTO ${schema}.counters AS c (metric, hour, n) SELECT * FROM unnest($1::text[], $2::double precision[],
      $3::double precision[])
    ON CONFLICT (metric, hour) DO UPDATE SET n = c.n + excluded.n`,
  finish: `DELETE FROM ${schema}.jobs WHERE id = ANY($1::text[])`,
  // one that has ended and was not acknowledged is as good as gone: the same may be asked again
  post: `INSERT INTO ${schema}.jobs AS j (seq, id, key, part, type, ref, at, due)
    SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::smallint[], $5::text[], $6::text[], $7::double precision[],
      $8::bigint[])
    ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, key = excluded.key, part = excluded.part, type = excluded.type,
      ref = excluded.ref, at = excluded.at, due = excluded.due, attempts = 0, deaths = 0, state = 0, next = NULL, invocation = NULL,
      relayed = NULL WHERE j.state = 2`,
  latest: `UPDATE ${schema}.latest SET entry = $1, job = $2, stream = $3, entries = $4 WHERE one = 1`,
  tell: "SELECT pg_notify($1, $2)",
})

/** The channels on which other processes are told: of new jobs with their parts, and of every commit with the newest cursor. */
export const channels = { jobs: "escucha_jobs", feed: "escucha_feed" } as const

/** The statements of one schema. */
export type CommitStatements = ReturnType<typeof commitStatements>

/** Asks under the lock what the units have to be compared with; nothing is asked that none of them needs. */
const factsOf = async <State>(
  sql: Sql,
  statements: CommitStatements,
  units: readonly Prepared<State>[],
  locked: Promise<Latest>,
): Promise<Facts> => {
  const hashes = units.flatMap((unit) => unit.hashes)
  const streams = [...new Set(units.flatMap(({ unit }) => [...unit.expects.keys(), ...unit.states.keys()]))]
  const identifiers = units.flatMap(({ unit }) => [...unit.binds.keys()])
  const ask = <Row>(text: string, values: readonly string[]): Promise<readonly Row[]> =>
    values.length === 0 ? Promise.resolve([]) : sql.query<Row>(text, [values.map(written)])
  const [latest, seen, known, bound] = await Promise.all([
    locked,
    ask<{ readonly input: string }>(statements.seen, hashes),
    ask<Known & { readonly id: StreamId }>(statements.streams, streams),
    ask<{ readonly identifier: Identifier }>(statements.bound, identifiers),
  ])
  const byId = new Map(known.map((row) => [row.id, row]))
  const byName = new Set<string>(bound.map(({ identifier }) => identifier))
  return {
    latest,
    seen: new Set(seen.map(({ input }) => input)),
    streams: new Map(streams.flatMap((id) => knownBy(byId, id))),
    bound: new Set(identifiers.filter((identifier) => byName.has(written(identifier)))),
  }
}

const knownBy = (byId: ReadonlyMap<string, Known>, id: StreamId): readonly (readonly [StreamId, Known])[] => {
  const row = byId.get(written(id))
  return row ? [[id, row]] : []
}

/** Asks the statement for a set, one list of values for each of its columns; not at all where there is nothing in the set. */
const writeSet = <Item>(
  sql: Sql,
  text: string,
  items: readonly Item[],
  ...columns: readonly ((item: Item) => string | number | null)[]
): void => {
  if (items.length === 0) return
  void sql.query(
    text,
    columns.map((column) => items.map(column)),
  )
}

const writeRows = (sql: Sql, { drop, put }: CommitStatements, { rows }: Plan): void => {
  const all = [...rows.values()].map(({ projection, key, ...row }) => ({
    projection: written(projection),
    key: written(key),
    ...row,
  }))
  const isPut = (row: (typeof all)[number]): boolean => row.put !== undefined
  const key = (row: (typeof all)[number]): string => row.key
  const projection = (row: (typeof all)[number]): string => row.projection
  writeSet(
    sql,
    drop,
    all.filter((row) => !isPut(row)),
    key,
    projection,
  )
  writeSet(
    sql,
    put,
    all.filter(isPut),
    key,
    projection,
    (row) => row.put?.at ?? 0,
    (row) => written(row.put?.data ?? ""),
    (row) => tagsIn(row.put?.data ?? "").join("\u0001"), // a sign that JSON writes otherwise: it is in none of them
  )
}

const writeJobs = (sql: Sql, { finish, post }: CommitStatements, { jobs }: Plan): readonly number[] => {
  const taken = [...jobs].flatMap(([id, { isTaken }]) => (isTaken ? [written(id)] : []))
  if (taken.length > 0) void sql.query(finish, [taken])
  const posts = [...jobs.values()].flatMap((job) => job.post ?? [])
  writeSet(
    sql,
    post,
    posts,
    ({ seq }) => seq,
    ({ job }) => written(job.id),
    ({ job }) => written(job.key),
    ({ job }) => partOf(job.key),
    ({ job }) => written(job.type),
    ({ job }) => (job.ref === undefined ? null : written(job.ref)),
    ({ job }) => job.at ?? null,
    ({ job }) => Math.ceil(Math.max(0, job.at ?? 0)),
  )
  return [...new Set(posts.map(({ job }) => partOf(job.key)))]
}

const writePlan = (sql: Sql, statements: CommitStatements, plan: Plan, isTold: boolean): void => {
  const { seen, binds, streams, entries, words, counts, latest } = plan
  writeSet(sql, statements.see, [...seen], (hash) => hash)
  writeSet(
    sql,
    statements.bind,
    [...binds],
    ([identifier]) => written(identifier),
    ([, stream]) => written(stream),
  )
  writeSet(
    sql,
    statements.setStreams,
    [...streams],
    ([, { number }]) => number,
    ([id]) => written(id),
    ([, { customer }]) => written(customer),
    ([, { identifier }]) => written(identifier),
    ([, { version }]) => version,
    ([, { state }]) => state,
  )
  writeSet(
    sql,
    statements.append,
    entries,
    ({ seq }) => seq,
    ({ stream }) => stream,
    ({ entry }) => entry.position,
    ({ entry }) => entry.schema,
    ({ entry }) => entry.occurredAt,
    ({ entry }) => entry.receivedAt,
    ({ entry }) => written(entry.id),
    ({ entry }) => written(entry.kind),
    ({ data }) => data,
  )
  writeSet(
    sql,
    statements.addWords,
    words,
    ({ seq }) => seq,
    ({ text }) => text,
  )
  writeRows(sql, statements, plan)
  writeSet(
    sql,
    statements.count,
    [...counts.values()],
    ({ metric }) => written(metric),
    ({ at }) => at,
    ({ by }) => by,
  )
  const parts = writeJobs(sql, statements, plan)
  void sql.query(statements.latest, [latest.entry, latest.job, latest.stream, latest.entries])
  if (!isTold) return
  if (parts.length > 0) void sql.query(statements.tell, [channels.jobs, parts.join()])
  void sql.query(statements.tell, [channels.feed, String(latest.entry)])
}

/** Takes the units: a result for each. What is written goes out with the COMMIT; nothing does where all were refused. */
export const takingUnits =
  <State>(
    statements: CommitStatements,
    units: readonly Unit<State>[],
    isTold: () => boolean,
  ): Writing<readonly UnitResult[]> =>
  async (sql, locked) => {
    const ready = units.map((unit) => prepared(unit, hashOf))
    const plan = planOf(ready, await factsOf(sql, statements, ready, locked))
    if (plan.results.some(({ status }) => status === "committed")) writePlan(sql, statements, plan, isTold())
    return plan.results
  }
