import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { lowest, searching } from "../../../src/profile/value/minimum.ts"
import { hypergeometric, logGamma, logSum } from "../../../src/profile/value/special-functions.ts"
import { covarianceOf, hessianOf, standardErrorOf } from "../../../src/profile/value/uncertainty.ts"

const drained = <Result>(steps: Generator<unknown, Result>): Result => {
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}

describe("the functions behind the models", () => {
  it("are right where their values are known", () => {
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12)
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 11)
    expect(logGamma(1e-8)).toBeCloseTo(-Math.log(1e-8), 6)
    expect(hypergeometric(1, 1, 2, 0.9)).toBeCloseTo(-Math.log(0.1) / 0.9, 12)
    expect(hypergeometric(2.5, 3, 3, 0.4)).toBeCloseTo(0.6 ** -2.5, 12)
    expect(hypergeometric(2, 3, 4, 0)).toBe(1)
  })

  it("hold between neighbours, for any number", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e5, noNaN: true }), (value) => {
        const [next, expected] = [logGamma(value + 1), logGamma(value) + Math.log(value)]
        expect(Math.abs(next - expected)).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(expected)))
      }),
      { numRuns: 3000 },
    )
  })

  it("add what is too small or too great for a number", () => {
    expect(logSum(-1000, -1000)).toBeCloseTo(-1000 + Math.log(2), 12)
    expect(logSum(1000, -Infinity)).toBe(1000)
    expect(logSum(-Infinity, -Infinity)).toBe(-Infinity)
  })
})

const valley = ([x = 0, y = 0]: readonly number[]) => 100 * (y - x * x) ** 2 + (1 - x) ** 2

describe("the search for the lowest point", () => {
  it("finds the end of a bent valley", () => {
    const { at, converged } = drained(lowest(valley, [[-1.2, 1]]))
    expect(converged).toBe(true)
    expect(at[0]).toBeCloseTo(1, 4)
    expect(at[1]).toBeCloseTo(1, 4)
  })

  it("ends, and says that it has not come to rest, where there is no lowest point or no time", () => {
    expect(drained(searching(([x = 0]) => x, [0, 0], { iterations: 50 }))).toMatchObject({
      iterations: 50,
      converged: false,
    })
    expect(drained(searching(valley, [-1.2, 1], { iterations: 5 })).converged).toBe(false)
    expect(drained(searching(() => Number.NaN, [0, 0])).converged).toBe(false)
  })
})

describe("how sure parameters are", () => {
  const cup = ([x = 0, y = 0]: readonly number[]) => (2 * x * x + 2 * x * y + 4 * y * y) / 2

  it("is the inverse of how steeply the likelihood falls", () => {
    expect(
      hessianOf(cup, [0, 0])
        .flat()
        .map((value) => Math.round(value * 1e6) / 1e6),
    ).toEqual([2, 1, 1, 4])
    const covariance = covarianceOf(cup, [0, 0])
    expect(covariance?.flat().map((value) => Math.round(value * 7 * 1e6) / 1e6)).toEqual([4, -1, -1, 2])
    expect(standardErrorOf(([x = 0, y = 0]) => x + y, [0, 0], covariance ?? [])).toBeCloseTo(Math.sqrt(4 / 7), 6)
  })

  it("is not said where the likelihood is flat", () => {
    expect(covarianceOf(([x = 0]) => x * x, [0, 0])).toBeUndefined()
  })
})
