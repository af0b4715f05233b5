import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { clusterOf, type Edge } from "../../../src/profile/matching/cluster.ts"

describe("clusters", () => {
  it("are not grown along a chain of likenesses", () => {
    // each is like the next, and the ends are strangers
    const edges: readonly Edge[] = Array.from({ length: 9 }, (_, at) => ({ one: at, two: at + 1, probability: 0.95 }))
    const probability = (one: number, two: number) => (Math.abs(one - two) === 1 ? 0.95 : 0)
    const clusters = clusterOf(edges, { probability, largest: 20 })
    expect(Math.max(...clusters.map(({ length }) => length))).toBe(2)
  })

  it("take in somebody who is like most of them", () => {
    const edges: readonly Edge[] = [
      { one: 0, two: 1, probability: 0.99 },
      { one: 1, two: 2, probability: 0.95 },
    ]
    const probability = (one: number, two: number) => (one + two === 2 ? 0.3 : 0.95)
    expect(clusterOf(edges, { probability, largest: 20 })).toEqual([[0, 1, 2]])
    expect(clusterOf(edges, { probability, largest: 2 })).toEqual([[0, 1]])
  })

  it("hold nobody twice, and never more than they may", () => {
    const edge = fc.record({
      one: fc.nat(12),
      two: fc.nat(12),
      probability: fc.double({ min: 0.5, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(edge), fc.integer({ min: 2, max: 6 }), (edges, largest) => {
        const clusters = clusterOf(edges, { probability: () => 0.9, largest })
        const members = clusters.flat()
        expect(new Set(members).size).toBe(members.length)
        for (const cluster of clusters) expect(cluster.length).toBeLessThanOrEqual(largest)
      }),
      { numRuns: 1000 },
    )
  })
})
