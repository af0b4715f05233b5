import type { Sql } from "./connection.ts"
import { codeOf } from "./failure.ts"
import { membership, spaceOf } from "./lease-session.ts"

const members = `SELECT count(DISTINCT pid)::int AS many FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2
  AND classid = $1::oid AND objid = $2::oid AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`

/** The database has no such locks: an undefined table or function, something that it does not support. */
const hasNoLocks = (failure: unknown): boolean => ["42P01", "42883", "0A000"].includes(codeOf(failure))

/** How many processes run jobs of this schema by an engine of ours; none, where the database has no such locks to ask about. */
export const membersOf = async (sql: Sql, schema: string): Promise<number> => {
  try {
    const [row] = await sql.query<{ readonly many: number }>(members, [spaceOf(schema), membership])
    return row?.many ?? 0
  } catch (failure) {
    if (!hasNoLocks(failure)) throw failure
    return 0
  }
}
