import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { drawing, mixed, seedOf } from "../../src/survey/seed.ts"

const letters = ["a", "b", "c", "d"]

describe("what follows from a seed", () => {
  it("is the same whenever it is drawn again", () => {
    expect(seedOf("r1")).toBe(206831020) // FNV-1a of "r1", 32 bits
    expect(mixed(letters, 7)).toEqual(mixed(letters, 7))
    const [one, two] = [drawing(7), drawing(7)]
    expect([one(), one()]).toEqual([two(), two()])
  })

  it("keeps everything, each once", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.integer(), (items, seed) => {
        expect(mixed(items, seed).toSorted()).toEqual(items.toSorted())
      }),
    )
  })

  it("gives every order about as often as another", () => {
    const seen = new Map<string, number>()
    for (let response = 0; response < 24_000; response++) {
      const order = mixed(letters, seedOf(`response ${response}`)).join("")
      seen.set(order, (seen.get(order) ?? 0) + 1)
    }
    expect(seen.size).toBe(24)
    // 1,000 each are expected; five standard deviations are 155
    for (const count of seen.values()) expect(Math.abs(count - 1_000)).toBeLessThan(155)
  })
})
