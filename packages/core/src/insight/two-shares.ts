import { type Comparison, nothingCompared } from "./comparison.ts"
import { type Confident, usualConfidence } from "./estimate.ts"
import { twoSided } from "./normal.ts"
import { isPart, type Part, share } from "./proportion.ts"

/**
 * Two shares of groups that have nobody in common: the difference of the shares (-1 to 1) with Newcombe's hybrid score interval, made of
 * the two Wilson intervals (Newcombe 1998, method 10, https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I),
 * and the N-1 chi-squared test, which holds its level also where few are expected (Campbell 2007, https://doi.org/10.1002/sim.2832).
 * `statistic` is the root of chi-squared with the sign of the difference. Where all say the same, `p` is `null`.
 *
 * @example
 * compareShares({ count: 48, n: 80 }, { count: 56, n: 70 }) // { difference: 0.2, low: 0.0524, high: 0.3339, … }
 */
export const compareShares = (
  first: Part,
  second: Part,
  { confidence = usualConfidence }: Confident = {},
): Comparison => {
  const [one, two] = [share(first, { confidence }), share(second, { confidence })]
  if (one.value === null || one.low === null || one.high === null) return nothingCompared
  if (two.value === null || two.low === null || two.high === null) return nothingCompared
  const difference = two.value - one.value
  const low = difference - Math.hypot(two.value - two.low, one.high - one.value)
  const high = difference + Math.hypot(two.high - two.value, one.value - one.low)
  const statistic = isPart(first) && isPart(second) ? scoreOf(first, second) : null
  return {
    difference,
    low: Math.max(-1, low),
    high: Math.min(1, high),
    statistic,
    p: statistic === null ? null : twoSided(statistic),
  }
}

const scoreOf = (first: Part, second: Part): number | null => {
  const n = first.n + second.n
  const yes = first.count + second.count
  const spread = (yes / n) * (1 - yes / n) * (1 / first.n + 1 / second.n) * (n / (n - 1))
  return spread > 0 ? (second.count / second.n - first.count / first.n) / Math.sqrt(spread) : null
}
