import { type Clock, ConfigurationError, StoreError } from "@escucha/core/engine"
import type { Database, Value } from "./connection.ts"
import { codeOf } from "./failure.ts"
import { parts } from "./part.ts"
import type { Ownership } from "./share.ts"

/**
 * One connection on which a process holds its parts, by advisory locks
 * (https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS): the database itself takes them back in the moment in
 * which the connection ends, so nobody has to wait for a time to pass, and no clock is asked. That a process takes part is a lock too,
 * which all share.
 */
export interface LeaseSession {
  readonly lost: AbortSignal
  /** Who takes part and who holds what, and the milliseconds that the clock of the database shows. */
  readonly look: () => Promise<Ownership & { readonly now: number }>
  /** Tries to take these parts; gives those that were free, and of which of them the last holder ended without giving them back. */
  readonly take: (wanted: readonly number[], holder: string) => Promise<Taken>
  readonly giveBack: (given: readonly number[]) => Promise<void>
  /** Takes part no more: the others' shares grow. What is held is still held. */
  readonly leave: () => Promise<void>
  readonly listen: (channel: string, heard: (message: string) => void) => Promise<void>
  readonly tell: (channel: string, message: string) => Promise<void>
  /** Ends the connection without waiting for a database that does not answer. */
  readonly end: () => void
}

/** What was taken. Up to the number of a job that is named, all was there when its last holder ended. */
export interface Taken {
  readonly parts: readonly number[]
  readonly orphaned: ReadonlyMap<number, number>
}

/** The lock that says that a process takes part. */
export const membership = parts

/** Milliseconds: a database that does not answer for so long is gone, and so is what was held there. */
const patience = 10_000

/** The locks of one schema among all advisory locks of the database, by a number above 0 that its name gives. */
export const spaceOf = (schema: string): number => {
  let hash = 0x811c9dc5
  for (let place = 0; place < schema.length; place++) hash = Math.imul(hash ^ schema.charCodeAt(place), 0x01000193)
  return (hash >>> 1) | 0x4000_0000
}

const remedy =
  "the engine holds advisory locks of a session, and this connection keeps none; connect it to PostgreSQL itself, " +
  "not through a pooler that shares connections between transactions, nor to a database without such locks"

const hasNoLocks = (failure: unknown): boolean => ["42883", "0A000"].includes(codeOf(failure))

const withinPatience = async <Answer>(clock: Clock, answer: Promise<Answer>, give: () => void): Promise<Answer> => {
  let stop = () => {}
  const silence = new Promise<never>((_, reject) => {
    stop = clock.at(clock.now() + patience, () => {
      give()
      reject(new StoreError("unavailable"))
    })
  })
  try {
    return await Promise.race([answer, silence])
  } finally {
    stop()
  }
}

interface LockRow {
  readonly pid: number
  readonly part: number
  readonly now: number
}

const lookOf = `SELECT pid, objid::int AS part, floor(extract(epoch from clock_timestamp()) * 1000)::bigint AS now FROM pg_locks
  WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid = $1::oid
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`

const ownershipOf = (own: number, rows: readonly LockRow[]): Ownership & { readonly now: number } => ({
  own,
  now: rows[0]?.now ?? 0,
  members: new Set(rows.flatMap(({ pid, part }) => (part === membership ? [pid] : []))),
  holders: new Map(rows.flatMap(({ pid, part }) => (part === membership ? [] : [[part, pid] as const]))),
})

// The server itself ends the session of a machine that is cut off, long before anybody else would notice; not every server lets us say so.
const keptAlive = `SELECT set_config('tcp_keepalives_idle', '5', false), set_config('tcp_keepalives_interval', '3', false),
  set_config('tcp_keepalives_count', '3', false)`

type Ask = <Row>(text: string, values?: readonly Value[]) => Promise<readonly Row[]>

