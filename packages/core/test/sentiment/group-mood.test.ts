import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { moodOfGroup } from "../../src/sentiment/group-mood.ts"

const member = fc.record({
  level: fc.constantFrom("upset" as const, "uneasy" as const, "calm" as const, "pleased" as const),
  confidence: fc.double({ min: 0.01, max: 1, noNaN: true }),
})

describe("the mood of a group", () => {
  it("is not known where nobody's is", () => {
    expect(moodOfGroup([])).toEqual({ level: "calm", confidence: 0, n: 0 })
    expect(moodOfGroup([{ level: "upset", confidence: 0 }])).toEqual({ level: "calm", confidence: 0, n: 0 })
  })

  it("does not count those who said nothing that shows one", () => {
    const silent = { level: "calm", confidence: 0 } as const
    expect(moodOfGroup([{ level: "upset", confidence: 0.8 }, silent, silent])).toEqual({
      level: "upset",
      confidence: 0.8,
      n: 1,
    })
  })

  it("is theirs where all feel alike, and lies between them where they do not", () => {
    fc.assert(
      fc.property(fc.array(member, { minLength: 1, maxLength: 9 }), (members) => {
        const order = ["upset", "uneasy", "calm", "pleased"]
        const levels = members.map(({ level }) => order.indexOf(level))
        const { level, n } = moodOfGroup(members)
        expect(n).toBe(members.length)
        expect(order.indexOf(level)).toBeGreaterThanOrEqual(Math.min(...levels))
        expect(order.indexOf(level)).toBeLessThanOrEqual(Math.max(...levels))
      }),
      { numRuns: 3_000 },
    )
  })

  it("goes by those of whom we are surer", () => {
    const members = (confidence: number) => [
      { level: "upset", confidence } as const,
      { level: "pleased", confidence: 1 - confidence } as const,
    ]
    expect(moodOfGroup(members(0.9)).level).toBe("upset")
    expect(moodOfGroup(members(0.1)).level).toBe("pleased")
  })
})
