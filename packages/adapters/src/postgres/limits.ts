import { type Coordination, type Lanes, reserveIn } from "@escucha/core/store"
import type { Database, Sql } from "./connection.ts"
import { databaseNow } from "./schema-coordination.ts"

interface Locked {
  readonly name: string
  readonly lanes: string
  readonly held: number
  readonly now: number
}

/** The statement that makes the rows of these names where they are missing, and locks them in the order of their names. */
const lockStatement = (schema: string) => `INSERT INTO ${schema}.limits AS l (name, lanes, held, until)
    SELECT name, '', 0, 0 FROM unnest($1::text[]) AS given (name) ORDER BY name
    ON CONFLICT (name) DO UPDATE SET until = l.until RETURNING name, lanes, held, ${databaseNow} AS now`

/** Locks names; gives what lies there, and the time at which the last of them was had. */
export const lockNames = async (
  sql: Sql,
  schema: string,
  names: ReadonlySet<string>,
): Promise<{ readonly rows: readonly Locked[]; readonly now: number }> => {
  const rows = await sql.query<Locked>(lockStatement(schema), [[...names].sort()])
  return { rows, now: Math.max(...rows.map(({ now }) => now)) }
}

const lanesOf = (written: string): Lanes => (written === "" ? [] : written.split(",").map(Number))

/** Rate limits over all processes: each is a row, which is locked while moments of it are given. */
export const createLimits = (database: Database): Pick<Coordination, "reserve" | "hold" | "held"> => {
  const { schema } = database
  const write = `UPDATE ${schema}.limits AS l SET lanes = given.lanes, until = greatest(l.until, given.until)
    FROM unnest($1::text[], $2::text[], $3::bigint[]) AS given (name, lanes, until) WHERE l.name = given.name`
  const close = `INSERT INTO ${schema}.limits AS l (name, lanes, held, until)
    SELECT $1, '', given.until, given.until FROM (SELECT ${databaseNow} + $2::bigint AS until) AS given
    ON CONFLICT (name) DO UPDATE SET held = greatest(l.held, excluded.held), until = greatest(l.until, excluded.until)`
  const closed = `SELECT name, held - ${databaseNow} AS span FROM ${schema}.limits WHERE name = ANY($1::text[])`
  return {
    reserve: (asked) => {
      if (asked.length === 0) return Promise.resolve([])
      const periods = new Map(
        asked.flatMap(({ limits, near }) => [...limits, ...near].map(({ name, per }) => [name, per] as const)),
      )
      return database.transaction(async (sql) => {
        const names = new Set([...asked.map(({ door }) => door), ...periods.keys()])
        const { rows, now } = await lockNames(sql, schema, names)
        const lanes = new Map(rows.map((row) => [row.name, lanesOf(row.lanes)]))
        const before = new Map(lanes)
        const held = new Map(rows.map((row) => [row.name, row.held]))
        const given = asked.map((each) => reserveIn({ lanes, held }, each, now))
        const changed = [...lanes].filter(([name, own]) => before.get(name) !== own)
        if (changed.length > 0)
          void sql.query(write, [
            changed.map(([name]) => name),
            changed.map(([, own]) => own.join()),
            changed.map(([name, own]) => Math.ceil((own.at(-1) ?? now) + (periods.get(name) ?? 0))),
          ])
        return given
      })
    },
    hold: async (door, span) => void (await database.query(close, [door, Math.ceil(span)])),
    held: async (doors) => {
      const found = await database.query<{ readonly name: string; readonly span: number }>(closed, [doors])
      const spans = new Map(found.map(({ name, span }) => [name, span]))
      return doors.map((door) => Math.max(0, spans.get(door) ?? 0))
    },
  }
}
