/** Time as the house sees it. A test gives its own, and owns it. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Rings once, at or after the instant; the function that comes back takes it back. */
  readonly at: (instant: number, ring: () => void) => () => void
}

// The longest wait that setTimeout takes; a longer one would ring at once.
const longestTimeout = 2 ** 31 - 1

/** A waiting timer must not keep a process alive; in a browser it does not. */
const letGo = (timer: unknown): void => {
  if (typeof timer === "object" && timer !== null && "unref" in timer && typeof timer.unref === "function")
    timer.unref()
}

/** The clock of this machine. Waits of months are made of many shorter ones. */
export const systemClock: Clock = {
  now: () => Date.now(),
  at: (instant, ring) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const wait = () => {
      const left = instant - Date.now()
      timer = setTimeout(left > longestTimeout ? wait : ring, Math.min(Math.max(left, 0), longestTimeout))
      letGo(timer)
    }
    wait()
    return () => clearTimeout(timer)
  },
}
