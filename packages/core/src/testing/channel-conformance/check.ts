import { systemClock } from "../../kernel/clock.ts"
import { ConformanceError } from "../expectation.ts"
import { endInTime } from "../patience.ts"

/** One thing that every channel has to do. `run` rejects with `ConformanceError` when it does not. */
export interface ConformanceCheck {
  readonly name: string
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
export const check = (name: string, prove: () => void | Promise<void>): ConformanceCheck => ({
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
