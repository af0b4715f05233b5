import type { Pattern } from "./pattern.ts"

/** By field and level, how often pairs agree in that way: `m` among pairs of one person, `u` among pairs of two. */
export interface Agreement {
  readonly m: readonly (readonly number[])[]
  readonly u: readonly (readonly number[])[]
}

/** What the estimation found. `rate`: the share of pairs that are one person's. */
export interface Estimate extends Agreement {
  readonly rate: number
  readonly iterations: number
  readonly converged: boolean
}

/** No level is impossible: a share below this is one that the sample was too small to show. */
const least = 1e-6

const shares = (counts: readonly number[]): readonly number[] => {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts.map((count) => Math.max(least, count / total))
}

/** The log odds that a pair of this pattern is one person's, natural; fields in `without` are left out. */
export const logOdds = (
  { levels }: Pick<Pattern, "levels">,
  { m, u }: Agreement,
  rate: number,
  without?: ReadonlySet<number>,
): number => {
  let odds = Math.log(rate) - Math.log1p(-rate)
  for (let field = 0; field < levels.length; field++) {
    const level = levels[field] ?? -1
    if (level < 0 || without?.has(field)) continue
    odds += Math.log(m[field]?.[level] ?? least) - Math.log(u[field]?.[level] ?? least)
  }
  return odds
}

/** The probability of log odds. */
export const probabilityOf = (odds: number): number => 1 / (1 + Math.exp(-odds))

/** How often pairs agree by level, over all of these patterns. */
export const shareOfLevels = (patterns: readonly Pattern[], levelCounts: readonly number[]): Agreement["u"] => {
  const counts = levelCounts.map((count) => Array.from({ length: count }, () => 0.5))
  for (const pattern of patterns)
    for (const [field, level] of pattern.levels.entries()) {
      const of = counts[field]
      if (of && level >= 0) of[level] = (of[level] ?? 0) + pattern.count
    }
  return counts.map(shares)
}

/** Where the estimation begins: pairs of one person agree most of the time. */
export const usualMatches = (levelCounts: readonly number[]): Agreement["m"] =>
  levelCounts.map((count) => shares(Array.from({ length: count }, (_, level) => 6 ** level)))

interface Start extends Agreement {
  readonly rate: number
  /** Fields that say nothing here, because every pair was chosen by them. */
  readonly without?: ReadonlySet<number>
  /** Whether `u` is found too, which the pairs of a block need: they agree more often by chance than pairs of everybody. */
  readonly learnsU?: boolean
  readonly iterations?: number
}

/**
 * Finds `m` and the rate by expectation and maximisation over counts of patterns: nobody says which pairs are right. The method is
 * Winkler's for the model of Fellegi and Sunter (1969, https://doi.org/10.1080/01621459.1969.10501049), with fields that agree
 * independently; https://moj-analytical-services.github.io/splink/topic_guides/theory/fellegi_sunter.html shows it at length.
 */
export const maximise = (patterns: readonly Pattern[], start: Start): Estimate => {
  const { without, learnsU = false, iterations: most = 200 } = start
  const total = patterns.reduce((sum, { count }) => sum + count, 0)
  let estimate: Estimate = { m: start.m, u: start.u, rate: start.rate, iterations: 0, converged: total === 0 }
  while (!estimate.converged && estimate.iterations < most) {
    const ms = estimate.m.map((levels) => levels.map(() => least))
    const us = estimate.u.map((levels) => levels.map(() => least))
    let matches = 0
    for (const pattern of patterns) {
      const weight = probabilityOf(logOdds(pattern, estimate, estimate.rate, without)) * pattern.count
      matches += weight
      for (let field = 0; field < pattern.levels.length; field++) {
        const level = pattern.levels[field] ?? -1
        const [mf, uf] = [ms[field], us[field]]
        if (level < 0 || !mf || !uf) continue
        mf[level] = (mf[level] ?? 0) + weight
        uf[level] = (uf[level] ?? 0) + pattern.count - weight
      }
    }
    const rate = Math.min(1 - least, Math.max(least / total, matches / total))
    const m = ms.map((levels, field) => (without?.has(field) ? (estimate.m[field] ?? []) : shares(levels)))
    const u = learnsU
      ? us.map((levels, field) => (without?.has(field) ? (estimate.u[field] ?? []) : shares(levels)))
      : estimate.u
    const moved = m.flatMap((levels, field) =>
      levels.map((share, level) => Math.abs(share - (estimate.m[field]?.[level] ?? 0))),
    )
    const converged = Math.max(Math.abs(rate - estimate.rate), ...moved) < 1e-6
    estimate = { m, u, rate, iterations: estimate.iterations + 1, converged }
  }
  return estimate
}
