import { type Confident, type Estimate, nothingOf, reachOf, usualConfidence } from "./estimate.ts"
import { effectiveSize } from "./weights.ts"

/** An answer of 0 to 10 with how much it counts. */
export interface WeightedScore {
  readonly score: number
  /** Not negative. */
  readonly weight: number
}

/** A weighted score; its interval is that of as many answers as `effective` says. */
export interface WeightedNps extends Estimate {
  readonly effective: number | null
}

/**
 * The net promoter score of weighted answers, in points from -100 to 100. The adjusted Wald interval is taken with Kish's effective sample
 * size in the place of how many answered, so that weights make it wider and never narrower. What is no score, or has no weight, is
 * left out.
 */
export const weightedNps = (
  answers: readonly WeightedScore[],
  { confidence = usualConfidence }: Confident = {},
): WeightedNps => {
  const z = reachOf(confidence)
  const given = answers.filter(
    ({ score, weight }) => Number.isInteger(score) && score >= 0 && score <= 10 && weight > 0 && weight < Infinity,
  )
  const n = given.length
  const { effective } = effectiveSize(given.map(({ weight }) => weight))
  if (z === null || effective === null) return { ...nothingOf(n), effective }
  const largest = given.reduce((most, { weight }) => Math.max(most, weight), 0)
  const weightOf = (counts: (score: number) => boolean) =>
    given.reduce((sum, { score, weight }) => (counts(score) ? sum + weight / largest : sum), 0)
  const all = weightOf(() => true)
  const [promoters, detractors] = [weightOf((score) => score >= 9) / all, weightOf((score) => score <= 6) / all]
  const value = promoters - detractors
  const size = effective + 3
  const [up, down] = [(effective * promoters + 0.75) / size, (effective * detractors + 0.75) / size]
  const reach = z * Math.sqrt((up + down - (up - down) ** 2) / size)
  return {
    value: 100 * value,
    low: 100 * Math.max(-1, Math.min(value, up - down - reach)),
    high: 100 * Math.min(1, Math.max(value, up - down + reach)),
    n,
    effective,
  }
}
