import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { editDistance, jaroWinkler } from "../../../src/matching.ts"

const text = fc.string({ maxLength: 12, unit: fc.constantFrom(..."abcde") })

/** The definition, written as it is said. */
const definedDistance = (one: string, two: string): number => {
  if (one === "" || two === "") return one.length + two.length
  const [a, b] = [one.slice(0, -1), two.slice(0, -1)]
  const costs = [
    definedDistance(a, two) + 1,
    definedDistance(one, b) + 1,
    definedDistance(a, b) + (one.at(-1) === two.at(-1) ? 0 : 1),
  ]
  if (one.length > 1 && two.length > 1 && one.at(-1) === two.at(-2) && one.at(-2) === two.at(-1))
    costs.push(definedDistance(a.slice(0, -1), b.slice(0, -1)) + 1)
  return Math.min(...costs)
}

describe("the likeness of names", () => {
  it("is what its paper says", () => {
    expect(jaroWinkler("martha", "marhta")).toBeCloseTo(0.9611, 4)
    expect(jaroWinkler("dwayne", "duane")).toBeCloseTo(0.84, 4)
    expect(jaroWinkler("dixon", "dicksonx")).toBeCloseTo(0.8133, 4)
    expect(jaroWinkler("abc", "xyz")).toBe(0)
    expect(jaroWinkler("", "abc")).toBe(0)
  })

  it("is the same both ways, from 0 to 1, and 1 only for the same", () => {
    fc.assert(
      fc.property(text, text, (one, two) => {
        const likeness = jaroWinkler(one, two)
        expect(likeness).toBe(jaroWinkler(two, one))
        expect(likeness).toBeGreaterThanOrEqual(0)
        expect(likeness === 1).toBe(one === two)
      }),
      { numRuns: 3000 },
    )
  })
})

describe("the distance of edits", () => {
  it("counts what is added, taken away, replaced and swapped", () => {
    expect(editDistance("19560409", "19560490")).toBe(1)
    expect(editDistance("kitten", "sitting")).toBe(3)
    expect(editDistance("kitten", "sitting", 2)).toBe(3) // more than was asked for
    expect(editDistance("abcdefgh", "", 2)).toBe(3)
  })

  it("is what its definition says, both ways, up to where it stops counting", () => {
    const short = fc.string({ maxLength: 6, unit: fc.constantFrom(..."abc") })
    fc.assert(
      fc.property(short, short, fc.integer({ min: 0, max: 4 }), (one, two, most) => {
        expect(editDistance(one, two, most)).toBe(Math.min(definedDistance(one, two), most + 1))
        expect(editDistance(two, one, most)).toBe(editDistance(one, two, most))
      }),
      { numRuns: 1000 },
    )
  })
})
