import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createEngineClock } from "../../src/postgres/engine-clock.ts"
import { parts } from "../../src/postgres/part.ts"
import { shareOf, stepOf } from "../../src/postgres/share.ts"

const sessions = fc.uniqueArray(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 60 })

describe("the shares of processes", () => {
  it("are all parts together, and differ by one at most", () => {
    fc.assert(
      fc.property(sessions, (all) => {
        const members = new Set(all)
        const shares = all.map((own) => shareOf({ own, members }))
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(parts)
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1)
      }),
      { numRuns: 3_000 },
    )
  })

  it("are reached from wherever processes begin, each taking and giving by what it sees", () => {
    fc.assert(
      fc.property(sessions, fc.array(fc.nat(), { minLength: parts, maxLength: parts }), (all, begin) => {
        const members = new Set(all)
        const holders = new Map(begin.map((place, part) => [part, all[place % all.length] ?? 0] as const))
        for (const own of [...all, ...all]) {
          const { take, surplus } = stepOf({ own, members, holders })
          for (const part of take) holders.set(part, own)
          const held = [...holders].flatMap(([part, holder]) => (holder === own ? [part] : []))
          for (const part of held.slice(0, surplus)) holders.delete(part)
        }
        for (const own of all)
          expect([...holders.values()].filter((holder) => holder === own)).toHaveLength(shareOf({ own, members }))
      }),
      { numRuns: 1_000 },
    )
  })

  it("are nothing for one who takes no part", () => {
    expect(stepOf({ own: 1, members: new Set([2]), holders: new Map() })).toEqual({ take: [], surplus: 0 })
  })
})

describe("the clock of an engine", () => {
  const machine = { now: () => 1_000_000, at: (instant: number) => () => void instant }
  it("goes by the machine, while it is not far from the database", () => {
    const clock = createEngineClock(machine)
    clock.measured(999)
    expect(clock.now()).toBe(1_000_000)
  })
  it("goes by the database, where the machine is off by an hour", () => {
    const clock = createEngineClock(machine)
    clock.measured(-3_600_000.5)
    expect(clock.now()).toBe(1_000_000 - 3_600_000)
    clock.measured(12)
    expect(clock.now()).toBe(1_000_000)
  })
})
