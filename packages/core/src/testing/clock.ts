import type { Clock } from "../kernel/clock.ts"
import { type Duration, milliseconds } from "../kernel/duration.ts"

/** A clock that stands still until a test moves it. */
export interface TestClock extends Clock {
  /** Moves on by a duration or by milliseconds, ringing everything that falls due on the way, each at its own moment. */
  readonly advance: (by: Duration | number) => Promise<void>
  /** Moves on to an instant, in milliseconds or as ISO 8601. */
  readonly moveTo: (instant: number | string) => Promise<void>
}

interface Ring { readonly at: number; readonly order: number; readonly ring: () => void }

const instantOf = (instant: number | string): number => typeof instant === "number" ? instant : Date.parse(instant)

/** Lets promises settle: what a ring started may take several turns of the event loop. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 8; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}

/**
 * A clock that stands still until a test moves it.
 *
 * @example
 * const clock = createClock("2026-03-01T22:05:00+01:00")
 * await clock.advance("11 hours")
 */
export const createClock = (start: number | string = "2026-03-02T12:00:00Z"): TestClock => {
  const rings = new Set<Ring>()
  let now = instantOf(start)
  let order = 0
  const nextUntil = (end: number): Ring | undefined => [...rings].filter(({ at }) => at <= end)
    .sort((one, two) => one.at - two.at || one.order - two.order)[0]
  const moveTo = async (instant: number | string): Promise<void> => {
    const end = instantOf(instant)
    await settle()
    for (let next = nextUntil(end); next; next = nextUntil(end)) {
      rings.delete(next)
      now = Math.max(now, next.at)
      next.ring()
      await settle()
    }
    now = Math.max(now, end)
  }
  return {
    now: () => now,
    at: (instant, ring) => {
      const waiting = { at: instant, order: order++, ring }
      rings.add(waiting)
      return () => rings.delete(waiting)
    },
    moveTo,
    advance: (by) => moveTo(now + (typeof by === "number" ? by : milliseconds(by))),
  }
}
