import type { Clock } from "../../packages/core/src/kernel/clock.ts"

/** A clock that stands still until a test moves it. */
export interface TestClock extends Clock {
  /** Moves on to the instant; whatever is due on the way rings in order, each at its own time, and `settle` runs after each ring. */
  readonly reach: (instant: number, settle: () => Promise<void>) => Promise<void>
}

/** A clock that a test owns, begun at an instant (milliseconds, or ISO with its offset). */
export const createClock = (start: number | string): TestClock => {
  let now = typeof start === "string" ? Date.parse(start) : start
  let number = 0
  const waiting = new Map<number, { readonly instant: number; readonly ring: () => void }>()
  return {
    now: () => now,
    at: (instant, ring) => {
      const own = ++number
      waiting.set(own, { instant, ring })
      return () => void waiting.delete(own)
    },
    reach: async (instant, settle) => {
      for (;;) {
        const [due] = [...waiting].filter(([, each]) => each.instant <= instant).sort(([one, a], [two, b]) => a.instant - b.instant || one - two)
        if (!due) break
        const [own, { instant: its, ring }] = due
        waiting.delete(own)
        now = Math.max(now, its)
        ring()
        await settle()
      }
      now = Math.max(now, instant)
      await settle()
    },
  }
}
