import type { Clock } from "@escucha/core/engine"
import type { Database } from "../postgres/connection.ts"
import { type Untold, untoldColumns, untoldOf, type UntoldRow } from "./mailbox.ts"
import { horizon, type Relay } from "./relay.ts"

/** Finds what nobody told Restate of, or what it has forgotten. */
export interface Sweep {
  readonly start: () => void
  readonly stop: () => Promise<void>
  /** Looks now, whoever else does; true where everything that was found was told. */
  readonly look: () => Promise<boolean>
}

/** What a sweep is made of. */
export interface SweepOptions {
  readonly database: Database
  readonly relay: Pick<Relay, "tell" | "isAway" | "isBehind" | "caughtUp">
  readonly clock: Clock
  readonly random: () => number
}

/** Milliseconds between two looks of one process, and for how long a turn is that of whoever has taken it. */
const every = 1_000
const mine = 1_200
/** Milliseconds between two looks when something was away: what was committed meanwhile waits. */
const soon = 400
const page = 500
/** One sweep in so many also looks for what Restate should have delivered long ago. */
const rare = 40
/** Milliseconds after which a job that was told and has not begun is told once more: then again at twice its age, and so on. */
const patience = 900_000

/** What the statements of a sweep do. */
const createLooking = (database: Database, clock: Clock) => {
  const { schema } = database
  return {
    /**
     * Takes the turn, where nobody else has it, by the clock of the database: gives the places of the newest job at the turn before and
     * now. What is not told up to the first has been waiting for a while: whoever committed it is gone, or could not reach Restate.
     */
    turn: () =>
      database.transaction(async (sql): Promise<{ readonly before: number; readonly newest: number } | undefined> => {
        const [row] = await sql.query<{ readonly value: string; readonly now: number; readonly job: number }>(
          `SELECT value, (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now, (SELECT job FROM ${schema}.latest) AS job
            FROM ${schema}.meta WHERE name = 'restate-sweep' FOR UPDATE`,
        )
        if (!row) return undefined
        const [until = 0, mark = 0] = row.value.split(" ").map(Number)
        if (row.now < until) return undefined
        await sql.query(`UPDATE ${schema}.meta SET value = $1 WHERE name = 'restate-sweep'`, [
          `${row.now + mine} ${row.job}`,
        ])
        return { before: mark, newest: row.job }
      }),
    now: (upTo: number) =>
      database.query<UntoldRow>(
        `SELECT ${untoldColumns} FROM ${schema}.jobs
          WHERE state = 0 AND relayed IS NULL AND at IS NULL AND seq <= $1 ORDER BY seq LIMIT ${page}`,
        [upTo],
      ),
    later: (upTo: number) =>
      database.query<UntoldRow>(
        `SELECT ${untoldColumns} FROM ${schema}.jobs
          WHERE state = 0 AND relayed IS NULL AND at IS NOT NULL AND at < $2 AND seq <= $1 ORDER BY at, seq LIMIT ${page}`,
        [upTo, clock.now() + horizon],
      ),
    forgotten: () =>
      database.query(
        `UPDATE ${schema}.jobs SET relayed = NULL WHERE state = 0 AND seq IN (SELECT seq FROM ${schema}.jobs
          WHERE state = 0 AND due < $1 AND since < $1 AND relayed < $1
            AND ($2 - greatest(due, since)) >= 2 * (relayed - greatest(due, since)) ORDER BY seq LIMIT ${page})`,
        [Math.floor(clock.now() - patience), Math.floor(clock.now())],
      ),
  }
}

/** The sweep of a database; of all processes on it one at a time looks. */
export const createSweep = ({ database, relay, clock, random }: SweepOptions): Sweep => {
  const looking = createLooking(database, clock)
  let stopAlarm: (() => void) | undefined,
    under: Promise<unknown> | undefined,
    round = 0,
    isOver = true
  const tellAll = async (find: () => Promise<readonly UntoldRow[]>): Promise<boolean> => {
    for (;;) {
      const found: readonly Untold[] = (await find()).map(untoldOf)
      if (!(await relay.tell(found))) return false
      if (found.length < page) return true
    }
  }
  const tellUpTo = async (upTo: number): Promise<boolean> =>
    (await tellAll(() => looking.now(upTo))) && (await tellAll(() => looking.later(upTo)))
  const sweep = async (): Promise<void> => {
    if (relay.isAway()) return
    const turn = await looking.turn()
    if (!turn) return
    if (round++ % rare === 0) await looking.forgotten()
    const isBehind = relay.isBehind()
    if (isBehind) relay.caughtUp() // what is dropped from here on is looked for again
    await tellUpTo(isBehind ? turn.newest : turn.before)
  }
  const wait = (): void => {
    if (isOver) return
    stopAlarm = clock.at(clock.now() + (relay.isBehind() ? soon : every) * (0.8 + random() * 0.4), () => {
      // a database that is away is one that nothing was committed to: the next look finds what there is
      under = sweep()
        .catch(() => undefined)
        .finally(wait)
    })
  }
  return {
    look: () => tellUpTo(Number.MAX_SAFE_INTEGER),
    start: () => {
      if (!isOver) return
      isOver = false
      wait()
    },
    stop: async () => {
      isOver = true
      stopAlarm?.()
      await under
    },
  }
}
