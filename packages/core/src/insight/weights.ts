/** What weighting costs: of so many answers, as many count as `effective` says. */
export interface WeightedSize {
  readonly n: number
  /** Kish's effective sample size, (Σw)² / Σw²; `n`, where all weigh the same. `null` where nothing weighs anything. */
  readonly effective: number | null
  /** By how much the variance grows: n / effective. */
  readonly designEffect: number | null
}

/**
 * How many answers weighted ones are worth (Kish 1965, https://en.wikipedia.org/wiki/Design_effect#Effective_sample_size). A weight that
 * is negative or no number counts as 0.
 *
 * @example
 * effectiveSize([1, 1, 2, 4]).effective // 2.909…
 */
export const effectiveSize = (weights: readonly number[]): WeightedSize => {
  let sum = 0,
    squares = 0
  const largest = weights.reduce((most, weight) => (Number.isFinite(weight) ? Math.max(most, weight) : most), 0)
  for (const weight of weights) {
    if (!(weight > 0) || !Number.isFinite(weight)) continue
    const relative = weight / largest // so that no square is too large or too small to be a number
    sum += relative
    squares += relative * relative
  }
  const n = weights.length
  if (squares === 0) return { n, effective: null, designEffect: null }
  const effective = (sum * sum) / squares
  return { n, effective, designEffect: n / effective }
}
