import type { Store } from "../timeline/store.ts"
import { type Clock, systemClock } from "../kernel/clock.ts"
import { endInTime } from "./patience.ts"
import type { Noted } from "./store-builders.ts"

/** A fresh, empty, migrated store. */
export interface StoreUnderTest {
  readonly store: Store<Noted>
  /** Closes the store and opens what it left; left out where nothing outlives the process. */
  readonly reopen?: () => Promise<Store<Noted>>
  /** Closes what is open and removes what was written. */
  readonly dispose: () => Promise<void>
  /** By this a check waits two minutes for a store that does not answer; the machine's, if left out. */
  readonly clock?: Clock
}

/** One promise of the `Store` port. `run` rejects with `ConformanceError` where it is not kept. */
export interface StoreCheck {
  readonly name: string
  readonly run: (make: () => Promise<StoreUnderTest>) => Promise<void>
}

/** Names a promise, and gives its proof a store of its own. Whatever the store does, the check comes to its end. */
export const storeCheck = (name: string, prove: (subject: StoreUnderTest) => Promise<void>): StoreCheck => ({
  name,
  run: async (make) => {
    const subject = await make()
    const { clock = systemClock } = subject
    const [proof] = await Promise.allSettled([endInTime(clock, name, () => prove(subject))])
    const [end] = await Promise.allSettled([endInTime(clock, "dispose ends", () => subject.dispose())])
    for (const result of [proof, end]) if (result.status === "rejected") throw result.reason
  },
})
