import { describe, expect, it } from "vitest"
import {
  compareMeans,
  compareShares,
  cronbachAlpha,
  mean,
  medianOf,
  nps,
  npsChange,
  sampleForMean,
  sampleForNps,
  sampleForNpsChange,
  sampleForShare,
  sampleForShares,
  share,
  weightedNps,
} from "../../src/statistics.ts"
import { createRandom } from "../../src/testing.ts"

const runs = 3_000

/** How often it is so, of many samples that are the same on every machine. */
const often = (seed: number, isSo: (random: () => number) => boolean, times = runs): number => {
  const random = createRandom(seed)
  let count = 0
  for (let run = 0; run < times; run++) if (isSo(random)) count++
  return count / times
}

const holds = ({ low, high }: { readonly low: number | null; readonly high: number | null }, truth: number): boolean =>
  low !== null && high !== null && low <= truth && truth <= high

const times = <Item>(n: number, of: () => Item): readonly Item[] => Array.from({ length: n }, of)
const countOf = (random: () => number, n: number, p: number) => times(n, () => random() < p).filter(Boolean).length

/** A normal variable (Box and Muller). */
const normal = (random: () => number) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** Answers of 0 to 10 of a house with these shares. */
const scores = (random: () => number, n: number, promoters: number, detractors: number) => {
  const up = countOf(random, n, promoters)
  const down = countOf(random, n - up, detractors / (1 - promoters))
  return { promoters: up, detractors: down, passives: n - up - down }
}

describe("an interval of 95 % holds the truth in 93 of 100 samples at least", () => {
  it("of a share", () => {
    for (const [n, p] of [
      [12, 0.3],
      [40, 0.1],
      [200, 0.5],
    ] as const)
      expect(often(1, (random) => holds(share({ count: countOf(random, n, p), n }), p))).toBeGreaterThan(0.93)
  })

  it("of a mean", () => {
    for (const n of [4, 12, 60]) {
      const covered = often(2, (random) => holds(mean(times(n, () => 3 + 2 * normal(random))), 3))
      expect(covered).toBeGreaterThan(0.93)
      expect(covered).toBeLessThan(0.97)
    }
  })

  it("of a median, of times that are far from normal", () => {
    for (const n of [10, 51, 200])
      expect(often(15, (random) => holds(medianOf(times(n, () => -Math.log(1 - random()))), Math.LN2))).toBeGreaterThan(
        0.93,
      )
  })

  it("of the difference of two shares and of two means", () => {
    const shares = often(3, (random) =>
      holds(
        compareShares({ count: countOf(random, 25, 0.2), n: 25 }, { count: countOf(random, 60, 0.45), n: 60 }),
        0.25,
      ),
    )
    const means = often(4, (random) =>
      holds(
        compareMeans(
          times(10, () => normal(random)),
          times(30, () => 1 + 4 * normal(random)),
        ),
        1,
      ),
    )
    expect(Math.min(shares, means)).toBeGreaterThan(0.93)
  })

  it("of a net promoter score, plain and weighted, and of its change", () => {
    const plain = often(5, (random) => holds(nps(scores(random, 30, 0.5, 0.2)), 30))
    const change = often(6, (random) =>
      holds(npsChange(scores(random, 60, 0.3, 0.3), scores(random, 40, 0.5, 0.2)), 30),
    )
    // a third of those who answer stands for two thirds of all: each of them weighs 2, each of the others ½
    const weighted = often(7, (random) => {
      const answers = times(60, () => {
        const isRare = random() < 1 / 3
        const chance = random()
        const score = chance < (isRare ? 0.3 : 0.6) ? 10 : chance < (isRare ? 0.7 : 0.8) ? 0 : 8
        return { score, weight: isRare ? 2 : 0.5 }
      })
      return holds(weightedNps(answers), 100 * ((2 / 3) * (0.3 - 0.4) + (1 / 3) * (0.6 - 0.2)))
    })
    expect(Math.min(plain, change, weighted)).toBeGreaterThan(0.93)
  })

  it("of Cronbach's alpha", () => {
    // five questions, each what they measure and as much noise: alpha = 5 / (1 + 5)  = 0.8333
    const covered = often(
      8,
      (random) => {
        const people = times(40, () => {
          const trait = normal(random)
          return times(5, () => trait + normal(random))
        })
        return holds(cronbachAlpha(people), 5 / 6)
      },
      1_000,
    )
    expect(covered).toBeGreaterThan(0.93)
  })
})

describe("a difference that is not there", () => {
  it("is found in 5 of 100 samples, and not much more", () => {
    const found = (p: number | null) => p !== null && p < 0.05
    const shares = often(9, (random) =>
      found(compareShares({ count: countOf(random, 30, 0.4), n: 30 }, { count: countOf(random, 50, 0.4), n: 50 }).p),
    )
    const means = often(10, (random) =>
      found(
        compareMeans(
          times(8, () => normal(random)),
          times(40, () => 3 * normal(random)),
        ).p,
      ),
    )
    const change = often(11, (random) => found(npsChange(scores(random, 50, 0.4, 0.2), scores(random, 80, 0.4, 0.2)).p))
    for (const level of [shares, means, change]) {
      expect(level).toBeLessThan(0.065)
      expect(level).toBeGreaterThan(0.035)
    }
  })
})

describe("a sample of the size that was asked for", () => {
  const reach = ({ low, high }: { readonly low: number | null; readonly high: number | null }) =>
    (Number(high) - Number(low)) / 2

  it("has an interval that reaches as far as was wanted", () => {
    const n = Number(sampleForShare(0.05, { expected: 0.3 }))
    expect(reach(share({ count: Math.round(0.3 * n), n }))).toBeCloseTo(0.05, 3)
    const score = Number(sampleForNps(5, { variance: 0.61 })) // half for, a fifth against: 0.7 - 0.09
    expect(reach(nps({ promoters: 0.5 * score, passives: 0.3 * score, detractors: 0.2 * score }))).toBeCloseTo(5, 1)
    const numbers = Number(sampleForMean(0.1, 2))
    const random = createRandom(12)
    expect(reach(mean(times(numbers, () => 2 * normal(random))))).toBeCloseTo(0.1, 2)
  })

  it("finds a change of the net promoter score that is there in 8 of 10", () => {
    // from 30 points to 45
    const [before, after] = [
      { up: 0.5, down: 0.2 },
      { up: 0.58, down: 0.13 },
    ]
    const varianceOf = ({ up, down }: typeof before) => up + down - (up - down) ** 2
    const variance = (varianceOf(before) + varianceOf(after)) / 2
    const n = Number(sampleForNpsChange(15, { variance }))
    const power = often(13, (random) => {
      const { p } = npsChange(scores(random, n, before.up, before.down), scores(random, n, after.up, after.down))
      return p !== null && p < 0.05
    })
    expect(power).toBeGreaterThan(0.77)
    expect(power).toBeLessThan(0.83)
  })

  it("finds a difference of two shares that is there in 8 of 10", () => {
    const n = Number(sampleForShares(0.3, 0.45))
    const power = often(14, (random) => {
      const { p } = compareShares({ count: countOf(random, n, 0.3), n }, { count: countOf(random, n, 0.45), n })
      return p !== null && p < 0.05
    })
    expect(power).toBeGreaterThan(0.77)
    expect(power).toBeLessThan(0.83)
  })
})
