import { type CustomerId, type Erased, isOfStreams, type Remains, type StreamId } from "@escucha/core/store"
import type { Sql } from "./connection.ts"
import { tagsIn } from "./fields.ts"
import { read, written } from "./text.ts"
import type { Writing } from "./writer.ts"
import type { CommitStatements } from "./commit.ts"

/** What only an erasure does. */
export const eraseStatements = (schema: string) => ({
  members: `SELECT number, id, version FROM ${schema}.streams WHERE customer = $1`,
  words: `DELETE FROM ${schema}.words WHERE seq IN (SELECT seq FROM ${schema}.entries WHERE stream = ANY($1::bigint[]))`,
  entries: `WITH gone AS (DELETE FROM ${schema}.entries WHERE stream = ANY($1::bigint[]) RETURNING 1)
    SELECT count(*) AS n FROM gone`,
  identifiers: `WITH gone AS (DELETE FROM ${schema}.identifiers WHERE stream = ANY($1::text[]) RETURNING 1)
    SELECT count(*) AS n FROM gone`,
  jobs: `DELETE FROM ${schema}.jobs WHERE key = ANY($1::text[]) RETURNING id`,
  streams: `DELETE FROM ${schema}.streams WHERE number = ANY($1::bigint[])`,
  // a line begins with the stream that it is about; of two, the other is found among the lines that have two
  lines: `SELECT r.key, r.projection FROM unnest($1::text[], $2::text[]) AS range (first, behind)
      JOIN ${schema}.rows AS r ON r.key >= range.first AND r.key < range.behind
    UNION SELECT key, projection FROM ${schema}.rows WHERE strpos(substr(key, 2), 's_') > 0
      AND EXISTS (SELECT 1 FROM unnest($1::text[]) AS its WHERE strpos(substr(rows.key, 2), its) > 0)`,
  less: `UPDATE ${schema}.latest SET entries = entries - $1 WHERE one = 1`,
  // what lies in dead rows until they are swept up; a process that dies before has the next one do it
  owe: `INSERT INTO ${schema}.meta AS m (name, value) VALUES ('unswept', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
})

/** The first text behind all those that begin with a stream's id, whose last sign is a digit or a letter. */
const behind = (id: string): string => `${id.slice(0, -1)}${String.fromCharCode(id.charCodeAt(id.length - 1) + 1)}`

interface Member {
  readonly number: number
  readonly id: StreamId
  readonly version: number
}

const isAsRead = (members: readonly Member[], { expects }: Remains): boolean =>
  expects === undefined ||
  (expects.size === members.length && members.every(({ id, version }) => expects.get(id) === version))

const countOf = (rows: readonly { readonly n: number }[]): number => rows[0]?.n ?? 0

const eraseLines = async (
  sql: Sql,
  { lines }: ReturnType<typeof eraseStatements>,
  { drop }: CommitStatements,
  streams: ReadonlySet<string>,
): Promise<void> => {
  const ids = [...streams]
  const found = await sql.query<{ readonly key: string; readonly projection: string }>(lines, [
    ids.map(written),
    ids.map((id) => written(behind(id))),
  ])
  const own = found.filter(({ key }) => isOfStreams(read(key), streams))
  if (own.length > 0) await sql.query(drop, [own.map(({ key }) => key), own.map(({ projection }) => projection)])
}

/** Writes what the erasure leaves. */
const leave = (sql: Sql, { count, put }: CommitStatements, { counts = [], puts = [] }: Remains): void => {
  for (const { metric, at, by } of counts) void sql.query(count, [[written(metric)], [at], [by]])
  for (const { projection, key, at, data } of puts)
    void sql.query(put, [[written(key)], [written(projection)], [at], [written(data)], [tagsIn(data).join("\u0001")]])
}

/** Deletes all of a customer; `undefined` where they are not as they were read. `debt` names what is then still to be swept up. */
export const erasingCustomer =
  (
    statements: ReturnType<typeof eraseStatements>,
    committing: CommitStatements,
    { customer, remains, debt }: { readonly customer: CustomerId; readonly remains: Remains; readonly debt: string },
  ): Writing<Erased | undefined> =>
  async (sql, locked) => {
    await locked // who belongs to the customer is asked when nobody can change it any more
    const members = (await sql.query<Member>(statements.members, [written(customer)])).map((row) => ({
      ...row,
      id: read(row.id),
    }))
    if (!isAsRead(members, remains)) return undefined
    if (members.length === 0) return { customer, streams: 0, entries: 0, identifiers: 0, jobs: [] }
    const numbers = members.map(({ number }) => number),
      ids = members.map(({ id }) => written(id))
    await eraseLines(sql, statements, committing, new Set(members.map(({ id }) => id)))
    const [, entries, identifiers, jobs] = await Promise.all([
      sql.query(statements.words, [numbers]),
      sql.query<{ readonly n: number }>(statements.entries, [numbers]),
      sql.query<{ readonly n: number }>(statements.identifiers, [ids]),
      sql.query<{ readonly id: string }>(statements.jobs, [ids]),
      sql.query(statements.streams, [numbers]),
    ])
    void sql.query(statements.less, [countOf(entries)])
    void sql.query(statements.owe, [debt])
    leave(sql, committing, remains)
    return {
      customer,
      streams: members.length,
      entries: countOf(entries),
      identifiers: countOf(identifiers),
      jobs: jobs.map(({ id }) => read(id)).sort(),
    }
  }
