import type { EngineStats, Job, StreamId } from "@escucha/core/engine"
import type { Database } from "../postgres/connection.ts"
import { redriveIn } from "../postgres/job-redrive.ts"
import { read, written } from "../postgres/text.ts"
import type { Token } from "./server.ts"

/** A job that was begun. */
export interface Begun {
  readonly seq: number
  readonly job: Job
  /** How many attempts were begun since it was posted or given another round. */
  readonly attempts: number
  /** How many of them before this one, without another in between, came to no end of their own. */
  readonly deaths: number
}

/** A job of which Restate has not been told. */
export interface Untold {
  readonly seq: number
  readonly id: string
  readonly key: string
  readonly at: number | undefined
  /** The invocation that it had before, where it is told once more. */
  readonly before: string | undefined
}

/** What became of a job that was told. */
export interface Told {
  readonly seq: number
  readonly id: string
  readonly invocation: string
  /** Whether its timer is to be noted, so that it can be cancelled. */
  readonly isNoted: boolean
}

/**
 * What the database knows of jobs, as this engine reads and writes it: attempts, invocations and dead letters lie there, so that nothing
 * is lost with a process or with Restate. Times are those of the caller's clock. Every call rejects with `StoreError`.
 */
export interface Mailbox {
  /** Makes what this engine needs beside the tables of the store. */
  readonly prepare: () => Promise<void>
  /**
   * Begins the first job of the key up to the one of the token: the order is that of the commits, or of their times for those that were
   * posted for later, whatever order tokens come in. One that was begun before, and has not ended, comes first though it was committed
   * later. `undefined` where there is none any more.
   */
  readonly begin: (key: string, token: Token) => Promise<Begun | undefined>
  /** It has run. An acknowledgement has taken it away already; what has none is not run again. */
  readonly end: (begun: Begun) => Promise<void>
  /**
   * Ends it, and begins the one behind it in the order of commits: up to that number, and beyond it unless something of the key that was
   * posted for later is due, which would have to wait for it. `undefined` where none was found.
   */
  readonly endAndBegin: (begun: Begun, upTo: number, now: number) => Promise<Begun | undefined>
  /** It failed and waits, in front of its key. A newer attempt is not touched. */
  readonly pause: (begun: Begun, until: number) => Promise<void>
  /** It failed, or ended its process, too often. A newer attempt is not touched. */
  readonly bury: (begun: Begun) => Promise<void>
  /** Of these jobs, those that Restate has to be told of. */
  readonly untold: (ids: readonly string[], horizon: number) => Promise<readonly Untold[]>
  readonly told: (jobs: readonly Told[], now: number) => Promise<void>
  /** Dead jobs, the oldest first. */
  readonly dead: (limit: number) => Promise<readonly Job[]>
  /** Gives a dead job another round, behind those of its key. Rejects with `InputError` where there is none. */
  readonly revive: (id: string) => Promise<void>
  /** Forgets the timers of jobs that are gone, and gives their invocations. */
  readonly forget: (ids: readonly string[]) => Promise<readonly string[]>
  readonly stats: (now: number) => Promise<EngineStats>
  /** How many jobs are due, counted up to a limit. */
  readonly backlog: (now: number, limit: number) => Promise<number>
  /** Whether something is ready or runs. */
  readonly isBusy: (now: number) => Promise<boolean>
}

interface JobRow {
  readonly seq: number
  readonly id: string
  readonly key: StreamId
  readonly type: string
  readonly ref: string | null
  readonly at: number | null
  readonly attempts: number
  readonly deaths: number
}

const jobOf = ({ key, id, type, ref, at }: JobRow): Job => ({
  key: read(key),
  id: read(id),
  type: read(type),
  ...(ref !== null && { ref: read(ref) }),
  ...(at !== null && { at }),
})

const begunOf = (row: JobRow): Begun => ({
  seq: row.seq,
  job: jobOf(row),
  attempts: row.attempts,
  deaths: row.deaths,
})

const mostAttempts = 30_000 // what is tried on and on must not outgrow its column

/** A job that is due and has not begun, or failed and is due again; nobody of its key waits for another attempt. */
const readyIn = (
  schema: string,
): string => `state = 0 AND due <= $1 AND (CASE WHEN attempts = 0 THEN at IS NULL OR at <= $1 ELSE next <= $1 END)
  AND NOT EXISTS (SELECT 1 FROM ${schema}.jobs AS first WHERE first.key = j.key AND first.state = 0 AND first.next > $1)`

const runs = "state = 0 AND attempts > 0 AND next IS NULL"

/** It is begun once more; where it has run and no pause was written, whoever ran it has not lived to write one. */
const again = {
  attempts: `LEAST(attempts + 1, ${mostAttempts})`,
  deaths: `CASE WHEN ${runs} THEN LEAST(deaths + 1, ${mostAttempts}) ELSE 0 END`,
}

