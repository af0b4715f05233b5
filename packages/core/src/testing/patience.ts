import type { Clock } from "../kernel/clock.ts"
import { TimeLimitError } from "../kernel/errors.ts"
import { withinTime } from "../runtime/time-limit.ts"
import { ConformanceError } from "./expectation.ts"

/** Time as a check of the kit lets it pass. */
export interface PassingTime {
  readonly now: () => number
  /** Lets milliseconds pass: at once on a test clock, truly elsewhere. */
  readonly advance: (span: number) => Promise<void>
  /** Whether time truly passes: then nothing is tried that takes longer than minutes. */
  readonly isReal?: boolean
}

/** Lets time pass until it holds; false where it does not come to that in two minutes, or in a month on a test clock. */
export const holdsInTime = async (clock: PassingTime, holds: () => boolean | Promise<boolean>): Promise<boolean> => {
  const [longest, patience] = clock.isReal ? [250, 120_000] : [3_600_000, 30 * 86_400_000]
  for (let passed = 0, step = 1; passed < patience; passed += step, step = Math.min(step * 2, longest)) {
    if (await holds()) return true
    await clock.advance(step)
  }
  return holds()
}

/** What a call gives. No time passes for an answer that comes by itself; where none comes, `ConformanceError` says to what. */
export const answerInTime = async <Value>(
  clock: PassingTime,
  promise: string,
  call: () => Promise<Value>,
): Promise<Value> => {
  const answer = call()
  let isThere = false
  const arrival = Promise.allSettled([answer]).finally(() => {
    isThere = true
  })
  await Promise.race([arrival, clock.advance(0)])
  if (isThere || (await holdsInTime(clock, () => isThere))) return answer
  throw new ConformanceError(promise, "no answer came")
}

/** Runs a proof that nothing but the clock can end; `ConformanceError` where it has not ended after two minutes. */
export const endInTime = async (clock: Clock, promise: string, prove: () => Promise<void>): Promise<void> => {
  const { signal } = new AbortController()
  try {
    await withinTime({ clock, limit: "2 minutes", signal, what: promise }, prove)
  } catch (failure) {
    if (!(failure instanceof TimeLimitError)) throw failure // what the proof found
    throw new ConformanceError(promise, "it had not come to its end after two minutes", { cause: failure })
  }
}
