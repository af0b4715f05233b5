import { type EngineLimits, StoreError } from "@escucha/core/engine"
import type { Sql } from "./connection.ts"
import { mostDeathsOf } from "./deadly-job.ts"
import { askTogether } from "./together.ts"

/** A job as far as it matters whether it ends its process. */
export interface Suspect {
  readonly seq: number
  readonly part: number
  /** How many processes have ended while it ran, as far as that was marked, since it last came to an end of its own. */
  readonly deaths: number
}

/** Lets jobs begin with care that may have ended a process, and costs the others nothing. */
export interface JobCare {
  /** The last holder of this part ended in the midst of its work: what was posted up to this number may be why. */
  readonly watch: (part: number, upTo: number) => void
  /** Whether so many processes have ended while it ran that it is not begun any more. */
  readonly isDeadly: (deaths: number) => boolean
  /** Does the work; of one that may have ended a process, with a mark in the table, and alone among those that were marked twice. */
  readonly run: (suspect: Suspect, signal: AbortSignal, work: () => Promise<void>) => Promise<void>
  /** As it was told, but what was not begun because there was no mark is no failure of its own. */
  readonly limits: EngineLimits
}

/** From so many on, a job runs alone among its like: not from the first, at which everything is marked that happened to run. */
const deathsUntilAlone = 2

/** It was not begun: there was no mark, or it was given up before its turn. It never leaves the engine. */
class NotBegunError extends Error {
  readonly _tag = "NotBegunError"
  readonly reason = "not-begun"
  readonly retryable = true
}

/** One after the other; who is given up waits no longer. */
const createTurns = () => {
  let last: Promise<void> = Promise.resolve()
  return async (signal: AbortSignal, work: () => Promise<void>): Promise<void> => {
    const before = last
    const turn = Promise.withResolvers<void>()
    last = before.then(() => turn.promise)
    const givenUp = new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true })
    })
    try {
      await Promise.race([before, givenUp])
      await work()
    } finally {
      turn.resolve()
    }
  }
}

/** Begins without suspicion. */
export const createJobCare = (sql: Sql, schema: string, limits: EngineLimits): JobCare => {
  const { isPassing = () => false } = limits
  const most = mostDeathsOf(limits)
  const watched = new Map<number, number>()
  const inTurn = createTurns()
  const statement = `UPDATE ${schema}.jobs SET deaths = deaths + 1 WHERE seq = ANY($1::bigint[]) AND state = 0`
  const mark = askTogether(async (seqs: readonly number[]) => {
    await sql.query(statement, [seqs])
    return seqs
  })
  const begin = async ({ seq }: Suspect, signal: AbortSignal, work: () => Promise<void>): Promise<void> => {
    try {
      if (!signal.aborted) await mark(seq)
    } catch (failure) {
      throw failure instanceof StoreError ? new NotBegunError() : failure
    }
    if (signal.aborted) throw new NotBegunError()
    await work() // how it ends is written, and its mark goes with that
  }
  return {
    watch: (part, upTo) => void watched.set(part, upTo),
    isDeadly: (deaths) => deaths >= most,
    run: (suspect, signal, work) => {
      if (suspect.deaths >= deathsUntilAlone) return inTurn(signal, () => begin(suspect, signal, work))
      const isSuspect = suspect.deaths > 0 || suspect.seq <= (watched.get(suspect.part) ?? 0)
      return isSuspect ? begin(suspect, signal, work) : work()
    },
    limits: { ...limits, isPassing: (failure) => failure instanceof NotBegunError || isPassing(failure) },
  }
}
