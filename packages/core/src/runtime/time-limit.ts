import type { Clock } from "../kernel/clock.ts"
import { type Duration, milliseconds } from "../kernel/duration.ts"
import { TimeLimitError } from "../kernel/errors.ts"

/** How much time some work has, by which clock, and the signal of whoever waits for it. */
export interface TimeLimit {
  readonly clock: Clock
  readonly limit: Duration
  readonly signal: AbortSignal
  /** What takes the time, for the error: `rule "call back"`. */
  readonly what: string
}

/**
 * Gives what the work gives. Where it takes longer than its limit, the signal that it was given fires and the promise rejects with
 * `TimeLimitError`: whoever waits goes on, also when the work never ends.
 */
export const withinTime = async <Result>(
  { clock, limit, signal, what }: TimeLimit,
  work: (signal: AbortSignal) => Promise<Result> | Result,
): Promise<Result> => {
  const over = new AbortController()
  let stop = () => {}
  const late = new Promise<never>((_, reject) => {
    stop = clock.at(clock.now() + milliseconds(limit), () => {
      reject(new TimeLimitError(what, limit))
      over.abort()
    })
  })
  try {
    return await Promise.race([late, work(AbortSignal.any([signal, over.signal]))])
  } finally {
    stop()
  }
}
