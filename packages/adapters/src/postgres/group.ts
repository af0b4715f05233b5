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
 * How many units one transaction takes, beyond which no other call joins it; how many may wait while the database does not answer,
 * beyond which a call is refused; how many transactions of a process are under way at once.
 * One: a second would only wait for the lock, and what gathers meanwhile shares a commit. Two were measured: a fifth slower, in three
 * processes under load.
 */
const limits = { units: 1_000, waiting: 20_000, together: 1 }

/** The database says that a value is none that it can keep: a data exception, a limit of its own. */
const isRefused = (failure: unknown): boolean =>
  failure instanceof StoreError && !isUncertain(failure) && /^(?:22|54|23514)/.test(codeOf(failure))

/** The calls that wait, in the order in which they came. */
const createLine = <State>() => {
  const waiting: Call<State>[] = []
  let size = 0
  return {
    isEmpty: () => waiting.length === 0,
    hasRoom: (units: number): boolean => size === 0 || size + units <= limits.waiting,
    add: (call: Call<State>): void => {
      size += call.units.length
      waiting.push(call)
    },
    /** Those that share the next commit. */
    take: (): readonly Call<State>[] => {
      let units = 0,
        calls = 0
      for (const call of waiting) {
        if (calls > 0 && units + call.units.length > limits.units) break
        units += call.units.length
        calls++
      }
      size -= units
      return waiting.splice(0, calls)
    },
  }
}

/**
 * Commits the units of all callers that wait together: while a commit is under way, others gather. What the database refuses is found
 * by committing each unit alone, so that it harms no other.
 */
export const createGroupCommit = <State>(commit: CommitUnits<State>): CommitUnits<State> => {
  const line = createLine<State>()
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
    while (underWay < limits.together && !line.isEmpty()) {
      underWay++
      void run(line.take()).finally(() => {
        underWay--
        pump()
      })
    }
  }
  return (units) => {
    if (units.length === 0) return Promise.resolve([])
    if (!line.hasRoom(units.length)) return Promise.reject(new StoreError("unavailable"))
    return new Promise((resolve, reject) => {
      line.add({ units, resolve, reject })
      pump()
    })
  }
}
