import type { EngineStats, Job } from "@escucha/core/engine"
import type { Sql } from "./connection.ts"
import { read } from "./text.ts"

/** A job as an engine finds it in the table. `attempts` of it have failed; `next` is when it may be tried again. */
export interface JobRow {
  readonly seq: number
  readonly id: string
  readonly key: Job["key"]
  readonly type: string
  readonly ref: string | null
  readonly at: number | null
  readonly due: number
  readonly attempts: number
  readonly next: number | null
  /** How many processes have ended while it ran, of those that marked it. */
  readonly deaths: number
}

/** The job as it was posted. */
export const jobOf = ({ id, key, type, ref, at }: JobRow): Job => ({
  key,
  id,
  type,
  ...(ref !== null && { ref }),
  ...(at !== null && { at }),
})

/** How far a part was read: jobs for now by their number, jobs for later by when they are due. */
export interface PartPlace {
  readonly part: number
  readonly seq: number
  readonly due: number
  readonly dueSeq: number
}

/** How many jobs of one part are read at once. */
export const pageOfPart = 200
/** How many new jobs are read at once. */
export const pageOfNew = 1_000

const columns = (table: string): string =>
  ["seq", "id", "key", "type", "ref", "at", "due", "attempts", "next", "deaths"]
    .map((name) => `${table}.${name}`)
    .join(", ")

const named = <Row extends JobRow>(row: Row): Row => ({
  ...row,
  id: read(row.id),
  key: read(row.key),
  type: read(row.type),
  ref: row.ref === null ? null : read(row.ref),
})

/** Reads what waits in the table. Every method sees what was committed before it was called. */
export interface JobReader {
  /** The number of the newest job that was ever posted. */
  readonly newest: () => Promise<number>
  /** Jobs of these parts that have failed and will be tried again. */
  readonly failing: (parts: readonly number[]) => Promise<readonly JobRow[]>
  /** Jobs for now, of each part those after its place, in the order of their commits; at most `pageOfPart` of each. */
  readonly waiting: (places: readonly PartPlace[]) => Promise<readonly JobRow[]>
  /** Jobs for later that are due until then, of each part those after its place, the earliest first; at most `pageOfPart` of each. */
  readonly coming: (places: readonly PartPlace[], until: number) => Promise<readonly JobRow[]>
  /** What was posted after this number to these parts and is due until then, in the order of commits; and how far that goes. */
  readonly posted: (
    after: number,
    parts: readonly number[],
    until: number,
  ) => Promise<{ readonly rows: readonly JobRow[]; readonly newest: number; readonly isAll: boolean }>
}

