import type { StreamId } from "../kernel/ids.ts"
import type { Coordination } from "../timeline/coordination.ts"
import type { Committed, Store } from "../timeline/store.ts"

/** Lets many readers follow what is committed, in order and without gaps. */
export interface Follower {
  /** Everything after the cursor, then whatever comes, until `signal` fires; without a cursor from now on. Throws what broke the store. */
  follow(after: number | undefined, signal: AbortSignal): AsyncIterable<Committed>
  /** Says that something was committed in this process. */
  wake(): void
  /** Leaves out what these streams held, also for readers who are in the middle of it. */
  forget(streams: Iterable<StreamId>): void
  /** Leaves out everything that was kept: another process may have erased somebody, and it is not known whom. */
  forgetAll(): void
  close(): void
}

interface Feed extends Pick<Store<never>, "feed" | "head"> {
  readonly coordination?: Pick<Coordination, "watch">
}

const kept = 1_000

/** What was committed last, read once for everybody. It holds every commit after `begin`, up to the last one that was read. */
const createRecent = (store: Feed) => {
  let entries: readonly Committed[] = []
  let begin = 0
  let age = 0
  return {
    /** Grows whenever it holds something else. */
    age: () => age,
    /** Begins anew after this cursor. */
    reset: (cursor: number) => {
      entries = []
      begin = cursor
      age++
    },
    /** Drops what was kept of these streams, and what is being read. */
    forget: (streams: ReadonlySet<StreamId>) => {
      entries = entries.filter(({ entry }) => !streams.has(entry.stream))
      age++
    },
    /** Drops all that was kept; who has not seen it reads the store. */
    forgetAll: () => {
      begin = entries.at(-1)?.cursor ?? begin
      entries = []
      age++
    },
    /** Reads on; tells whether there was anything. What was begun anew meanwhile is left alone. */
    read: async (): Promise<boolean> => {
      const before = age
      const fresh: Committed[] = []
      for await (const committed of store.feed(entries.at(-1)?.cursor ?? begin)) fresh.push(committed)
      if (age !== before || fresh.length === 0) return false
      const all = [...entries, ...fresh]
      const dropped = all.length > kept * 2 ? all.slice(0, -kept) : []
      begin = dropped.at(-1)?.cursor ?? begin
      entries = all.slice(dropped.length)
      age++
      return true
    },
    /** Everything after the cursor that is known; who is further behind reads the store. */
    after: (cursor: number): Iterable<Committed> | AsyncIterable<Committed> => {
      if (cursor < begin) return store.feed(cursor)
      const last = entries.findLastIndex((committed) => committed.cursor <= cursor) // nearly always close to the end
      return entries.slice(last + 1)
    },
  }
}

/** Those who wait for news. */
const createSleepers = () => {
  const sleepers = new Set<{ readonly wake: () => void; readonly fail: (failure: unknown) => void }>()
  return {
    isEmpty: () => sleepers.size === 0,
    rouse: () => {
      for (const { wake } of sleepers) wake()
    },
    /** Tells everybody what broke. */
    fail: (failure: unknown) => {
      for (const sleeper of sleepers) sleeper.fail(failure)
    },
    sleep: (signal: AbortSignal): Promise<void> =>
      new Promise((resolve, reject) => {
        const leave = () => {
          sleepers.delete(sleeper)
          signal.removeEventListener("abort", wake)
        }
        const wake = () => {
          leave()
          resolve()
        }
        const fail = (failure: unknown) => {
          leave()
          reject(failure)
        }
        const sleeper = { wake, fail }
        sleepers.add(sleeper)
        signal.addEventListener("abort", wake, { once: true })
        if (signal.aborted) wake()
      }),
  }
}

/** Reads the feed for everybody who waits, as long as there is news. */
const createReading = (
  recent: ReturnType<typeof createRecent>,
  { isEmpty, rouse, fail }: ReturnType<typeof createSleepers>,
  closing: AbortSignal,
) => {
  let isReading = false,
    isBehind = false
  const read = async () => {
    isReading = true
    try {
      while (isBehind) {
        isBehind = false
        if (await recent.read()) rouse()
      }
    } catch (failure) {
      fail(failure) // the store broke
    } finally {
      isReading = false
    }
  }
  return () => {
    if (isEmpty() || closing.aborted) return
    isBehind = true
    if (!isReading) void read()
  }
}

/** One reader of the feed for all followers of this process: a thousand open pages cost one query. */
export const createFollower = (store: Feed): Follower => {
  const recent = createRecent(store)
  const sleepers = createSleepers()
  const closing = new AbortController()
  const wake = createReading(recent, sleepers, closing.signal)
  let unwatch: (() => void) | undefined
  let followers = 0,
    erasures = 0
  return {
    wake,
    forget: (streams) => {
      erasures++
      recent.forget(new Set(streams))
      wake() // what was being read meanwhile was dropped
    },
    forgetAll: () => {
      erasures++
      recent.forgetAll()
      wake()
    },
    async *follow(after, given) {
      const signal = AbortSignal.any([given, closing.signal])
      const head = await store.head()
      let cursor = Math.min(after ?? head, head) // a cursor that was never given out is a caller's claim
      if (followers++ === 0) {
        recent.reset(head) // who begins further back reads the store, entry by entry
        unwatch = store.coordination?.watch(wake) // what other processes commit
      }
      try {
        while (!signal.aborted) {
          const [from, age, erased] = [cursor, recent.age(), erasures]
          for await (const committed of recent.after(cursor)) {
            if (signal.aborted) return
            if (erasures !== erased) break // the rest may be of who is gone
            cursor = committed.cursor
            yield committed
          }
          if (cursor !== from || recent.age() !== age) continue // news came while nobody slept who could be told
          const asleep = sleepers.sleep(signal)
          wake() // what was committed between the reading above and this moment
          await asleep
        }
      } finally {
        if (--followers === 0) unwatch?.()
      }
    },
    close: () => closing.abort(),
  }
}
