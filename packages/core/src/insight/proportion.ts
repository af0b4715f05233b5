import { type Confident, type Estimate, isCount, nothingOf, reachOf, usualConfidence } from "./estimate.ts"

/** How many of how many. */
export interface Part {
  /** Those who said so; from 0 to `n`. */
  readonly count: number
  readonly n: number
}

// Weighted answers may be parts of one; of less than this nothing can be said that is a number.
const least = 1e-6

/** Whether these are some of so many, and whether there are any. */
export const isPart = ({ count, n }: Part): boolean => isCount(count) && isCount(n) && n >= least && count <= n

/** A share of which nothing can be said. */
const nothing = ({ n }: Part): Estimate => nothingOf(isCount(n) ? n : 0)

/**
 * A share from 0 to 1 with Wilson's score interval, which holds its confidence also for few answers and for shares near 0 and 1
 * (Newcombe 1998, https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval#Wilson_score_interval). `null` where
 * nobody answered, or where these cannot be counts.
 *
 * @example
 * share({ count: 81, n: 263 }) // { value: 0.3080, low: 0.2553, high: 0.3662, n: 263 }
 */
export const share = (part: Part, { confidence = usualConfidence }: Confident = {}): Estimate => {
  const z = reachOf(confidence)
  if (z === null || !isPart(part)) return nothing(part)
  const { count, n } = part
  const value = count / n
  const all = 1 + (z * z) / n
  const middle = (value + (z * z) / (2 * n)) / all
  const reach = (z * Math.sqrt((value * (1 - value)) / n + (z * z) / (4 * n * n))) / all
  // the ends are 0 and 1 exactly there, and rounding must not say otherwise
  return {
    value,
    low: count === 0 ? 0 : Math.max(0, middle - reach),
    high: count === n ? 1 : Math.min(1, middle + reach),
    n,
  }
}

/**
 * A share from 0 to 1 by the adjusted Wald method: so many answers of each sort are added as make half of z² each, and the share is that
 * of all of them (Agresti and Coull 1998, https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval#Agresti–Coull_interval).
 * `value` is the adjusted share, which is the better guess where few answered; take `share` to show what was answered.
 */
export const adjustedShare = (part: Part, { confidence = usualConfidence }: Confident = {}): Estimate => {
  const z = reachOf(confidence)
  if (z === null || !isPart(part)) return nothing(part)
  const all = part.n + z * z
  const value = (part.count + (z * z) / 2) / all
  const reach = z * Math.sqrt((value * (1 - value)) / all)
  return { value, low: Math.max(0, value - reach), high: Math.min(1, value + reach), n: part.n }
}
