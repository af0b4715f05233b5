import type { Committed, Store } from "../timeline/store.ts"

/** Lets many readers follow what is committed, in order and without gaps. */
export interface Follower {
  /** Everything after the cursor, then whatever comes, until `signal` fires. Without a cursor it begins now. */
  follow(after: number | undefined, signal: AbortSignal): AsyncIterable<Committed>
  /** Says that something was committed in this process. */
  wake(): void
  close(): void
}

type Feed = Pick<Store<never>, "feed" | "head">

const kept = 1_000

/** What was committed last, read once for everybody. It holds every commit after `begin`, up to the last one that was read. */
const createRecent = (store: Feed) => {
  let entries: readonly Committed[] = []
  let begin = 0
  return {
    /** Begins anew after this cursor. */
    reset: (cursor: number) => {
      entries = []
      begin = cursor
    },
    /** Reads on; tells whether there was anything. */
    read: async (): Promise<boolean> => {
      const fresh: Committed[] = []
      for await (const committed of store.feed(entries.at(-1)?.cursor ?? begin)) fresh.push(committed)
      const all = [...entries, ...fresh]
      const dropped = all.length > kept * 2 ? all.slice(0, -kept) : []
      begin = dropped.at(-1)?.cursor ?? begin
      entries = all.slice(dropped.length)
      return fresh.length > 0
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
  const sleepers = new Set<() => void>()
  return {
    isEmpty: () => sleepers.size === 0,
    rouse: () => {
      for (const wake of Array.from(sleepers)) wake()
    },
    sleep: (signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        const done = () => {
          sleepers.delete(done)
          signal.removeEventListener("abort", done)
          resolve()
        }
        sleepers.add(done)
        signal.addEventListener("abort", done, { once: true })
        if (signal.aborted) done()
      }),
  }
}

/** One reader of the feed for all followers of this process: a thousand open pages cost one query. */
export const createFollower = (store: Feed): Follower => {
  const recent = createRecent(store)
  const { isEmpty, rouse, sleep } = createSleepers()
  const closing = new AbortController()
  let followers = 0,
    isReading = false,
    isBehind = false

  const read = async () => {
    isReading = true
    try {
      while (isBehind) {
        isBehind = false
        if (await recent.read()) rouse()
      }
    } catch {
      // the store broke: whoever follows reads it again, and is told there
      rouse()
    } finally {
      isReading = false
    }
  }
  const wake = () => {
    if (isEmpty() || closing.signal.aborted) return
    isBehind = true
    if (!isReading) void read()
  }
  return {
    wake,
    async *follow(after, given) {
      const signal = AbortSignal.any([given, closing.signal])
      let cursor = after ?? (await store.head())
      if (followers++ === 0) recent.reset(cursor)
      try {
        while (!signal.aborted) {
          const from = cursor
          for await (const committed of recent.after(cursor)) {
            if (signal.aborted) return
            cursor = committed.cursor
            yield committed
          }
          if (cursor !== from) continue
          const asleep = sleep(signal)
          wake() // what was committed between the reading above and this moment
          await asleep
        }
      } finally {
        followers--
      }
    },
    close: () => closing.abort(),
  }
}
