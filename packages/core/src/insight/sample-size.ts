import { type Confident, isConfidence, reachOf, usualConfidence } from "./estimate.ts"
import { normalQuantile } from "./normal.ts"

/** How many there are to ask, where they are few: asking most of them says nearly all. */
export interface FromPopulation extends Confident {
  /** How many there are in all; without end, where it is left out. */
  readonly population?: number
}

/** How sure a comparison is to find a difference that is there. */
export interface Powered extends Confident {
  /** More than 0 and less than 1; 0.8, where it is left out. */
  readonly power?: number
}

// Whole people, and no more for a rounding error of the last digits.
const people = (size: number): number | null =>
  Number.isFinite(size) ? Math.max(1, Math.ceil(size - 1e-9 * size)) : null

const isMargin = (margin: number): boolean => margin > 0 && Number.isFinite(margin)

/** The finite population correction (https://en.wikipedia.org/wiki/Finite_population_correction). */
const corrected = (size: number, population: number | undefined): number | null => {
  if (population === undefined) return people(size)
  return population >= 1 ? people(Math.min(population, size / (1 + (size - 1) / population))) : null
}

/**
 * How many answers a share needs so that its interval reaches `margin` (0.05: five points of a hundred) to each side. `expected` is the
 * share that you expect; one half is the worst. `null` where the margin or the share cannot be.
 *
 * @example
 * sampleForShare(0.05) // 385
 * sampleForShare(0.05, { population: 1000 }) // 278
 */
export const sampleForShare = (
  margin: number,
  { expected = 0.5, population, confidence = usualConfidence }: FromPopulation & { readonly expected?: number } = {},
): number | null => {
  const z = reachOf(confidence)
  if (z === null || !isMargin(margin) || !(expected > 0 && expected < 1)) return null
  return corrected((z * z * expected * (1 - expected)) / (margin * margin), population)
}

/**
 * How many answers a mean needs so that its interval reaches `margin` to each side, where answers vary by `deviation`, both in the unit of
 * the answers.
 */
export const sampleForMean = (
  margin: number,
  deviation: number,
  { population, confidence = usualConfidence }: FromPopulation = {},
): number | null => {
  const z = reachOf(confidence)
  if (z === null || !isMargin(margin) || !isMargin(deviation)) return null
  return corrected(((z * deviation) / margin) ** 2, population)
}

/**
 * How answers to the question of the net promoter score vary, as shares: 1 where half are for and half against, the worst; 0.67, where it
 * is left out, is what surveys have on the whole (https://measuringu.com/nps-ci-sample-size).
 */
export interface NpsSpread {
  readonly variance?: number
}

const usualVariance = 0.67
const isVariance = (variance: number): boolean => variance > 0 && variance <= 1

/**
 * How many answers a net promoter score needs so that its interval reaches `margin` points to each side: s²z²/d² - 3, the three being
 * those that the adjusted interval adds.
 *
 * @example
 * sampleForNps(5) // 1027
 */
export const sampleForNps = (
  margin: number,
  { variance = usualVariance, population, confidence = usualConfidence }: FromPopulation & NpsSpread = {},
): number | null => {
  const z = reachOf(confidence)
  if (z === null || !isMargin(margin) || !isVariance(variance)) return null
  return corrected((variance * z * z) / (margin / 100) ** 2 - 3, population)
}

/**
 * How many answers each of two groups needs so that a difference of so many points between their net promoter scores is found: the
 * variances of both groups add up, and to the confidence comes the power: 2s²(z₁+z₂)²/d² - 3
 * (https://measuringu.com/nps-sig-test-sample-size).
 *
 * @example
 * sampleForNpsChange(15) // 465 in each group
 */
export const sampleForNpsChange = (
  difference: number,
  { variance = usualVariance, power = 0.8, confidence = usualConfidence }: Powered & NpsSpread = {},
): number | null => {
  const z = reachOf(confidence)
  if (z === null || !isMargin(difference) || !isVariance(variance) || !isConfidence(power)) return null
  return people((2 * variance * (z + normalQuantile(power)) ** 2) / (difference / 100) ** 2 - 3)
}

/**
 * How many answers each of two groups needs so that the difference between these two shares is found
 * (https://en.wikipedia.org/wiki/Two-proportion_Z-test).
 */
export const sampleForShares = (
  one: number,
  two: number,
  { power = 0.8, confidence = usualConfidence }: Powered = {},
): number | null => {
  const z = reachOf(confidence)
  const areShares = one >= 0 && one <= 1 && two >= 0 && two <= 1 && one !== two
  if (z === null || !areShares || !isConfidence(power)) return null
  const middle = (one + two) / 2
  const spread =
    z * Math.sqrt(2 * middle * (1 - middle)) + normalQuantile(power) * Math.sqrt(one * (1 - one) + two * (1 - two))
  return people((spread / (one - two)) ** 2)
}
