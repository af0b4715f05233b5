import { existsSync, readFileSync } from "node:fs"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { nps } from "../../src/insight/nps.ts"

interface Numbers {
  readonly [name: string]: number
}
interface Vector {
  readonly fn: string
  readonly in: Numbers
  readonly out: Numbers
}

const folder = process.env["ESCUCHA_DATA"] ?? new URL("../../../../../shared/data", import.meta.url).pathname
const file = `${folder}/surveys/stats_vectors.json`
const isThere = existsSync(file)
const vectors = (): readonly Vector[] => JSON.parse(readFileSync(file, "utf8"))
const counts = fc
  .record({ promoters: fc.nat(500), passives: fc.nat(500), detractors: fc.nat(500) })
  .filter(({ promoters, passives, detractors }) => promoters + passives + detractors > 0)

describe("the net promoter score", () => {
  it("counts 9 and 10 for, 0 to 6 against, and 7 and 8 neither way", () => {
    expect(nps([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toMatchObject({
      n: 11,
      promoters: 2,
      passives: 2,
      detractors: 7,
      value: -500 / 11,
    })
    expect(nps([10, 9, 7, 3]).value).toBe(25)
  })

  it("is nothing where nobody answered", () => {
    expect(nps([])).toEqual({ value: null, low: null, high: null, n: 0, promoters: 0, passives: 0, detractors: 0 })
  })

  it("leaves out what is not an answer", () => {
    expect(nps([9, Number.NaN, -1, 11, 7.5, Number.POSITIVE_INFINITY])).toMatchObject({ n: 1, promoters: 1 })
  })

  it("is the same from answers as from counts, in any order", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 })), (scores) => {
        const { promoters, passives, detractors } = nps(scores)
        expect(nps({ promoters, passives, detractors })).toEqual(nps(scores.toReversed()))
      }),
    )
  })

  it("lies in its interval, which lies between -100 and 100", () => {
    fc.assert(
      fc.property(counts, (given) => {
        const { value, low, high } = nps(given)
        expect([-100, low, value, high, 100]).toEqual(
          [-100, low, value, high, 100].toSorted((one, two) => Number(one) - Number(two)),
        )
      }),
    )
  })

  it("turns round when those for and those against change places", () => {
    fc.assert(
      fc.property(counts, ({ promoters, passives, detractors }) => {
        const [one, two] = [
          nps({ promoters, passives, detractors }),
          nps({ promoters: detractors, passives, detractors: promoters }),
        ]
        expect(Number(one.value) + Number(two.value)).toBeCloseTo(0, 9)
        expect(Number(one.low) + Number(two.high)).toBeCloseTo(0, 9)
      }),
    )
  })

  it("is as uncertain as few answers make it", () => {
    const { value, low, high } = nps({ promoters: 10, passives: 10, detractors: 5 })
    expect([value, Number(low).toFixed(1), Number(high).toFixed(1)]).toEqual([20, "-9.8", "45.5"])
  })

  it("holds its 95 % also when few answered", () => {
    // Exact, over every way in which 12 people can answer: no chance is involved.
    const n = 12
    const shares = { promoters: 0.5, passives: 0.3, detractors: 0.2 }
    const truth = 100 * (shares.promoters - shares.detractors)
    const factorial = (of: number): number => (of <= 1 ? 1 : of * factorial(of - 1))
    let covered = 0
    for (let promoters = 0; promoters <= n; promoters += 1)
      for (let detractors = 0; detractors + promoters <= n; detractors += 1) {
        const passives = n - promoters - detractors
        const { low, high } = nps({ promoters, passives, detractors })
        const chance =
          (factorial(n) / factorial(promoters) / factorial(passives) / factorial(detractors)) *
          shares.promoters ** promoters *
          shares.passives ** passives *
          shares.detractors ** detractors
        if (Number(low) <= truth && truth <= Number(high)) covered += chance
      }
    expect(covered).toBeGreaterThan(0.93)
    expect(covered).toBeLessThan(0.98)
  })

  it("has the interval of the published method", ({ skip }) => {
    if (!isThere) skip("skipped: data not present")
    const found = vectors().filter(({ fn }) => fn === "npsAdjustedWald")
    expect(found.length).toBeGreaterThan(0)
    for (const { in: given, out } of found) {
      const [promoters, detractors, n] = [Number(given["P"]), Number(given["D"]), Number(given["n"])]
      const { low, high } = nps({ promoters, detractors, passives: n - promoters - detractors })
      expect(Number(low) / 100).toBeCloseTo(Number(out["lo"]), 4)
      expect(Number(high) / 100).toBeCloseTo(Number(out["hi"]), 4)
      expect((Number(low) + Number(high)) / 200).toBeCloseTo(Number(out["nps"]), 4)
      expect((Number(high) - Number(low)) / 200).toBeCloseTo(Number(out["moe"]), 4)
    }
  })

  it("has the variance of a difference of two shares when very many answered", ({ skip }) => {
    if (!isThere) skip("skipped: data not present")
    const found = vectors().filter(({ fn }) => fn === "npsVariance")
    expect(found.length).toBeGreaterThan(0)
    for (const { in: given, out } of found) {
      const n = 6_000_000
      const [promoters, passives, detractors] = [
        n * Number(given["p"]),
        n * Number(given["passive"]),
        n * Number(given["d"]),
      ]
      const { value, low, high } = nps({ promoters, passives, detractors })
      expect(Number(value) / 100).toBeCloseTo(Number(out["nps"]), 6)
      expect(n * ((Number(high) - Number(low)) / 200 / 1.959963984540054) ** 2).toBeCloseTo(Number(out["var"]), 5)
    }
  })
})
