import type { Committed, Store } from "../timeline/store.ts"

/** Lets many readers follow what is committed, in order and without gaps. */
export interface Follower {
  /** Everything after the cursor, then whatever comes, until `signal` fires. The cursor `undefined` begins now. */
  follow(after: number | undefined, signal: AbortSignal): AsyncIterable<Committed>
  /** Says that something was committed in this process. */
  wake(): void
  close(): void
}

const kept = 1_000

/**
 * One reader of the feed for all followers of this process: what was committed last is read once and kept, so that a thousand
 * open pages cost one query. Who is further behind reads the store until they have caught up.
 */
export const createFollower = (store: Pick<Store<never>, "feed" | "head">): Follower => {
  let recent: Committed[] = []
  let begin = 0 // every commit after this cursor, up to the last one read, is in `recent`
  let followers = 0
  let reading: Promise<void> | undefined
  let isBehind = false, isClosed = false
  const sleepers = new Set<() => void>()
  const rouse = () => {
    for (const wake of [...sleepers]) wake()
  }

  const read = async () => {
    do {
      isBehind = false
      const fresh: Committed[] = []
      for await (const committed of store.feed(recent.at(-1)?.cursor ?? begin)) fresh.push(committed)
      if (fresh.length === 0) continue
      const all = [...recent, ...fresh]
      const dropped = all.length > kept * 2 ? all.slice(0, -kept) : []
      begin = dropped.at(-1)?.cursor ?? begin
      recent = all.slice(dropped.length)
      rouse()
    } while (isBehind)
  }
  const wake = () => {
    if (sleepers.size === 0 || isClosed) return
    isBehind = true
    reading ??= read().finally(() => { reading = undefined })
  }
  const sleep = (signal: AbortSignal): Promise<void> => new Promise((resolve) => {
    const done = () => {
      sleepers.delete(done)
      signal.removeEventListener("abort", done)
      resolve()
    }
    sleepers.add(done)
    signal.addEventListener("abort", done, { once: true })
    if (signal.aborted || isClosed) done()
  })

  return {
    wake,
    async *follow(after, signal) {
      let cursor = after ?? await store.head()
      if (followers++ === 0) begin = cursor
      try {
        while (!signal.aborted && !isClosed) {
          const next = cursor >= begin ? recent.filter((committed) => committed.cursor > cursor) : store.feed(cursor)
          const from = cursor
          for await (const committed of next) {
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
        if (--followers === 0) recent = []
      }
    },
    close() {
      isClosed = true
      rouse()
    },
  }
}
