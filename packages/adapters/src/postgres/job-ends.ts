import type { Clock } from "@escucha/core/engine"
import type { Sql } from "./connection.ts"

/** What became of a job, as the table keeps it: it has ended, it is dead, or it waits for its next attempt. */
export interface JobEnd {
  readonly seq: number
  readonly state: "done" | "dead" | "paused"
  readonly attempts: number
  readonly next?: number
}

/** Writes down what became of jobs, many at a time. */
export interface JobEnds {
  readonly add: (end: JobEnd) => void
  /** Whether it is still to be written. */
  readonly has: (seq: number) => boolean
  /** Resolves when everything that was added until now is written, or dropped. */
  readonly written: () => Promise<void>
  /** Forgets what is to be tried again: whoever has the jobs now counts for themselves. */
  readonly dropPaused: () => void
  /** Forgets what could not be written, and what ends later: the database is asked no more. */
  readonly end: () => void
}

const numbers: { readonly [state in JobEnd["state"]]: number } = { paused: 0, dead: 1, done: 2 }

/** Milliseconds: what ends within a moment is written together, and what could not be written is tried again a little later. */
const pauses = { gather: 10, failed: 250 }

/** Of a job that was acknowledged in its own commit there is nothing left to write on. */
const write = (sql: Sql, schema: string, ends: readonly JobEnd[]) =>
  sql.query(
    `UPDATE ${schema}.jobs SET state = given.state, attempts = given.attempts, next = given.next, deaths = 0
      FROM unnest($1::bigint[], $2::smallint[], $3::smallint[], $4::bigint[]) AS given (seq, state, attempts, next)
      WHERE jobs.seq = given.seq AND jobs.state = 0`,
    [
      ends.map(({ seq }) => seq),
      ends.map(({ state }) => numbers[state]),
      ends.map(({ attempts }) => Math.min(attempts, 30_000)),
      ends.map(({ next }) => next ?? null),
    ],
  )

/** Keeps what became of jobs until it is written; a database that is gone is asked again and again. */
export const createJobEnds = (
  { sql, schema, clock }: { readonly sql: Sql; readonly schema: string; readonly clock: Clock },
  report: (failure: unknown) => void,
): JobEnds => {
  const kept = new Map<number, JobEnd>()
  let writing: Promise<void> | undefined
  let isOver = false
  const rest = (span: number) => new Promise<void>((resolve) => clock.at(clock.now() + span, resolve))
  const round = async (): Promise<void> => {
    const ends = [...kept.values()].slice(0, 1_000)
    try {
      await write(sql, schema, ends)
      for (const end of ends) if (kept.get(end.seq) === end) kept.delete(end.seq)
    } catch (failure) {
      report(failure)
      await rest(pauses.failed)
    }
  }
  const work = async (): Promise<void> => {
    await rest(pauses.gather)
    while (kept.size > 0) await round()
    writing = undefined
  }
  const written = async (): Promise<void> => {
    if (!writing) return
    await writing
    return written()
  }
  return {
    add: (end) => {
      if (isOver) return
      kept.set(end.seq, end)
      writing ??= work()
    },
    has: (seq) => kept.has(seq),
    written,
    dropPaused: () => {
      for (const [seq, { state }] of kept) if (state === "paused") kept.delete(seq)
    },
    end: () => {
      isOver = true
      kept.clear()
    },
  }
}
