import type { Clock } from "@escucha/core/engine"

/** A clock that goes by that of the database, so that all processes agree on what is due. */
export interface EngineClock extends Clock {
  /** How many milliseconds the clock of the database is before that of this machine. */
  readonly measured: (ahead: number) => void
}

/** Milliseconds: less than this can come from the way to the database and back, and harms nobody. */
const harmless = 1_000

/** Goes by the clock of the machine until it is told that this one is far off. */
export const createEngineClock = (clock: Clock): EngineClock => {
  let ahead = 0
  return {
    now: () => clock.now() + ahead,
    at: (instant, ring) => clock.at(instant - ahead, ring),
    measured: (found) => {
      const next = Math.abs(found) < harmless ? 0 : Math.round(found)
      if (Math.abs(next - ahead) >= harmless || next === 0) ahead = next
    },
  }
}
