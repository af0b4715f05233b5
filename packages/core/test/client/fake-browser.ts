import type { Browser } from "../../src/client/browser.ts"

interface Waiting {
  readonly until: number
  readonly done: () => void
}

/** A browser whose clock, chance and network are the test's. */
export const aBrowser = () => {
  const waiting = new Set<Waiting>()
  const listeners = new Set<() => void>()
  let now = 0,
    ids = 0,
    online = true
  const browser: Browser = {
    now: () => now,
    random: () => 0,
    freshId: () => `id-${++ids}`,
    pause: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve()
        const entry: Waiting = {
          until: now + milliseconds,
          done: () => {
            waiting.delete(entry)
            resolve()
          },
        }
        waiting.add(entry)
        signal.addEventListener("abort", entry.done)
      }),
    isOnline: () => online,
    onNetwork: (changed, signal) => {
      listeners.add(changed)
      signal.addEventListener("abort", () => listeners.delete(changed))
    },
  }
  return {
    browser,
    /** How many pauses and listeners are there: what a client that was closed must not leave behind. */
    held: () => waiting.size + listeners.size,
    /** How long the next pause lasts. */
    nextPause: () => Math.min(...[...waiting].map(({ until }) => until - now)),
    pass: (milliseconds: number) => {
      now += milliseconds
      for (const { until, done } of Array.from(waiting)) if (until <= now) done()
    },
    network: (isThere: boolean) => {
      online = isThere
      for (const changed of Array.from(listeners)) changed()
    },
  }
}
