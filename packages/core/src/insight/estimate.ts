import { normalQuantile } from "./normal.ts"

/**
 * A figure with how far it may be off: in repeated samples, the truth lies from `low` to `high` as often as `confidence` says. `null`
 * where nothing can be said.
 */
export interface Estimate {
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  /** How many answers it rests on. */
  readonly n: number
}

/** How sure an interval is. */
export interface Confident {
  /** More than 0 and less than 1; 0.95, where it is left out. */
  readonly confidence?: number
}

/** The confidence of an interval where nothing is said. */
export const usualConfidence = 0.95

/** Whether this is a confidence. */
export const isConfidence = (value: unknown): value is number => typeof value === "number" && value > 0 && value < 1

/** How many standard errors an interval of the normal distribution reaches to each side; `null` where that is no confidence. */
export const reachOf = (confidence: number): number | null =>
  isConfidence(confidence) ? -normalQuantile((1 - confidence) / 2) : null

/** Whether this can be how many there are of something. */
export const isCount = (value: number): boolean => value >= 0 && value <= Number.MAX_SAFE_INTEGER

/** The ends of a scale. */
export interface Bounds {
  readonly low: number
  readonly high: number
}

/** An estimate cut at the ends of its scale: the truth does not lie beyond them. */
export const within = ({ low, high }: Bounds, estimate: Estimate): Estimate => ({
  ...estimate,
  low: estimate.low === null ? null : Math.max(low, estimate.low),
  high: estimate.high === null ? null : Math.min(high, estimate.high),
})

/** An estimate of which nothing can be said. */
export const nothingOf = (n: number): Estimate => ({ value: null, low: null, high: null, n })