/** The statements by which an engine reads its jobs. */
export const createJobReader = (sql: Sql, schema: string): JobReader => {
  const rowsOf = async (text: string, values: Parameters<Sql["query"]>[1]): Promise<readonly JobRow[]> =>
    (await sql.query<JobRow>(text, values)).map(named)
  const newest = async (): Promise<number> => {
    const [row] = await sql.query<{ readonly job: number }>(`SELECT job FROM ${schema}.latest WHERE one = $1`, [1])
    return row?.job ?? 0
  }
  return {
    newest,
    failing: (of) =>
      rowsOf(
        `SELECT ${columns("jobs")} FROM ${schema}.jobs WHERE state = 0 AND attempts > 0 AND part = ANY($1::smallint[]) ORDER BY seq`,
        [[...of]],
      ),
    waiting: (places) =>
      rowsOf(
        `SELECT found.* FROM unnest($1::smallint[], $2::bigint[]) AS own (part, after) CROSS JOIN LATERAL (
          SELECT ${columns("jobs")} FROM ${schema}.jobs WHERE jobs.part = own.part AND state = 0 AND due = 0 AND seq > own.after
          ORDER BY seq LIMIT ${pageOfPart}) AS found`,
        [places.map(({ part }) => part), places.map(({ seq }) => seq)],
      ),
    coming: (places, until) =>
      rowsOf(
        `SELECT found.* FROM unnest($1::smallint[], $2::bigint[], $3::bigint[]) AS own (part, due, seq) CROSS JOIN LATERAL (
          SELECT ${columns("jobs")} FROM ${schema}.jobs WHERE jobs.part = own.part AND state = 0
          AND (jobs.due, jobs.seq) > (own.due, own.seq) AND jobs.due <= $4 ORDER BY jobs.due, jobs.seq LIMIT ${pageOfPart}) AS found
          ORDER BY found.due, found.seq`,
        [places.map(({ part }) => part), places.map(({ due }) => due), places.map(({ dueSeq }) => dueSeq), until],
      ),
    posted: async (after, of, until) => {
      const rows = await sql.query<{ readonly newest: number } & (JobRow | { readonly seq: null })>(
        `SELECT latest.job AS newest, found.* FROM ${schema}.latest LEFT JOIN LATERAL (
          SELECT ${columns("jobs")} FROM ${schema}.jobs WHERE seq > $1 AND state = 0 AND due <= $2 AND part = ANY($3::smallint[])
          ORDER BY seq LIMIT ${pageOfNew}) AS found ON true ORDER BY found.seq`,
        [after, until, [...of]],
      )
      const found = rows.flatMap((row) => (row.seq === null ? [] : [named(row)]))
      const isAll = found.length < pageOfNew
      return { rows: found, isAll, newest: isAll ? (rows[0]?.newest ?? after) : (found.at(-1)?.seq ?? after) }
    },
  }
}

/** Jobs that are dead, those that were posted first. */
export const deadIn = async (sql: Sql, schema: string, limit: number): Promise<readonly Job[]> => {
  const rows = await sql.query<JobRow>(
    `SELECT ${columns("jobs")} FROM ${schema}.jobs WHERE state = 1 ORDER BY seq LIMIT $1`,
    [limit],
  )
  return rows.map((row) => jobOf(named(row)))
}

/** Jobs that are counted; of more it is only known that there are so many. */
const mostCounted = 1_000_000

/** How many jobs are due and wait, at most `most`. */
export const countReady = async (sql: Sql, schema: string, now: number, most: number): Promise<number> => {
  const [row] = await sql.query<{ readonly count: number }>(
    `SELECT count(*) AS count FROM (SELECT 1 FROM ${schema}.jobs WHERE state = 0 AND due <= $1 LIMIT $2) AS ready`,
    [now, most],
  )
  return row?.count ?? 0
}

/** What is in the table, over all processes; `running` are the numbers of the jobs that run here. */
export const countJobs = async (
  sql: Sql,
  schema: string,
  now: number,
  running: readonly number[],
): Promise<Omit<EngineStats, "running">> => {
  const count = (where: string): string =>
    `(SELECT count(*) FROM (SELECT 1 FROM ${schema}.jobs WHERE ${where} LIMIT ${mostCounted}) AS counted)`
  const isReady = "state = 0 AND due <= $1 AND (next IS NULL OR next <= $1) AND NOT seq = ANY($2::bigint[])"
  const first = (where: string): string =>
    `(SELECT greatest(due, since) FROM ${schema}.jobs WHERE ${where} AND ${isReady} ORDER BY due, seq LIMIT 1)`
  const [row] = await sql.query<{
    readonly ready: number
    readonly later: number
    readonly paused: number
    readonly dead: number
    readonly oldest: number | null
  }>(
    `SELECT ${count(isReady)} AS ready, ${count("state = 0 AND due > $1")} AS later,
      ${count("state = 0 AND attempts > 0 AND due <= $1 AND next > $1 AND NOT seq = ANY($2::bigint[])")} AS paused,
      ${count("state = 1")} AS dead, least(${first("due = 0")}, ${first("due > 0")}) AS oldest`,
    [now, [...running]],
  )
  if (!row) return { ready: 0, delayed: 0, dead: 0, oldestReady: 0 }
  const { ready, later, paused, dead, oldest } = row
  return { ready, delayed: later + paused, dead, oldestReady: oldest === null ? 0 : Math.max(0, now - oldest) }
}
