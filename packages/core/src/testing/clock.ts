import type { Clock } from "../kernel/clock.ts"
import { type Duration, milliseconds } from "../kernel/duration.ts"
import { ConfigurationError } from "../kernel/errors.ts"
import { addDue, type Due, type DueHeap, removeDue } from "../runtime/due-heap.ts"

/** A clock that stands still until a test moves it. */
export interface TestClock extends Clock {
  /** Lets time pass: rings everything that falls due, in order, each at its own instant, and lets promises settle after each ring. */
  readonly advance: (span: Duration | number) => Promise<void>
  /** Puts the clock to an instant, forwards or back. Nothing rings: what was passed over rings at the next `advance`. */
  readonly set: (instant: number | string) => void
}

/** What else a test clock can do. */
export interface TestClockOptions {
  /** What `advance` waits for before it begins and after each ring; ten turns of the event loop, if left out. */
  readonly settle?: () => Promise<void>
}

interface Ring extends Due {
  readonly ring: () => void
}

const patience = 10

const settlePromises = async (): Promise<void> => {
  for (let turn = 0; turn < patience; turn++)
    await new Promise<void>((resolve) => {
      setImmediate(resolve)
    })
}

const instantIn = (option: string, start: number | string): number => {
  const instant = typeof start === "number" ? start : Date.parse(start)
  if (!Number.isFinite(instant))
    throw new ConfigurationError(
      option,
      'write milliseconds since 1970, or an instant such as "2026-03-01T22:00+01:00"',
    )
  return instant
}

const spanOf = (span: Duration | number): number => {
  const passing = typeof span === "number" ? span : milliseconds(span)
  if (!(passing >= 0))
    throw new ConfigurationError(
      "span",
      'write a duration such as "5 minutes", or milliseconds from 0; `set` goes back',
    )
  return passing
}

/**
 * A clock for tests, at `start`: an instant in ISO 8601 with its offset, or milliseconds since 1970.
 *
 * @example
 * const clock = createClock("2026-03-01T22:00+01:00")
 * clock.at(clock.now() + 3_600_000, () => { console.log("an hour later") })
 * await clock.advance("1 hour")
 */
export const createClock = (start: number | string, { settle = settlePromises }: TestClockOptions = {}): TestClock => {
  const rings: DueHeap<Ring> = []
  let now = instantIn("start", start)
  let order = 0
  return {
    now: () => now,
    at: (instant, ring) => {
      const waiting: Ring = { due: instant, order: order++, place: -1, ring }
      addDue(rings, waiting)
      return () => {
        if (rings[waiting.place] === waiting) removeDue(rings, waiting)
      }
    },
    advance: async (span) => {
      const target = now + spanOf(span)
      await settle()
      for (let [next] = rings; next && next.due <= target; [next] = rings) {
        removeDue(rings, next)
        now = Math.max(now, next.due)
        next.ring()
        await settle()
      }
      now = Math.max(now, target)
    },
    set: (instant) => {
      now = instantIn("instant", instant)
    },
  }
}
