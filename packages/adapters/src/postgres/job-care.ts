import { type EngineLimits, StoreError } from "@escucha/core/engine"
import type { Sql } from "./connection.ts"

/** A job as far as it matters whether it ends its process. */
export interface Suspect {
  readonly seq: number
  readonly part: number
  /** How many processes have ended while it ran, as far as that was marked, since it last came to an end of its own. */
  readonly begun: number
}

/** Lets jobs begin with care that may have ended a process, and costs the others nothing. */
export interface JobCare {
  /** The last holder of this part ended in the midst of its work: what was posted up to this number may be why. */
  readonly watch: (part: number, upTo: number) => void
  /** Whether so many processes have ended while it ran that it is not begun any more. */
  readonly isDeadly: (begun: number) => boolean
  /** Does the work; of one that may have ended a process, with a mark in the table, and alone among those that were marked twice. */
  readonly run: (suspect: Suspect, signal: AbortSignal, work: () => Promise<void>) => Promise<void>
  /** These are given up by a process that is still there: their marks are not counted. */
  readonly giveUp: (seqs: readonly number[]) => void
  /** Takes the marks back of what was given up. */
  readonly settle: () => Promise<void>
  /** As it was told, but what was not begun because there was no mark is no failure of its own. */
  readonly limits: EngineLimits
}

/** Fewer processes than these have never been ended by one job: several can be killed, one after the other, while the same job runs. */
const fewestDeaths = 4

/** From so many on, a job runs alone among its like: not from the first, at which everything is marked that happened to run. */
const deathsUntilAlone = 2

/** It was not begun: there was no mark, or it was given up before its turn. It never leaves the engine. */
class NotBegunError extends Error {
  readonly _tag = "NotBegunError"
  readonly reason = "not-begun"
  readonly retryable = true
}

/** Writes marks, all that come while the last ones are written together. */
const createMarks = (sql: Sql, schema: string) => {
  const statement = `UPDATE ${schema}.jobs SET begun = begun + 1 WHERE seq = ANY($1::bigint[]) AND state = 0`
  let waiting: { readonly seq: number; readonly resolve: () => void; readonly reject: (reason: unknown) => void }[] = []
  let isWriting = false
  const write = async (): Promise<void> => {
    const now = waiting
    waiting = []
    try {
      await sql.query(statement, [now.map(({ seq }) => seq)])
      for (const { resolve } of now) resolve()
    } catch (failure) {
      for (const { reject } of now) reject(failure)
    }
  }
  const pump = async (): Promise<void> => {
    if (isWriting) return
    isWriting = true
    await Promise.resolve() // what begins in one turn is marked together
    while (waiting.length > 0) await write()
    isWriting = false
  }
  return (seq: number): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ seq, resolve, reject })
      void pump()
    })
}

/** One after the other; who is given up waits no longer. */
const createTurns = () => {
  let last: Promise<void> = Promise.resolve()
  return async (signal: AbortSignal, work: () => Promise<void>): Promise<void> => {
    const before = last
    let leave = () => {}
    const left = new Promise<void>((resolve) => {
      leave = resolve
    })
    last = before.then(() => left)
    try {
      await Promise.race([before, new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()))])
      await work()
    } finally {
      leave()
    }
  }
}

/** Begins without suspicion. */
export const createJobCare = (sql: Sql, schema: string, limits: EngineLimits): JobCare => {
  const takeBack = `UPDATE ${schema}.jobs SET begun = begun - 1 WHERE seq = ANY($1::bigint[]) AND state = 0 AND begun > 0`
  const { isPassing = () => false } = limits
  const most = Math.max(limits.attempts, fewestDeaths)
  const watched = new Map<number, number>()
  const marked = new Set<number>()
  const takenBack = new Set<number>()
  const mark = createMarks(sql, schema)
  const inTurn = createTurns()
  const begin = async ({ seq }: Suspect, signal: AbortSignal, work: () => Promise<void>): Promise<void> => {
    if (signal.aborted) throw new NotBegunError()
    try {
      await mark(seq)
    } catch (failure) {
      throw failure instanceof StoreError ? new NotBegunError() : failure
    }
    if (signal.aborted) {
      takenBack.add(seq)
      throw new NotBegunError()
    }
    marked.add(seq)
    try {
      await work()
    } finally {
      marked.delete(seq) // how it ended is written, and its mark goes with that
    }
  }
  return {
    watch: (part, upTo) => void watched.set(part, upTo),
    isDeadly: (begun) => begun >= most,
    run: (suspect, signal, work) => {
      if (suspect.begun >= deathsUntilAlone) return inTurn(signal, () => begin(suspect, signal, work))
      const isSuspect = suspect.begun > 0 || suspect.seq <= (watched.get(suspect.part) ?? 0)
      return isSuspect ? begin(suspect, signal, work) : work()
    },
    giveUp: (seqs) => {
      for (const seq of seqs) if (marked.has(seq)) takenBack.add(seq)
    },
    settle: async () => {
      const seqs = [...takenBack]
      if (seqs.length === 0) return
      takenBack.clear() // somebody else may settle meanwhile
      try {
        await sql.query(takeBack, [seqs])
      } catch (failure) {
        for (const seq of seqs) takenBack.add(seq)
        throw failure
      }
    },
    limits: { ...limits, isPassing: (failure) => failure instanceof NotBegunError || isPassing(failure) },
  }
}