/** A row without a number where the first was taken away in this very moment; no row where there is none. */
const beginning = (schema: string, line: string, order: string): string => `WITH
  first AS (SELECT seq FROM ${schema}.jobs WHERE key = $1 AND state = 0 AND ${line} ORDER BY ${order} LIMIT 1),
  begun AS (UPDATE ${schema}.jobs SET attempts = ${again.attempts}, deaths = ${again.deaths}, next = NULL
    WHERE state = 0 AND seq = (SELECT seq FROM first) RETURNING seq, id, key, type, ref, at, attempts, deaths)
  SELECT begun.* FROM first LEFT JOIN begun ON begun.seq = first.seq`

/** One statement that changes one table once: a database of many machines may refuse to change it twice in one. */
const endingAndBeginning = (schema: string): string => `UPDATE ${schema}.jobs
  SET state = CASE WHEN seq = $1 THEN 2 ELSE 0 END, next = NULL,
    attempts = CASE WHEN seq = $1 THEN attempts ELSE ${again.attempts} END, deaths = CASE WHEN seq = $1 THEN 0 ELSE ${again.deaths} END
  WHERE state = 0 AND (seq = $1 OR seq =
    (SELECT seq FROM ${schema}.jobs WHERE key = $2 AND state = 0 AND at IS NULL AND seq <> $1
      AND (seq <= $3 OR NOT EXISTS (SELECT 1 FROM ${schema}.jobs WHERE key = $2 AND state = 0 AND at <= $4))
      ORDER BY seq LIMIT 1))
  RETURNING seq, id, key, type, ref, at, attempts, deaths, state`

/** The statements of one attempt. */
const attemptsIn = (database: Database): Pick<Mailbox, "begin" | "end" | "endAndBegin" | "pause" | "bury"> => {
  const { schema } = database
  const now = { line: "at IS NULL AND (seq <= $2 OR attempts > 0)", order: "seq" }
  const later = { line: "at IS NOT NULL AND (at, seq) <= ($3, $2)", order: "at, seq" }
  const beginNow = beginning(schema, now.line, now.order)
  const beginLater = beginning(schema, later.line, later.order)
  const endAndNext = endingAndBeginning(schema)
  const unnoted = `DELETE FROM ${schema}.restate_timers WHERE seq = $1`
  const begin: Mailbox["begin"] = async (key, token) => {
    const { seq, at } = token
    const isLater = at !== undefined
    const values = isLater ? [written(key), seq, at] : [written(key), seq]
    for (;;) {
      const asked = database.query<JobRow | { readonly seq: null }>(isLater ? beginLater : beginNow, values)
      if (token.noted) await Promise.all([asked, database.query(unnoted, [seq])])
      const [row] = await asked
      if (row === undefined) return undefined
      if (row.seq !== null) return begunOf(row)
    }
  }
  const own = "seq = $1 AND state = 0 AND attempts = $2"
  return {
    begin,
    end: async ({ seq }) =>
      void (await database.query(`UPDATE ${schema}.jobs SET state = 2 WHERE seq = $1 AND state = 0`, [seq])),
    endAndBegin: async ({ seq, job }, upTo, at) => {
      const values = [seq, written(job.key), upTo, Math.floor(at)]
      const rows = await database.query<JobRow & { readonly state: number }>(endAndNext, values)
      const next = rows.find(({ state }) => state === 0)
      return next && begunOf(next)
    },
    pause: async ({ seq, attempts }, until) =>
      void (await database.query(`UPDATE ${schema}.jobs SET next = $3 WHERE ${own}`, [
        seq,
        attempts,
        Math.ceil(until),
      ])),
    bury: async ({ seq, attempts }) =>
      void (await database.query(`UPDATE ${schema}.jobs SET state = 1 WHERE ${own}`, [seq, attempts])),
  }
}

/** The statements of what Restate is told. */
const tellingIn = (database: Database): Pick<Mailbox, "untold" | "told" | "revive" | "forget"> => {
  const { schema } = database
  return {
    untold: async (ids, horizon) => {
      const rows = await database.query<UntoldRow>(
        `SELECT ${untoldColumns} FROM ${schema}.jobs
          WHERE id = ANY($1) AND state = 0 AND relayed IS NULL AND (at IS NULL OR at < $2) ORDER BY seq`,
        [ids.map(written), horizon],
      )
      return rows.map(untoldOf)
    },
    told: async (jobs, now) => {
      const noted = jobs.filter(({ isNoted }) => isNoted)
      if (noted.length > 0)
        await database.query(
          `INSERT INTO ${schema}.restate_timers (seq, id, invocation) SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[])
            ON CONFLICT (seq) DO UPDATE SET invocation = excluded.invocation`,
          [noted.map(({ seq }) => seq), noted.map(({ id }) => written(id)), noted.map(({ invocation }) => invocation)],
        )
      await database.query(
        `UPDATE ${schema}.jobs AS j SET relayed = $3, invocation = told.invocation
          FROM unnest($1::bigint[], $2::text[]) AS told (seq, invocation) WHERE j.seq = told.seq AND j.state = 0 AND j.relayed IS NULL`,
        [jobs.map(({ seq }) => seq), jobs.map(({ invocation }) => invocation), now],
      )
    },
    // under a new number: what was told of the old one, or is being told at this moment, is not taken for news of this round
    revive: async (id) => void (await redriveIn(database, id)),
    forget: async (ids) => {
      const rows = await database.query<{ readonly invocation: string }>(
        `DELETE FROM ${schema}.restate_timers AS t WHERE id = ANY($1)
          AND NOT EXISTS (SELECT 1 FROM ${schema}.jobs AS j WHERE j.seq = t.seq AND j.state = 0) RETURNING invocation`,
        [ids.map(written)],
      )
      return rows.map(({ invocation }) => invocation)
    },
  }
}

