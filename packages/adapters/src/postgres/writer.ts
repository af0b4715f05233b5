import { randomUUID } from "node:crypto"
import { setTimeout as pause } from "node:timers/promises"
import { StoreError } from "@escucha/core/store"
import type { Database, Sql } from "./connection.ts"
import { codeOf, isContended, isUncertain } from "./failure.ts"

/** The last numbers that were given, and how many entries there are; read under the lock that every commit takes. */
export interface Latest {
  readonly entry: number
  readonly job: number
  readonly stream: number
  readonly entries: number
}

/** Work that writes. It may be done again from the beginning where nothing of it was written. */
export type Writing<Result> = (sql: Sql, latest: Promise<Latest>) => Promise<Result>

/** Writes one after the other, over all processes, and knows in the end whether it was written. */
export interface Writer {
  readonly write: <Result>(work: Writing<Result>) => Promise<Result>
  /** Ends the waiting of those who do not know yet. */
  readonly close: () => void
}

/** How long is waited for what goes wrong; a test waits less. */
export interface Endurance {
  /** Attempts of one that others were quicker than. */
  readonly attempts: number
  /** Milliseconds for which one whose answer was lost is looked for, while the database is gone. */
  readonly finding: number
  /**
   * Milliseconds after which the server ends a transaction that holds the lock and says nothing more: its process has stopped, and all
   * others wait for it.
   */
  readonly silence: number
}

const usualEndurance: Endurance = { attempts: 12, finding: 20_000, silence: 10_000 }

/** A writer that was not seen for so long is there no more. */
const forgotten = 7 * 86_400_000

const statementsOf = (schema: string) => ({
  lock: `SELECT entry, job, stream, entries, set_config('idle_in_transaction_session_timeout', $1, true) AS silence
    FROM ${schema}.latest WHERE one = 1 FOR UPDATE`,
  mark: `INSERT INTO ${schema}.writers AS w (id, commits, at) VALUES ($1, $2, $3)
    ON CONFLICT (id) DO UPDATE SET commits = excluded.commits, at = excluded.at`,
  marked: `SELECT commits FROM ${schema}.writers WHERE id = $1`,
  forget: `DELETE FROM ${schema}.writers WHERE at < $1`,
})

/** Removes the marks of writers that ended long ago. */
export const forgetWriters = async (database: Database): Promise<void> => {
  await database.query(statementsOf(database.schema).forget, [Date.now() - forgotten])
}

/** Failures of a connection that was there: another one may well be. */
const isBroken = (failure: unknown): boolean =>
  failure instanceof StoreError &&
  !isUncertain(failure) &&
  ["lost", "ECONNRESET", "EPIPE", "57P01"].includes(codeOf(failure))

/** One that writes: the number of its commits tells, after an answer was lost, whether the last of them is there. */
interface Mark {
  readonly id: string
  commits: number
}

type Written = (mark: Mark) => Promise<boolean>

/** One transaction under the lock, which leaves its mark. */
const createTransact = (database: Database, silence: string) => {
  const sql = statementsOf(database.schema)
  return <Result>(mark: Mark, work: Writing<Result>): Promise<Result> =>
    database.transaction(async (asked) => {
      const latest = asked.query<Latest>(sql.lock, [silence]).then(([row]) => {
        if (row) return row
        throw new StoreError("foreign")
      })
      latest.catch(() => undefined) // the work may wait for something else first
      const result = await work(asked, latest)
      await latest // nothing is written before the lock is held
      void asked.query(sql.mark, [mark.id, mark.commits + 1, Date.now()])
      return result
    })
}

/** Whether a transaction whose answer was lost is there: whoever holds the lock knows that it has ended. */
const createIsWritten = (database: Database, silence: string): Written => {
  const sql = statementsOf(database.schema)
  return (mark) =>
    database.transaction(async (asked) => {
      await asked.query(sql.lock, [silence])
      const [row] = await asked.query<{ readonly commits: number }>(sql.marked, [mark.id])
      return row?.commits === mark.commits + 1
    })
}

/** Asks until somebody answers; rejects with what was not known where nobody does. */
const find = async (
  ask: () => Promise<boolean>,
  unknown: unknown,
  finding: number,
  closed: AbortSignal,
): Promise<boolean> => {
  const until = performance.now() + finding
  for (let attempt = 0; ; attempt++)
    try {
      return await ask()
    } catch {
      // still gone
      if (closed.aborted || performance.now() > until) throw unknown
      const wait = Math.min(1_000, 20 * 2 ** attempt) * (0.5 + Math.random() / 2)
      await pause(wait, undefined, { signal: closed }).catch(() => undefined)
    }
}

/**
 * Creates what writes. Every transaction takes the lock first and waits for its turn, so none fails because of another; where a
 * database says so all the same, it is done again. A COMMIT without an answer is looked for by its mark: the lock tells that the
 * transaction has ended, one way or the other.
 */
export const createWriter = (database: Database, endurance: Endurance = usualEndurance): Writer => {
  const silence = String(endurance.silence) // milliseconds are what a number without a unit means there
  const [transact, isWritten] = [createTransact(database, silence), createIsWritten(database, silence)]
  const idle: Mark[] = []
  const closed = new AbortController()
  const attemptAll = async <Result>(mark: Mark, work: Writing<Result>): Promise<Result> => {
    let hasBroken = false
    for (let attempt = 1; ; attempt++) {
      let result: { readonly of: Result } | undefined
      try {
        return await transact(mark, async (asked, latest) => (result = { of: await work(asked, latest) }).of)
      } catch (failure) {
        if (isUncertain(failure)) {
          const isThere = await find(() => isWritten(mark), failure, endurance.finding, closed.signal)
          if (isThere && result) return result.of
        } else if (isContended(failure) && attempt < endurance.attempts) await pause(attempt * 10 * Math.random())
        else if (isBroken(failure) && !hasBroken) hasBroken = true
        else throw failure
      }
    }
  }
  return {
    write: async (work) => {
      const mark = idle.pop() ?? { id: randomUUID(), commits: 0 }
      const result = await attemptAll(mark, work) // a mark of which nobody knows is not used again
      mark.commits++
      idle.push(mark)
      return result
    },
    close: () => closed.abort(),
  }
}
