import {
  type Clock,
  ConfigurationError,
  type Duration,
  type Engine,
  growingPause,
  InputError,
  milliseconds,
  type Running,
  systemClock,
  systemRandom,
} from "@escucha/core/engine"
import { createBacklog } from "./backlog.ts"
import {
  createDatabase,
  type Database,
  type PostgresOptions,
  postgresOptionsOf,
  type PostgresSettings,
} from "./connection.ts"
import { createEngineRun, type EngineRun } from "./engine-run.ts"
import { countJobs, countReady, deadIn } from "./job-rows.ts"
import { redriveIn } from "./job-redrive.ts"

/** Which database, as of the store, and how the engine behaves. */
export interface PostgresEngineOptions extends PostgresOptions {
  /** So many jobs that are due may wait, over all processes; a post above it is told so. 100,000 if left out. */
  readonly highWater?: number
  /** How long a drain waits before it fires the signals of what still runs. A second later it waits no more. */
  readonly grace?: Duration
  /** The milliseconds before a job that failed so many times in a row is tried again; `growingPause` if left out. */
  readonly pause?: (failures: number) => number
  /** Told of what nobody waits for: a connection that was lost, a database that does not answer. */
  readonly report?: (failure: unknown) => void
  /** Where it is left out, the clock of the database decides what is due. */
  readonly clock?: Clock
  readonly random?: () => number
}

const wholeFromOne = (option: string, value: number): void => {
  if (!Number.isInteger(value) || value < 1)
    throw new ConfigurationError(`postgresEngine.${option}`, "must be a whole number from 1")
}

const settingsOf = (given: string | PostgresEngineOptions) => {
  const {
    highWater = 100_000,
    grace = "10 seconds",
    random = systemRandom,
    pause = (failures: number) => growingPause(failures, random),
    report = () => {},
    clock,
    ...options
  }: PostgresEngineOptions = typeof given === "string" ? { url: given } : given
  wholeFromOne("highWater", highWater)
  return { highWater, grace: milliseconds(grace), random, pause, report, clock, postgres: postgresOptionsOf(options) }
}

/** A run with its connections. */
interface Alive {
  readonly run: EngineRun
  readonly database: Database
}

/** Starts to run; connections that were opened for a run that did not come about are closed. */
const started = async ({ run, database }: Alive): Promise<Running> => {
  try {
    await run.start()
  } catch (failure) {
    await run.drain()
    await database.close()
    throw failure
  }
  return {
    settled: run.settled,
    drain: async () => {
      await run.drain()
      await database.close()
    },
  }
}

/** Asks where nothing runs: nobody else would close the connection. */
const askOnce = async <Answer>(database: Database, ask: (database: Database) => Promise<Answer>): Promise<Answer> => {
  try {
    return await ask(database)
  } finally {
    await database.close()
  }
}

/** The engine of a database, which is opened in the way that is given. */
export const createPostgresEngine = (
  given: string | PostgresEngineOptions,
  open: (settings: PostgresSettings) => Database = createDatabase,
): Engine => {
  const { highWater, postgres, clock = systemClock, ...settings } = settingsOf(given)
  const isAgreed = typeof given === "string" || given.clock === undefined
  let current: Alive | undefined
  const alive = () => (current && !current.run.isOver() ? current : undefined)
  const asking = <Answer>(ask: (database: Database) => Promise<Answer>): Promise<Answer> => {
    const running = alive()
    return running ? ask(running.database) : askOnce(open({ ...postgres, connections: 1 }), ask)
  }
  const now = () => alive()?.run.now() ?? clock.now()
  const backlog = createBacklog({
    highWater,
    now: clock.now,
    count: (most) => asking((database) => countReady(database, postgres.schema, now(), most)),
  })
  return {
    isShared: true,
    post: async (jobs) => {
      alive()?.run.posted(jobs) // the table has them, whatever is said here
      const due = jobs.filter(({ at }) => at === undefined || at <= now()).length
      if (due > 0) await backlog.check()
      backlog.posted(due)
    },
    cancel: async (ids) => alive()?.run.cancel(ids),
    stats: async () => {
      const running = alive()
      if (running) return running.run.stats()
      return { ...(await asking((database) => countJobs(database, postgres.schema, now(), []))), running: 0 }
    },
    dead: (limit) => asking((database) => deadIn(database, postgres.schema, limit)),
    redrive: async (id) => {
      const part = await asking((database) => redriveIn(database, id))
      await alive()?.run.wake(part)
    },
    run: async (handle, limits) => {
      wholeFromOne("concurrency", limits.concurrency)
      wholeFromOne("attempts", limits.attempts)
      if (alive()) throw new InputError("conflict", "run", "this engine is at work; drain it before it is run again")
      const database = open(postgres)
      const run = createEngineRun({ ...settings, database, clock, isAgreed, handle, limits, ended: backlog.ended })
      current = { run, database }
      return started(current)
    },
  }
}
