import { assert, constantFrom, integer, oneof, property, record } from "fast-check"
import { expect, it } from "vitest"
import { simulate } from "../../bench/src/scale/simulation.ts"
import type { World } from "../../bench/src/scale/world.ts"

const aWorld = (part: Partial<World> = {}): World => ({
  seed: 1,
  messages: 400,
  customers: 40,
  skew: 0,
  load: { inFlight: 32 },
  processes: 3,
  partitions: 48,
  concurrency: 16,
  commits: { taking: 1, before: 0, after: 1 },
  commit: { fixed: 2, each: 0.1, most: 100 },
  cpu: { taking: 0.2, handling: 0.5 },
  wake: 1,
  effect: 1,
  databaseCores: 2,
  ...part,
})

const worlds = record({
  seed: integer({ min: 1, max: 1_000_000 }),
  customers: integer({ min: 1, max: 60 }),
  skew: constantFrom(0, 0.8, 1.2),
  processes: integer({ min: 2, max: 7 }),
  partitions: integer({ min: 1, max: 60 }),
  concurrency: integer({ min: 1, max: 20 }),
  load: oneof(record({ rate: integer({ min: 5, max: 2_000 }) }), record({ inFlight: integer({ min: 1, max: 50 }) })),
  kill: record({ at: integer({ min: 1, max: 500 }), takenOver: integer({ min: 1, max: 2_000 }) }),
})

it("loses nothing and keeps each customer's order, whatever is killed when", () => {
  assert(
    property(worlds, (part) => {
      const { lost, orderViolations, throughput } = simulate(aWorld({ ...part, messages: 120 }))
      expect({ lost, orderViolations }).toEqual({ lost: 0, orderViolations: 0 })
      expect(throughput).toBeGreaterThan(0)
    }),
    { numRuns: 500 },
  )
})

it("comes out the same for the same seed, and otherwise for another", () => {
  const world = aWorld({ skew: 1, load: { rate: 300 } })
  expect(simulate(world)).toEqual(simulate(world))
  expect(simulate({ ...world, seed: 2 })).not.toEqual(simulate(world))
})

it("doubles effects only where something is killed", () => {
  expect(simulate(aWorld()).duplicated).toBe(0)
  expect(simulate(aWorld({ kill: { at: 100, takenOver: 500 } })).duplicated).toBeGreaterThan(0)
})

it("handles one customer at the pace of one after the other", () => {
  const { commit, cpu, effect } = aWorld()
  const each = cpu.handling + effect + commit.fixed + commit.each
  const { throughput } = simulate(aWorld({ customers: 1, messages: 2_000, databaseCores: 50 }))
  expect(throughput).toBeLessThan(1000 / each)
  expect(throughput).toBeGreaterThan(1000 / (each + commit.fixed + commit.each) / 1.1) // the lock may be another's once
})

it("commits no faster than one lock allows, and gathers more into each commit the more there is to do", () => {
  const commit = { fixed: 10, each: 0, most: 4 }
  const few = simulate(aWorld({ commit, commits: { taking: 1, before: 0, after: 0 }, load: { rate: 20 } }))
  const many = simulate(aWorld({ commit, commits: { taking: 1, before: 0, after: 0 }, messages: 4_000 }))
  expect(few.unitsPerCommit).toBeLessThan(1.5)
  expect(many.unitsPerCommit).toBeGreaterThan(3)
  expect(many.throughput).toBeLessThanOrEqual(400 * 1.01)
})
