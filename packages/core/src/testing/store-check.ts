import type { Store } from "../timeline/store.ts"
import type { Noted } from "./store-builders.ts"

/** A fresh, empty, migrated store. */
export interface StoreUnderTest {
  readonly store: Store<Noted>
  /** Closes the store and opens what it left; left out where nothing outlives the process. */
  readonly reopen?: () => Promise<Store<Noted>>
  /** Closes what is open and removes what was written. */
  readonly dispose: () => Promise<void>
}

/** One promise of the `Store` port. `run` rejects with `ConformanceError` where it is not kept. */
export interface StoreCheck {
  readonly name: string
  readonly run: (make: () => Promise<StoreUnderTest>) => Promise<void>
}

/** Names a promise, and gives its proof a store of its own. */
export const storeCheck = (name: string, prove: (subject: StoreUnderTest) => Promise<void>): StoreCheck => ({
  name,
  run: async (make) => {
    const subject = await make()
    try {
      await prove(subject)
    } finally {
      await subject.dispose()
    }
  },
})
