import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { backOff } from "../../src/client/back-off.ts"

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe("the pause between attempts", () => {
  it("is never shorter than half a second nor longer than thirty", () => {
    fc.assert(
      fc.property(fc.nat(10_000), chance, (failures, random) => {
        expect(backOff(failures, random)).toBeGreaterThanOrEqual(500)
        expect(backOff(failures, random)).toBeLessThanOrEqual(30_000)
      }),
    )
  })

  it("grows with each failure until it is longest", () => {
    expect([1, 2, 3, 4, 5, 6, 7].map((failures) => backOff(failures, 0))).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000,
    ])
  })

  it("differs from page to page", () => {
    expect(backOff(3, 0.5)).not.toBe(backOff(3, 0.9))
  })
})
