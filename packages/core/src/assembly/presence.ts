import type { Identifier } from "../kernel/ids.ts"

/** Somebody is writing at this moment: told to who looks on, kept nowhere. */
export interface Present {
  readonly place: Identifier
  readonly channel: string
  readonly at: number
  /** One of us writes to them, and not they to us. */
  readonly from?: "team"
}

/** What is true now and not kept. */
export interface Presence {
  readonly tell: (present: Present) => void
  /** Tells what another process was told. */
  readonly pass: (present: Present) => void
  /** Whether anybody here looks on. */
  readonly isWatched: () => boolean
  /** What is told from now on, until the signal fires. */
  readonly listen: (signal: AbortSignal) => AsyncIterable<Present>
}

/** Networks tell it at every stroke; who looks on needs it once in this time. */
const silence = 1_000
const mostPlaces = 1_000
/** Who reads slower than this misses what is over by then. */
const mostWaiting = 100

interface Listener {
  readonly queue: Present[]
  wake: () => void
}

/** Nobody writes yet. `others` tells it to the other processes on the store, where there are any. */
export const createPresence = (others?: (present: Present) => void): Presence => {
  const listeners = new Set<Listener>()
  const last = new Map<string, number>()
  const isNews = ({ place, at, from }: Present): boolean => {
    const key = `${from ?? "customer"} ${place}`
    const before = last.get(key) ?? -Infinity
    if (Math.abs(at - before) < silence) return false // a clock may be set back
    last.delete(key)
    last.set(key, at)
    const [oldest] = last.keys()
    if (last.size > mostPlaces && oldest !== undefined) last.delete(oldest)
    return true
  }
  const pass = (present: Present): void => {
    for (const listener of listeners) {
      if (listener.queue.length >= mostWaiting) listener.queue.shift()
      listener.queue.push(present)
      listener.wake()
    }
  }
  return {
    tell: (present) => {
      if ((listeners.size === 0 && !others) || !isNews(present)) return
      pass(present)
      others?.(present)
    },
    pass,
    isWatched: () => listeners.size > 0,
    listen: async function* (signal) {
      const listener: Listener = { queue: [], wake: () => {} }
      listeners.add(listener)
      const leave = () => listener.wake()
      signal.addEventListener("abort", leave)
      try {
        while (!signal.aborted) {
          const next = listener.queue.shift()
          if (next) yield next
          else
            await new Promise<void>((resolve) => {
              listener.wake = resolve
            })
        }
      } finally {
        signal.removeEventListener("abort", leave)
        listeners.delete(listener)
      }
    },
  }
}

/** Two streams as one, in the order in which they tell something; it ends with the first of them. */
export async function* beside<One, Two>(one: AsyncIterable<One>, two: AsyncIterable<Two>): AsyncGenerator<One | Two> {
  const [first, second] = [one[Symbol.asyncIterator](), two[Symbol.asyncIterator]()]
  const named = <Value>(result: IteratorResult<Value>, of: "first" | "second") => ({ of, result })
  const fromFirst = () => first.next().then((result) => named(result, "first"))
  const fromSecond = () => second.next().then((result) => named(result, "second"))
  let [news, more] = [fromFirst(), fromSecond()]
  for (;;) {
    const { of, result } = await Promise.race([news, more])
    if (result.done) return
    yield result.value
    if (of === "first") news = fromFirst()
    else more = fromSecond()
  }
}
