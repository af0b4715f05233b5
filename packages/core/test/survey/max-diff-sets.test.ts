import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { maxDiffSets, pairBalance } from "../../src/survey/max-diff-sets.ts"

const options = (count: number) => Array.from({ length: count }, (_, number) => `o${number}`)

const shows = (sets: readonly (readonly string[])[]) => {
  const shown = new Map<string, number>()
  for (const option of sets.flat()) shown.set(option, (shown.get(option) ?? 0) + 1)
  return [...shown.values()]
}

describe("the sets of best and worst", () => {
  it("are the same for the same options, because they are a part of what was asked", () => {
    expect(maxDiffSets(options(7), { size: 3, times: 3 })).toEqual(maxDiffSets(options(7), { size: 3, times: 3 }))
  })

  it("show each option about as often, and never twice in one set", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 12 }),
        fc.integer({ min: 2, max: 5 }),
        fc.integer({ min: 1, max: 4 }),
        (count, size, times) => {
          const sets = maxDiffSets(options(count), { size, times })
          for (const set of sets) expect([set.length, new Set(set).size]).toEqual([Math.min(size, count), set.length])
          const shown = shows(sets)
          expect(shown).toHaveLength(count)
          expect(Math.min(...shown)).toBeGreaterThanOrEqual(times)
          expect(Math.max(...shown) - Math.min(...shown)).toBeLessThanOrEqual(2)
        },
      ),
      { numRuns: 60 },
    )
  })

  it("let any two meet about as often", () => {
    const sets = maxDiffSets(options(8), { size: 4, times: 4 })
    const { fewest, most } = pairBalance(options(8), sets)
    expect(most - fewest).toBeLessThanOrEqual(2)
    expect(most).toBeGreaterThan(0)
  })

  it("are said to be uneven where they are", () => {
    expect(
      pairBalance(
        ["a", "b", "c"],
        [
          ["a", "b"],
          ["a", "b"],
        ],
      ),
    ).toEqual({ fewest: 0, most: 2 })
  })

  it("are none where there is nothing to compare", () => {
    expect(maxDiffSets(["a"], { size: 4, times: 3 })).toEqual([])
  })
})
