/** What the client takes from the browser that is no argument of a call: the clock, chance, the network's state. A test gives its own. */
export interface Browser {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** A number in [0, 1). */
  readonly random: () => number
  /** A fresh id that nobody else has. */
  readonly freshId: () => string
  /** Resolves after so many milliseconds, or as soon as the signal fires; it never rejects. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>
  /** Whether the browser believes that it has a network. */
  readonly isOnline: () => boolean
  /** Calls back when that changes, until the signal fires. */
  readonly onNetwork: (changed: () => void, signal: AbortSignal) => void
}

const pause: Browser["pause"] = (milliseconds, signal) =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener("abort", done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener("abort", done)
  })

/** The browser itself. Where there is none, as on a server that renders, it counts as online. */
export const thisBrowser: Browser = {
  now: () => Date.now(),
  random: () => Math.random(),
  freshId: () => `${Date.now()}-${Math.random()}`, // a page without TLS has no randomUUID; nobody gains by guessing it
  pause,
  isOnline: () => globalThis.navigator?.onLine !== false,
  onNetwork: (changed, signal) => {
    for (const event of ["online", "offline"]) globalThis.addEventListener?.(event, changed, { signal })
  },
}
