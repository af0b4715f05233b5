import { type Confident, isCount, reachOf, usualConfidence } from "./estimate.ts"

/** Answers of 9 and 10, of 7 and 8, and of 0 to 6. */
export interface NpsCounts {
  readonly promoters: number
  readonly passives: number
  readonly detractors: number
}

/** A net promoter score with its interval, in points from -100 to 100; `null` where nobody answered. */
export interface NpsResult extends NpsCounts {
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  /** How many answers it rests on. */
  readonly n: number
}

const group = (score: number): keyof NpsCounts => (score >= 9 ? "promoters" : score >= 7 ? "passives" : "detractors")

const count = (scores: readonly number[]): NpsCounts => {
  const counts = { promoters: 0, passives: 0, detractors: 0 }
  for (const score of scores) if (Number.isInteger(score) && score >= 0 && score <= 10) counts[group(score)] += 1
  return counts
}

const isList = (scores: readonly number[] | NpsCounts): scores is readonly number[] => Array.isArray(scores)

/**
 * The net promoter score: the share of promoters less the share of detractors. What is not a whole number from 0 to 10 is not an
 * answer and is left out of `n`. The interval is the adjusted Wald interval of a difference of two shares of one multinomial, with
 * three answers added, ¾ of each end and 1½ in the middle, for all sizes; it is the one that holds its 95 % best when few answered
 * (Rocks 2016, https://measuringu.com/nps-three-confidence-intervals). It is cut at ±100 and always reaches the value itself.
 *
 * @example
 * nps([10, 9, 7, 3]) // { value: 25, low: -44.1…, high: 72.7…, n: 4, promoters: 2, passives: 1, detractors: 1 }
 */
export const nps = (
  scores: readonly number[] | NpsCounts,
  { confidence = usualConfidence }: Confident = {},
): NpsResult => {
  const { promoters, passives, detractors } = isList(scores) ? count(scores) : scores
  const n = promoters + passives + detractors
  const z = reachOf(confidence)
  if (z === null || !(n > 0) || ![promoters, passives, detractors].every(isCount))
    return { value: null, low: null, high: null, n: isCount(n) ? n : 0, promoters, passives, detractors }
  const value = (promoters - detractors) / n
  const up = (promoters + 0.75) / (n + 3)
  const down = (detractors + 0.75) / (n + 3)
  const margin = z * Math.sqrt((up + down - (up - down) ** 2) / (n + 3))
  return {
    value: ((promoters - detractors) * 100) / n,
    low: Math.max(-1, Math.min(value, up - down - margin)) * 100,
    high: Math.min(1, Math.max(value, up - down + margin)) * 100,
    n,
    promoters,
    passives,
    detractors,
  }
}
