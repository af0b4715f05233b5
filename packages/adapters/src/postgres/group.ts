import { StoreError, type Unit, type UnitResult } from "@escucha/core/store"
import { codeOf, isUncertain } from "./failure.ts"

/** Units that were given together, and who waits for them. */
interface Call<State> {
  readonly units: readonly Unit<State>[]
  readonly resolve: (results: readonly UnitResult[]) => void
  readonly reject: (failure: unknown) => void
}

type CommitUnits<State> = (units: readonly Unit<State>[]) => Promise<readonly UnitResult[]>

/**
 * How many units one transaction takes, beyond which no other call joins it; how many transactions of a process are under way at once.
 * One: a second would only wait for the lock, and what gathers meanwhile shares a commit. Two were measured: a fifth slower, in three
 * processes under load.
 */
const limits = { units: 1_000, together: 1 }

/** The database says that a value is none that it can keep: a data exception, a limit of its own. */
const isRefused = (failure: unknown): boolean =>
  failure instanceof StoreError && !isUncertain(failure) && /^(?:22|54|23514)/.test(codeOf(failure))

/**
 * Commits the units of all callers that wait together: while a commit is under way, others gather. What the database refuses is found
 * by committing each unit alone, so that it harms no other.
 */
export const createGroupCommit = <State>(commit: CommitUnits<State>): CommitUnits<State> => {
  const waiting: Call<State>[] = []
  let underWay = 0
  const alone = async (unit: Unit<State>): Promise<UnitResult> => {
    try {
      return (await commit([unit]))[0] ?? { status: "invalid", reason: "it has no result" }
    } catch (failure) {
      if (!isRefused(failure)) throw failure
      return { status: "invalid", reason: `the database cannot keep it (${codeOf(failure)})` }
    }
  }
  const all: CommitUnits<State> = async (units) => {
    try {
      return await commit(units)
    } catch (failure) {
      if (!isRefused(failure)) throw failure
    }
    const results: UnitResult[] = []
    for (const unit of units) results.push(await alone(unit))
    return results
  }
  const take = (): readonly Call<State>[] => {
    let units = 0,
      calls = 0
    for (const call of waiting) {
      units += call.units.length
      if (calls > 0 && units > limits.units) break
      calls++
    }
    return waiting.splice(0, calls)
  }
  const run = async (calls: readonly Call<State>[]): Promise<void> => {
    try {
      const results = await all(calls.flatMap(({ units }) => units))
      let from = 0
      for (const { units, resolve } of calls) resolve(results.slice(from, (from += units.length)))
    } catch (failure) {
      for (const { reject } of calls) reject(failure)
    }
  }
  const pump = (): void => {
    while (underWay < limits.together && waiting.length > 0) {
      underWay++
      void run(take()).finally(() => {
        underWay--
        pump()
      })
    }
  }
  return (units) =>
    units.length === 0
      ? Promise.resolve([])
      : new Promise((resolve, reject) => {
          waiting.push({ units, resolve, reject })
          pump()
        })
}
