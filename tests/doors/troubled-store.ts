import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"

/** A memory store of which a test owns the troubles, and that notes how often its feed is read. */
export const troubledStore = () => {
  const memory = memoryStore<Stored>()
  const trouble: { commit?: Error; feed?: Error } = {}
  const read: number[] = []
  const store: Store<Stored> = {
    ...memory,
    commit: async (units) => {
      if (trouble.commit) throw trouble.commit
      return memory.commit(units)
    },
    async *feed(after) {
      read.push(after)
      if (trouble.feed) throw trouble.feed
      yield* memory.feed(after)
    },
  }
  return { store, trouble, read }
}
