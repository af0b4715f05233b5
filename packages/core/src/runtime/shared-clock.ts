import type { Clock } from "../kernel/clock.ts"
import { millisecondsPer } from "../kernel/duration.ts"
import { ConfigurationError } from "../kernel/errors.ts"
import type { Coordination } from "../timeline/coordination.ts"

/** The clock of this machine, put right by the time of all processes. */
export interface SharedClock extends Clock {
  /** Compares the clocks now, and every minute from then on. Rejects where that is not possible the first time. */
  readonly start: () => Promise<void>
  readonly stop: () => void
}

/** Less than this is the way to the database and back, and harms nobody. */
const tolerance = 500
/** An answer that took longer says too little of the moment at which it was given. */
const longestAnswer = 5 * millisecondsPer.second

/** How far this clock is behind the time of all, as it was found last. */
const createComparison = (clock: Clock, now: Coordination["now"], report: (failure: unknown) => void) => {
  const found = { behind: 0, isFailing: false }
  const compare = async (): Promise<void> => {
    const asked = clock.now()
    const told = await now()
    const answered = clock.now()
    if (answered - asked > longestAnswer) return
    const behind = Math.round(told - (asked + answered) / 2)
    if (Math.abs(behind - found.behind) <= tolerance) return
    found.behind = Math.abs(behind) <= tolerance ? 0 : behind
    if (Math.abs(behind) < millisecondsPer.minute) return
    const seconds = Math.round(Math.abs(behind) / millisecondsPer.second)
    const where = behind < 0 ? "ahead of" : "behind"
    report(
      new ConfigurationError("clock", `this machine is ${seconds} seconds ${where} the database, whose time is taken`),
    )
  }
  const compareAgain = async (): Promise<void> => {
    try {
      await compare()
      found.isFailing = false
    } catch (failure) {
      if (!found.isFailing) report(failure) // told once: what was found before goes on
      found.isFailing = true
    }
  }
  return { found, compare, compareAgain }
}

/**
 * The time of a house that shares its store: whoever coordinates says what time it is. A machine whose clock is off by an hour writes at
 * the same hours as the others, and nothing that it writes seems to come from the future. `report` is told of it.
 */
export const createSharedClock = (
  clock: Clock,
  { now }: Pick<Coordination, "now">,
  report: (failure: unknown) => void,
): SharedClock => {
  const { found, compare, compareAgain } = createComparison(clock, now, report)
  let stop: (() => void) | undefined
  const later = () => {
    stop = clock.at(clock.now() + millisecondsPer.minute, () => {
      void compareAgain()
      later()
    })
  }
  const timeOfAll = () => clock.now() + found.behind
  return {
    now: timeOfAll,
    at: (instant, ring) => {
      let cancel = () => {}
      const wait = () => {
        // the clock may be put right meanwhile: never before the instant
        cancel = clock.at(instant - found.behind, () => (timeOfAll() < instant ? wait() : ring()))
      }
      wait()
      return () => cancel()
    },
    start: async () => {
      await compare()
      stop?.()
      later()
    },
    stop: () => {
      stop?.()
      stop = undefined
    },
  }
}
