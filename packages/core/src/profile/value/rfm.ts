/** How lately, how often and for how much somebody bought. */
export interface Buyer {
  /** Days since the last purchase. */
  readonly recency: number
  /** On how many days they bought. */
  readonly frequency: number
  /** What they spent in all. */
  readonly monetary: number
}

/** Three scores from 1 to 5, 5 the best: fifths of a population. */
export interface Rfm {
  readonly recency: number
  readonly frequency: number
  readonly monetary: number
}

/** Where the fifths of a population begin, best last. It names nobody, and can be kept. */
export interface RfmScale {
  readonly recency: readonly number[]
  readonly frequency: readonly number[]
  readonly monetary: readonly number[]
  /** How many buyers it was made from. */
  readonly n: number
}

/**
 * The lowest value of each fifth from the second on. People with the same value stand together in the middle of the ranks that they take
 * up, so equal values have equal scores, and a value that half of all have is in the middle.
 */
const cutsOf = (values: readonly number[]): readonly number[] => {
  const counts = [
    ...values.reduce((known, value) => known.set(value, (known.get(value) ?? 0) + 1), new Map<number, number>()),
  ]
  let below = 0
  const ranked = counts
    .sort(([one], [two]) => one - two)
    .map(([value, count]) => {
      const rank = (below + count / 2) / values.length
      below += count
      return { value, rank }
    })
  return [1, 2, 3, 4].flatMap((fifth) => ranked.find(({ rank }) => rank >= fifth / 5)?.value ?? [])
}

/** The fifths of a population, the same in any order. */
export const rfmScale = (buyers: readonly Buyer[]): RfmScale => ({
  recency: cutsOf(buyers.map(({ recency }) => -recency)),
  frequency: cutsOf(buyers.map(({ frequency }) => frequency)),
  monetary: cutsOf(buyers.map(({ monetary }) => monetary)),
  n: buyers.length,
})

const scoreOf = (cuts: readonly number[], value: number): number => 1 + cuts.filter((cut) => cut <= value).length

/**
 * How somebody stands among a population: recency, frequency and monetary value as fifths (Bult and Wansbeek 1995,
 * https://doi.org/10.1287/mksc.14.4.378).
 *
 * @example
 * const buyers = [{ recency: 3, frequency: 9, monetary: 480 }, { recency: 200, frequency: 1, monetary: 15 }]
 * rfm(rfmScale(buyers), { recency: 3, frequency: 9, monetary: 480 }) // { recency: 4, frequency: 4, monetary: 4 }
 */
export const rfm = (scale: RfmScale, { recency, frequency, monetary }: Buyer): Rfm => ({
  recency: scoreOf(scale.recency, -recency),
  frequency: scoreOf(scale.frequency, frequency),
  monetary: scoreOf(scale.monetary, monetary),
})
