import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  ces,
  compareMeans,
  compareShares,
  csat,
  mean,
  medianOf,
  momentsOf,
  nps,
  npsChange,
  sampleForMean,
  sampleForNps,
  sampleForNpsChange,
  sampleForShare,
  sampleForShares,
  share,
  together,
  weightedNps,
} from "../../src/statistics.ts"

const part = fc
  .record({ n: fc.integer({ min: 1, max: 2_000 }), of: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ n, of }) => ({ n, count: Math.round(of * n) }))
const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 40 })
const many = { numRuns: 3_000 }

describe("a share", () => {
  it("lies in its interval, which lies between 0 and 1 and grows with the confidence", () => {
    fc.assert(
      fc.property(part, (given) => {
        const [usual, surer] = [share(given), share(given, { confidence: 0.99 })]
        const found = [0, surer.low, usual.low, usual.value, usual.high, surer.high, 1].map(Number)
        expect(found).toEqual(found.toSorted((one, two) => one - two))
      }),
      many,
    )
  })

  it("and the share of the others add up, with their intervals", () => {
    fc.assert(
      fc.property(part, ({ count, n }) => {
        const [one, two] = [share({ count, n }), share({ count: n - count, n })]
        expect(Number(one.low) + Number(two.high)).toBeCloseTo(1, 12)
        expect(Number(one.value) + Number(two.value)).toBeCloseTo(1, 12)
      }),
    )
  })

  it("has the interval that was published for it", () => {
    // Newcombe 1998, table I, method 3
    for (const [count, n, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const) {
      expect(share({ count, n }).low).toBeCloseTo(low, 4)
      expect(share({ count, n }).high).toBeCloseTo(high, 4)
    }
  })
})

describe("the difference of two shares", () => {
  it("has the interval that was published for it", () => {
    // Newcombe 1998, table II, method 10
    for (const [x, m, y, n, low, high] of [
      [56, 70, 48, 80, 0.0524, 0.3339],
      [9, 10, 3, 10, 0.1705, 0.809],
      [10, 10, 0, 20, 0.6791, 1],
    ] as const) {
      const found = compareShares({ count: y, n }, { count: x, n: m })
      expect(found.low).toBeCloseTo(low, 4)
      expect(found.high).toBeCloseTo(high, 4)
    }
  })

  it("is tested by chi-squared of N-1", () => {
    fc.assert(
      fc.property(part, part, (one, two) => {
        const { statistic } = compareShares(one, two)
        const [a, b, c, d] = [one.count, one.n - one.count, two.count, two.n - two.count]
        const margins = (a + b) * (c + d) * (a + c) * (b + d)
        const squared = margins === 0 ? 0 : ((one.n + two.n - 1) * (a * d - b * c) ** 2) / margins
        expect(statistic === null).toBe(margins === 0)
        expect(Number(statistic) ** 2).toBeCloseTo(squared, 6)
      }),
      many,
    )
  })

  it("turns round when the groups change places", () => {
    fc.assert(
      fc.property(part, part, (one, two) => {
        const [there, back] = [compareShares(one, two), compareShares(two, one)]
        expect(Number(there.difference) + Number(back.difference)).toBeCloseTo(0, 12)
        expect(Number(there.low) + Number(back.high)).toBeCloseTo(0, 12)
        expect(there.p ?? 1).toBeCloseTo(back.p ?? 1, 12)
      }),
    )
  })
})

describe("a mean", () => {
  it("has the interval of Student's t", () => {
    // 5, 4, 5, 3: mean 4.25, deviation .957427, t(.975; 3) 3.182446
    expect(mean([5, 4, 5, 3])).toEqual({
      value: 4.25,
      low: expect.closeTo(2.7265198, 6),
      high: expect.closeTo(5.7734802, 6),
      n: 4,
    })
  })

  it("says how far it may be off only where answers differ", () => {
    expect(mean([])).toEqual({ value: null, low: null, high: null, n: 0 })
    expect(mean([4])).toEqual({ value: 4, low: null, high: null, n: 1 })
    expect(mean([4, 4, 4])).toEqual({ value: 4, low: null, high: null, n: 3 })
  })

  it("is the same whether its numbers come at once or in parts", () => {
    fc.assert(
      fc.property(numbers, numbers, (one, two) => {
        const [whole, parts] = [momentsOf([...one, ...two]), together(momentsOf(one), momentsOf(two))]
        expect(parts.n).toBe(whole.n)
        expect(Math.abs(parts.mean - whole.mean)).toBeLessThan(1e-6)
        expect(Math.abs(parts.squares - whole.squares)).toBeLessThanOrEqual(1e-9 * Math.max(1, whole.squares))
      }),
      many,
    )
  })

  it("is compared with another by Welch's test", () => {
    // reference: the same numbers in a statistics package
    expect(compareMeans([1, 2, 3, 4, 5], [2, 3, 5, 7, 9, 4])).toEqual({
      difference: 2,
      low: expect.closeTo(-0.9255931, 6),
      high: expect.closeTo(4.9255931, 6),
      statistic: expect.closeTo(1.5649216, 6),
      p: expect.closeTo(0.1546424, 6),
    })
  })
})

describe("satisfaction and effort", () => {
  it("have no interval beyond the ends of their scale", () => {
    expect(csat([5, 1]).mean).toEqual({ value: 3, low: 1, high: 5, n: 2 })
    expect(ces([7, 6, 7]).mean).toMatchObject({ high: 7 })
    expect(ces([7, 6, 7]).mean.low).toBeGreaterThan(1)
  })

  it("are the share of the two best answers, and a mean", () => {
    const { topTwo, mean: middle } = csat([5, 4, 4, 2, 9, 1.5])
    expect([topTwo.value, topTwo.n, middle.value]).toEqual([0.75, 4, 3.75])
    expect(ces([7, 6, 5, 1]).topTwo.value).toBe(0.5)
    expect(ces([7, 6, 5, 1]).mean.value).toBe(4.75)
  })
})

describe("a change of the net promoter score", () => {
  it("of fifteen points from a hundred answers each may be chance", () => {
    const change = npsChange(
      { promoters: 40, passives: 35, detractors: 25 },
      { promoters: 50, passives: 30, detractors: 20 },
    )
    expect(change).toMatchObject({ difference: 15, p: expect.closeTo(0.1833, 4) })
    expect(Number(change.low)).toBeLessThan(0)
  })

  it("is as wide as that of so many answers as its weights leave", () => {
    const weighted = fc.record({
      score: fc.integer({ min: 0, max: 10 }),
      weight: fc.double({ min: 0.01, max: 100, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(weighted, { minLength: 1, maxLength: 60 }), (answers) => {
        const { value, low, high, effective, n } = weightedNps(answers)
        const all = answers.reduce((sum, { weight }) => sum + weight, 0)
        const size = all ** 2 / answers.reduce((sum, { weight }) => sum + weight ** 2, 0)
        const countOf = (from: number, to: number) =>
          (size / all) *
          answers.reduce((sum, { score, weight }) => (score >= from && score <= to ? sum + weight : sum), 0)
        const plain = nps({ promoters: countOf(9, 10), passives: countOf(7, 8), detractors: countOf(0, 6) })
        for (const [one, two] of [
          [value, plain.value],
          [low, plain.low],
          [high, plain.high],
          [effective, size],
        ] as const)
          expect(Number(one)).toBeCloseTo(Number(two), 6)
        expect(Number(effective)).toBeLessThanOrEqual(n + 1e-9)
      }),
    )
  })

  it("weighs as its weights say, and is as it was where all weigh the same", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1, maxLength: 60 }),
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (scores, weight) => {
          const { value, low, high, effective } = weightedNps(scores.map((score) => ({ score, weight })))
          const plain = nps(scores)
          expect([value, low, high, effective].map((each) => Number(each).toFixed(6))).toEqual(
            [plain.value, plain.low, plain.high, plain.n].map((each) => Number(each).toFixed(6)),
          )
        },
      ),
    )
    expect(
      weightedNps([
        { score: 10, weight: 3 },
        { score: 0, weight: 1 },
      ]).value,
    ).toBe(50)
  })
})

