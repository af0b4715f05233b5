import { type Comparison, nothingCompared } from "./comparison.ts"
import { type Confident, isCount, reachOf, usualConfidence } from "./estimate.ts"
import { twoSided } from "./normal.ts"
import { type NpsCounts, nps } from "./nps.ts"

/** With three answers more, as for the interval: the score as a share from -1 to 1, and the square of its standard error. */
const adjusted = ({ promoters, passives, detractors }: NpsCounts) => {
  const n = promoters + passives + detractors + 3
  const [up, down] = [(promoters + 0.75) / n, (detractors + 0.75) / n]
  return { score: up - down, variance: (up + down - (up - down) ** 2) / n }
}

const areCounts = ({ promoters, passives, detractors }: NpsCounts): boolean =>
  [promoters, passives, detractors].every(isCount) && promoters + passives + detractors > 0

/**
 * How much a net promoter score changed, in points from -200 to 200, and whether that may be chance: z of the difference of the two
 * adjusted scores (https://measuringu.com/nps-significance-test). The two groups have nobody in common.
 *
 * @example
 * npsChange({ promoters: 40, passives: 35, detractors: 25 }, { promoters: 50, passives: 30, detractors: 20 })
 * // { difference: 15, p: 0.183, … }: fifteen points from a hundred answers each may well be chance
 */
export const npsChange = (
  before: NpsCounts,
  after: NpsCounts,
  { confidence = usualConfidence }: Confident = {},
): Comparison => {
  const z = reachOf(confidence)
  if (z === null || !areCounts(before) || !areCounts(after)) return nothingCompared
  const [one, two] = [adjusted(before), adjusted(after)]
  const [first, second] = [nps(before).value, nps(after).value]
  if (first === null || second === null) return nothingCompared
  const error = Math.sqrt(one.variance + two.variance)
  const statistic = (two.score - one.score) / error
  const [middle, reach, difference] = [100 * (two.score - one.score), 100 * z * error, second - first]
  return {
    difference,
    low: Math.max(-200, Math.min(difference, middle - reach)),
    high: Math.min(200, Math.max(difference, middle + reach)),
    statistic,
    p: twoSided(statistic),
  }
}
