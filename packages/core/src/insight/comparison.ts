/**
 * How much two groups differ, with how far that may be off, and how easily it comes by chance alone. `null` where nothing can be said.
 */
export interface Comparison {
  /** The second less the first. */
  readonly difference: number | null
  readonly low: number | null
  readonly high: number | null
  /** How many standard errors it is from nothing. */
  readonly statistic: number | null
  /** How probable a difference of this size or more is where there is none, from 0 to 1. */
  readonly p: number | null
}

/** A comparison of which nothing can be said. */
export const nothingCompared: Comparison = { difference: null, low: null, high: null, statistic: null, p: null }
