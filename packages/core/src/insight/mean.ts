import { type Comparison, nothingCompared } from "./comparison.ts"
import { type Confident, type Estimate, isConfidence, nothingOf, usualConfidence } from "./estimate.ts"
import { studentQuantile, studentTwoSided } from "./student.ts"

/** What numbers come to: how many, their mean, and the sum of the squares of how far they are from it. */
export interface Moments {
  readonly n: number
  readonly mean: number
  readonly squares: number
}

/** No numbers at all. */
export const noMoments: Moments = { n: 0, mean: 0, squares: 0 }

/** With one number more (Welford 1962, https://doi.org/10.1080/00401706.1962.10490022). What is no number is left out. */
export const withNumber = ({ n, mean, squares }: Moments, value: number): Moments => {
  if (!Number.isFinite(value)) return { n, mean, squares }
  const off = value - mean
  const after = mean + off / (n + 1)
  return { n: n + 1, mean: after, squares: squares + off * (value - after) }
}

/** What two lists of numbers come to together (Chan, Golub and LeVeque 1979). */
export const together = (one: Moments, two: Moments): Moments => {
  const n = one.n + two.n
  if (n === 0) return noMoments
  const off = two.mean - one.mean
  return {
    n,
    mean: one.mean + (off * two.n) / n,
    squares: one.squares + two.squares + (off * off * one.n * two.n) / n,
  }
}

/** What a list of numbers comes to. */
export const momentsOf = (numbers: readonly number[]): Moments => numbers.reduce(withNumber, noMoments)

/** How the numbers vary: the sum of squares by how many there are, less one. `null` of fewer than two. */
export const varianceOf = ({ n, squares }: Moments): number | null => (n > 1 ? squares / (n - 1) : null)

const momentsIn = (given: readonly number[] | Moments): Moments => ("mean" in given ? given : momentsOf(given))

/**
 * The mean with the interval of Student's t (https://en.wikipedia.org/wiki/Student%27s_t-distribution#Confidence_intervals), in the unit of
 * the numbers. Of one number, and where all are the same, how far it may be off cannot be said: `low` and `high` are `null`.
 *
 * @example
 * mean([5, 4, 5, 3]) // { value: 4.25, low: 2.73…, high: 5.77…, n: 4 }
 */
export const mean = (
  numbers: readonly number[] | Moments,
  { confidence = usualConfidence }: Confident = {},
): Estimate => {
  const moments = momentsIn(numbers)
  const { n, mean: value } = moments
  if (n === 0 || !Number.isFinite(value) || !isConfidence(confidence)) return nothingOf(n)
  const variance = varianceOf(moments)
  if (variance === null || !(variance > 0 && variance < Infinity)) return { value, low: null, high: null, n }
  const reach = studentQuantile((1 + confidence) / 2, n - 1) * Math.sqrt(variance / n)
  if (!Number.isFinite(value + reach) || !Number.isFinite(value - reach)) return { value, low: null, high: null, n }
  return { value, low: value - reach, high: value + reach, n }
}

/**
 * Two means of groups that have nobody in common, by Welch's test, which does not suppose that both vary alike
 * (https://en.wikipedia.org/wiki/Welch%27s_t-test). `null` where a group has fewer than two, or nothing varies.
 */
export const compareMeans = (
  first: readonly number[] | Moments,
  second: readonly number[] | Moments,
  { confidence = usualConfidence }: Confident = {},
): Comparison => {
  const [one, two] = [momentsIn(first), momentsIn(second)]
  const [varianceOne, varianceTwo] = [varianceOf(one), varianceOf(two)]
  if (varianceOne === null || varianceTwo === null || !isConfidence(confidence)) return nothingCompared
  const difference = two.mean - one.mean
  const [ofOne, ofTwo] = [varianceOne / one.n, varianceTwo / two.n]
  const error = Math.sqrt(ofOne + ofTwo)
  if (!Number.isFinite(difference) || !Number.isFinite(error)) return nothingCompared
  if (error === 0) return { ...nothingCompared, difference }
  const freedom = (ofOne + ofTwo) ** 2 / (ofOne ** 2 / (one.n - 1) + ofTwo ** 2 / (two.n - 1))
  const reach = studentQuantile((1 + confidence) / 2, freedom) * error
  const statistic = difference / error
  if (![statistic, difference - reach, difference + reach].every(Number.isFinite))
    return { ...nothingCompared, difference }
  return {
    difference,
    low: difference - reach,
    high: difference + reach,
    statistic,
    p: studentTwoSided(statistic, freedom),
  }
}
