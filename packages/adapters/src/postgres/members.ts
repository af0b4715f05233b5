import type { Sql } from "./connection.ts"
import { membership, spaceOf } from "./lease-session.ts"

const members = `SELECT count(DISTINCT pid)::int AS many FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2
  AND classid = $1::oid AND objid = $2::oid AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`

/** How many processes run jobs of this schema by an engine of ours; none, where the database has no such locks to ask about. */
export const membersOf = async (sql: Sql, schema: string): Promise<number> => {
  const [row] = await sql.query<{ readonly many: number }>(members, [spaceOf(schema), membership]).catch(() => [])
  return row?.many ?? 0
}
