import { systemClock } from "../../kernel/clock.ts"
import { ConformanceError } from "../expectation.ts"
import { endInTime } from "../patience.ts"
import type { Family } from "./family.ts"

/** One thing that every channel has to do. `run` rejects with `ConformanceError` when it does not. */
export interface ConformanceCheck {
  readonly family: Family
  readonly name: string
  /** Why there is nothing to do here, as the channel itself declares. Then `run` proves nothing: count it apart. */
  readonly notApplicable?: string
  readonly run: () => Promise<void>
}

/** What the function gives; where it throws, the promise that this breaks. */
export const withoutThrowing = <Value>(promise: string, give: () => Value): Value => {
  try {
    return give()
  } catch (cause) {
    throw new ConformanceError(`${promise}, and never throws`, "it threw", { cause })
  }
}

/** A check from a name and what it does. Whatever the channel does, the check comes to its end. */
export const check = (family: Family, name: string, prove: () => void | Promise<void>): ConformanceCheck => ({
  family,
  name,
  run: () =>
    endInTime(systemClock, name, async () => {
      try {
        await prove()
      } catch (cause) {
        if (cause instanceof ConformanceError) throw cause
        throw new ConformanceError(name, "what the channel gave could not even be looked at", { cause })
      }
    }),
})

/** Says that a channel has nothing of this family, and why. */
export const notApplicable = (family: Family, why: string): ConformanceCheck => ({
  family,
  name: `${family}: not applicable, because ${why}`,
  notApplicable: why,
  run: async () => undefined,
})

/** A check that fails because the kit was not given what it takes to look: nothing is passed over in silence. */
export const missing = (family: Family, fixture: string, because: string): ConformanceCheck =>
  check(family, `is given to the kit with ${fixture}, because ${because}`, () => {
    throw new ConformanceError(`${because}, so the kit needs ${fixture}`, "it was not given")
  })
