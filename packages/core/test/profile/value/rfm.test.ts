import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Buyer, rfm, rfmScale } from "../../../src/value.ts"

const amount = fc.double({ min: 0, max: 1e6, noNaN: true })
const buyer: fc.Arbitrary<Buyer> = fc.record({
  recency: fc.nat(400),
  frequency: fc.integer({ min: 1, max: 9 }),
  monetary: amount,
})
const buyers = fc.array(buyer, { minLength: 1, maxLength: 60 })

describe("recency, frequency and monetary value", () => {
  it("are fifths of the population, the best five", () => {
    const population = Array.from({ length: 10 }, (_, at) => ({
      recency: 10 * at,
      frequency: at + 1,
      monetary: at * at,
    }))
    const scale = rfmScale(population)
    expect(population.map((each) => rfm(scale, each).recency)).toEqual([5, 5, 4, 4, 3, 3, 2, 2, 1, 1])
    expect(population.map((each) => rfm(scale, each).frequency)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
    expect(population.map((each) => rfm(scale, each).monetary)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
  })

  it("put those with one value in one place, in the middle where it is that of most", () => {
    const population = [1, 1, 1, 1, 1, 1, 1, 1, 2, 9].map((frequency) => ({ recency: 1, frequency, monetary: 1 }))
    const scale = rfmScale(population)
    expect(population.map((each) => rfm(scale, each).frequency)).toEqual([3, 3, 3, 3, 3, 3, 3, 3, 5, 5])
    expect(rfm(scale, { recency: 1, frequency: 1, monetary: 1 })).toEqual({ recency: 3, frequency: 3, monetary: 3 })
  })

  it("are the same in any order, from 1 to 5, and never better for who bought less", () => {
    fc.assert(
      fc.property(buyers, buyer, buyer, (population, one, two) => {
        const scale = rfmScale(population)
        expect(rfmScale(population.toReversed())).toEqual(scale)
        const [first, second] = [rfm(scale, one), rfm(scale, two)]
        for (const score of Object.values(first)) expect([1, 2, 3, 4, 5]).toContain(score)
        expect((first.monetary - second.monetary) * (one.monetary - two.monetary)).toBeGreaterThanOrEqual(0)
        expect((first.frequency - second.frequency) * (one.frequency - two.frequency)).toBeGreaterThanOrEqual(0)
        expect((first.recency - second.recency) * (one.recency - two.recency)).toBeLessThanOrEqual(0)
      }),
      { numRuns: 3000 },
    )
  })

  it("are in the middle where nobody is known", () => {
    expect(rfmScale([])).toEqual({ recency: [], frequency: [], monetary: [], n: 0 })
  })
})
