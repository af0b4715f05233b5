import { setTimeout as sleep } from "node:timers/promises"

/** How fast the past is played: as fast as it goes, or this many times faster than it was. */
export type Speed = "max" | number

/** The longest that a timer of Node can wait, in milliseconds. */
const longestWait = 2_147_483_647

/** Waits until a message of the past is due: the first one is now. Times that go back are due at once. Rejects with the signal's reason. */
export const createPace = (
  factor: number,
  signal: AbortSignal,
  now: () => number = Date.now,
): ((at: number) => Promise<void>) => {
  let begun: { readonly at: number; readonly now: number } | undefined
  return async (at) => {
    begun ??= { at, now: now() }
    const due = begun.now + (at - begun.at) / factor
    for (let left = due - now(); left > 0; left = due - now())
      await sleep(Math.min(left, longestWait), undefined, { signal })
  }
}
