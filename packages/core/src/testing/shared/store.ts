import { type Clock, systemClock } from "../../kernel/clock.ts"
import { StoreError } from "../../kernel/errors.ts"
import { memoryStore } from "../../runtime/store-memory.ts"
import type { Coordination } from "../../timeline/coordination.ts"
import type { Store } from "../../timeline/store.ts"
import { memoryCoordination } from "./coordination.ts"

/** One memory store as several processes see it. */
export interface SharedMemory<State> {
  /** Another process on the store. Closing it leaves the store to the others. */
  readonly open: () => Store<State> & { readonly coordination: Coordination }
}

/**
 * A memory store for several houses in one process: what a shared database is to several processes, for tests. `clock` is the one time of
 * all of them; a house may have a clock of its own that is off.
 *
 * @example
 * const shared = sharedMemory<State>()
 * const [here, there] = [shared.open(), shared.open()]
 */
export const sharedMemory = <State>(clock: Pick<Clock, "now"> = systemClock): SharedMemory<State> => {
  const store = memoryStore<State>()
  const meeting = memoryCoordination(clock)
  return {
    open: () => {
      const { die, ...coordination } = meeting.join()
      let isClosed = false
      const open = (): Store<State> => {
        if (isClosed) throw new StoreError("closed")
        return store
      }
      return {
        ...store,
        migrate: async () => open().migrate(),
        load: async (need) => open().load(need),
        commit: async (units) => {
          const results = await open().commit(units)
          meeting.committed()
          return results
        },
        timeline: async (customer, page) => open().timeline(customer, page),
        entry: async (id, stream) => open().entry(id, stream),
        query: async (projection, filter, page) => open().query(projection, filter, page),
        rows: async (projection, keys) => open().rows(projection, keys),
        search: async (text, page) => open().search(text, page),
        series: async (metrics, from, to) => open().series(metrics, from, to),
        jobs: async (page) => open().jobs(page),
        feed: async function* (after) {
          yield* open().feed(after)
        },
        head: async () => open().head(),
        size: async () => open().size(),
        customers: async (page) => open().customers(page),
        erase: async (customer, remains) => open().erase(customer, remains),
        coordination,
        close: async () => {
          isClosed = true
          die()
        },
      }
    },
  }
}