describe("the size of a sample", () => {
  it("is what tables have", () => {
    expect([
      sampleForShare(0.05),
      sampleForShare(0.05, { population: 1000 }),
      sampleForShare(0.03, { confidence: 0.99 }),
    ]).toEqual([385, 278, 1844])
    expect([sampleForNps(5), sampleForNps(5, { variance: 1 })]).toEqual([1027, 1534])
    expect([sampleForMean(0.1, 1), sampleForShares(0.5, 0.6)]).toEqual([385, 388])
  })

  it("is never more than there are", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.5, noNaN: true }),
        fc.integer({ min: 1, max: 5_000 }),
        (margin, population) => {
          expect(Number(sampleForShare(margin, { population }))).toBeLessThanOrEqual(population)
        },
      ),
    )
  })

  it("is nothing where the margin cannot be", () => {
    expect([
      sampleForShare(0),
      sampleForNps(-1),
      sampleForNpsChange(0),
      sampleForShares(0.5, 0.5),
      sampleForShare(0.05, { population: 0 }),
      sampleForMean(1, 0),
    ]).toEqual([null, null, null, null, null, null])
  })
})

describe("a median", () => {
  it("is the middle, or half way between two", () => {
    expect([medianOf([3, 1, 2]).value, medianOf([4, 1, 2, 3]).value, medianOf([]).value]).toEqual([2, 2.5, null])
    expect(medianOf([1, Number.NaN, 3])).toMatchObject({ value: 2, n: 2 })
  })

  it("has an interval from one number to another, and none where there are too few", () => {
    // of a hundred, from the 40th to the 61st: 50 less 1.96 · 10 / 2, and as many from above
    const hundred = Array.from({ length: 100 }, (_, place) => place + 1)
    expect(medianOf(hundred)).toEqual({ value: 50.5, low: 40, high: 61, n: 100 })
    expect(medianOf([1, 2, 3])).toEqual({ value: 2, low: null, high: null, n: 3 })
  })
})