/** Writes down who holds parts, under their locks: what is found there was left by somebody who did not give it back. */
const createHolders = (ask: Ask, schema: string) => ({
  /** Gives those that somebody else held, with the number of the newest job. */
  hold: async (taken: readonly number[], holder: string): Promise<ReadonlyMap<number, number>> => {
    if (taken.length === 0) return new Map()
    const rows = await ask<{ readonly part: number; readonly newest: number }>(
      `WITH taken AS (INSERT INTO ${schema}.holders (part, holder) SELECT part, $2 FROM unnest($1::int[]) AS wanted (part)
          ON CONFLICT (part) DO UPDATE SET holder = excluded.holder)
        SELECT part, (SELECT job FROM ${schema}.latest WHERE one = 1) AS newest FROM ${schema}.holders
        WHERE part = ANY($1::int[]) AND holder <> $2`, // as they were before: both parts of a statement see the same moment
      [[...taken], holder],
    )
    return new Map(rows.map(({ part, newest }) => [part, newest]))
  },
  release: async (given: readonly number[]): Promise<void> => {
    await ask(`DELETE FROM ${schema}.holders WHERE part = ANY($1::int[])`, [[...given]])
  },
})

/** Opens the connection and takes part. Throws `ConfigurationError` where no lock is kept, `StoreError` without a database. */
export const openLeaseSession = async (database: Database, clock: Clock): Promise<LeaseSession> => {
  const dedicated = await database.dedicated()
  const space = spaceOf(database.schema)
  const gone = new AbortController()
  const lose = (reason: unknown): void => {
    if (!gone.signal.aborted) gone.abort(reason)
  }
  if (dedicated.lost.aborted) lose(dedicated.lost.reason)
  else dedicated.lost.addEventListener("abort", () => lose(dedicated.lost.reason), { once: true })
  const end = (): void => {
    lose(new StoreError("closed"))
    void dedicated.end() // of a connection that hangs this may never come to an end
  }
  const ask = <Row>(text: string, values: readonly Value[] = []) =>
    withinPatience(clock, dedicated.query<Row>(text, values), end)
  const holders = createHolders(ask, database.schema)
  let own = 0
  const look = async () => {
    const seen = ownershipOf(own, await ask<LockRow>(lookOf, [space]))
    return seen
  }
  const join = async (): Promise<void> => {
    await ask(keptAlive).catch(() => [])
    const [row] = await ask<{ readonly pid: number }>("SELECT pg_backend_pid() AS pid")
    own = row?.pid ?? 0
    await ask("SELECT pg_advisory_lock_shared($1::int, $2::int)", [space, membership])
    if (!(await look()).members.has(own)) throw new ConfigurationError("postgresEngine.url", remedy)
  }
  try {
    await join()
  } catch (failure) {
    end()
    throw hasNoLocks(failure) ? new ConfigurationError("postgresEngine.url", remedy) : failure
  }
  return {
    lost: gone.signal,
    look,
    take: async (wanted, holder) => {
      const rows = await ask<{ readonly part: number; readonly taken: boolean }>(
        "SELECT part, pg_try_advisory_lock($1::int, part) AS taken FROM unnest($2::int[]) AS wanted (part)",
        [space, [...wanted]],
      )
      const taken = rows.flatMap((row) => (row.taken ? [row.part] : []))
      return { parts: taken, orphaned: await holders.hold(taken, holder) }
    },
    giveBack: async (given) => {
      await holders.release(given)
      await ask("SELECT pg_advisory_unlock($1::int, part) FROM unnest($2::int[]) AS given (part)", [space, [...given]])
    },
    leave: async () => {
      await ask("SELECT pg_advisory_unlock_shared($1::int, $2::int)", [space, membership])
    },
    listen: (channel, heard) => dedicated.listen(channel, heard),
    tell: async (channel, message) => {
      await ask("SELECT pg_notify($1, $2)", [channel, message])
    },
    end,
  }
}