/** A row of what Restate has not been told of. */
export interface UntoldRow {
  readonly seq: number
  readonly id: string
  readonly key: string
  readonly at: number | null
  readonly invocation: string | null
}

/** The columns of an untold job. */
export const untoldColumns = "seq, id, key, at, invocation"

/** An untold job from its row. */
export const untoldOf = ({ seq, id, key, at, invocation }: UntoldRow): Untold => ({
  seq,
  id: read(id),
  key: read(key),
  at: at ?? undefined,
  before: invocation ?? undefined,
})

/** Jobs that are counted; of more it is only known that there are so many. */
const mostCounted = 1_000_000

/** The statements of what there is to do. */
const countsIn = (database: Database): Pick<Mailbox, "stats" | "backlog" | "isBusy" | "dead"> => {
  const { schema } = database
  const ready = readyIn(schema)
  const count = (where: string): string =>
    `(SELECT count(*) FROM (SELECT 1 FROM ${schema}.jobs WHERE ${where} LIMIT ${mostCounted}) AS counted)`
  return {
    stats: async (now) => {
      const [row] = await database.query<
        { [Name in "waiting" | "running" | "dead" | "ready"]: number } & { oldest: number | null }
      >(
        `SELECT ${count("state = 0")} AS waiting, ${count(runs)} AS running, ${count("state = 1")} AS dead,
          count(*) AS ready, min(greatest(due, since)) AS oldest
          FROM (SELECT due, since FROM ${schema}.jobs AS j WHERE ${ready} LIMIT ${mostCounted}) AS due`,
        [now],
      )
      const { waiting = 0, running = 0, dead = 0, ready: due = 0, oldest = null } = row ?? {}
      return {
        ready: due,
        delayed: waiting - due - running,
        running,
        dead,
        oldestReady: oldest === null ? 0 : Math.max(0, now - oldest),
      }
    },
    dead: async (limit) => {
      const found = `SELECT seq, id, key, type, ref, at, attempts, deaths FROM ${schema}.jobs WHERE state = 1 ORDER BY seq LIMIT $1`
      return (await database.query<JobRow>(found, [limit])).map(jobOf)
    },
    backlog: async (now, limit) => {
      const [row] = await database.query<{ readonly n: number }>(
        `SELECT count(*) AS n FROM (SELECT 1 FROM ${schema}.jobs
          WHERE state = 0 AND attempts = 0 AND (at IS NULL OR at <= $1) LIMIT $2) AS due`,
        [now, limit],
      )
      return row?.n ?? 0
    },
    isBusy: async (now) =>
      (await database.query(`SELECT 1 FROM ${schema}.jobs AS j WHERE (${runs}) OR (${ready}) LIMIT 1`, [now])).length >
      0,
  }
}

/** What only this engine needs: so only its commits pay for it. */
const preparing = (schema: string): readonly string[] => [
  `CREATE TABLE IF NOT EXISTS ${schema}.restate_timers
    (seq bigint PRIMARY KEY, id text COLLATE "C" NOT NULL, invocation text NOT NULL)`,
  `CREATE INDEX IF NOT EXISTS restate_timers_id ON ${schema}.restate_timers (id)`,
  `CREATE INDEX IF NOT EXISTS jobs_mailbox ON ${schema}.jobs (key, seq) WHERE state = 0`,
  `CREATE INDEX IF NOT EXISTS jobs_untold ON ${schema}.jobs (seq) WHERE state = 0 AND relayed IS NULL AND at IS NULL`,
  `CREATE INDEX IF NOT EXISTS jobs_untold_later ON ${schema}.jobs (at) WHERE state = 0 AND relayed IS NULL AND at IS NOT NULL`,
  `INSERT INTO ${schema}.meta (name, value) VALUES ('restate-sweep', '0 0') ON CONFLICT (name) DO NOTHING`,
]

/** The mailbox of a database. */
export const createMailbox = (database: Database): Mailbox => {
  const { schema } = database
  return {
    ...attemptsIn(database),
    ...tellingIn(database),
    ...countsIn(database),
    prepare: () =>
      database.transaction(async (sql) => {
        // under the lock of the schema's own steps: several processes may start at once
        await sql.query(`SELECT value FROM ${schema}.meta WHERE name = 'version' FOR UPDATE`)
        for (const statement of preparing(schema)) await sql.query(statement)
      }),
  }
}
