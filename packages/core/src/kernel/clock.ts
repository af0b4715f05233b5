/** Time as the house sees it; a test gives its own. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Rings once at or after the instant; the returned function takes it back. */
  readonly at: (instant: number, ring: () => void) => () => void
}
export const systemClock: Clock = {
  now: () => Date.now(),
  at: (instant, ring) => { const t = setTimeout(ring, Math.min(Math.max(instant - Date.now(), 0), 2 ** 31 - 1)); (t as { unref?: () => void }).unref?.(); return () => clearTimeout(t) },
}
