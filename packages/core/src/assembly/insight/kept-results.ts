import { millisecondsPer } from "../../kernel/duration.ts"
import type { Loop } from "../loop.ts"

/** Gives what was read before under this name, where nothing can have changed since; else it is read. */
export type Kept = <Value>(name: string, read: () => Promise<Value>) => Promise<Value>

const most = 50

/**
 * Keeps what is read of all responses together, for pages that look again and again. It holds until the next commit, and a minute at
 * most: some become too late to answer, and a period moves on. Whoever asks while it is read waits for the same reading.
 */
export const keptResults = ({ store, clock, ready }: Pick<Loop, "store" | "clock" | "ready">): Kept => {
  const kept = new Map<string, { readonly stamp: string; readonly value: Promise<unknown> }>()
  return async <Value>(name: string, read: () => Promise<Value>): Promise<Value> => {
    await ready()
    const stamp = `${await store.head()}@${Math.floor(clock.now() / millisecondsPer.minute)}`
    const known = kept.get(name)
    if (known?.stamp === stamp) return known.value as Promise<Value> // read under this very name
    const value = read()
    kept.delete(name)
    kept.set(name, { stamp, value })
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break
      kept.delete(oldest)
    }
    value.catch(() => kept.delete(name)) // whoever waits for it is told; the next one reads again
    return value
  }
}
