import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Lanes, reserveIn } from "../../src/runtime/lanes.ts"
import type { Limit } from "../../src/timeline/coordination.ts"

const runs = 3_000

const most = (times: readonly number[], per: number): number =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + per).length))

const limit = (name: string) =>
  fc.record({ name: fc.constant(name), count: fc.integer({ min: 1, max: 5 }), per: fc.integer({ min: 1, max: 500 }) })

const step = fc.record({
  passes: fc.nat({ max: 60 }),
  after: fc.oneof(fc.constant(0), fc.nat({ max: 900 })),
  limits: fc.subarray(["a", "b"]),
  near: fc.subarray(["c", "d"]),
  door: fc.constantFrom("one", "two"),
  holds: fc.option(fc.nat({ max: 400 }), { nil: undefined, freq: 6 }),
})

describe("moments that several processes are given", () => {
  it(`are no more in any stretch of time than each limit says, whatever is asked, held and waited for (${runs} runs)`, () => {
    const limits = fc.tuple(limit("a"), limit("b"), limit("c"), limit("d"))
    const seen = { taken: 0, waited: 0, refused: 0 }
    fc.assert(
      fc.property(limits, fc.array(step, { maxLength: 40 }), (known, steps) => {
        const byName = new Map(known.map((each) => [each.name, each]))
        const named = (names: readonly string[]): readonly Limit[] => names.flatMap((name) => byName.get(name) ?? [])
        const taken = { lanes: new Map<string, Lanes>(), held: new Map<string, number>() }
        const given = new Map<string, number[]>(known.map(({ name }) => [name, []]))
        let now = 0
        for (const { passes, after, limits: far, near, door, holds } of steps) {
          now += passes
          if (holds !== undefined) taken.held.set(door, Math.max(taken.held.get(door) ?? 0, now + holds))
          const { wait, isTaken } = reserveIn(taken, { door, after, limits: named(far), near: named(near) }, now)
          const at = now + wait
          expect(at).toBeGreaterThanOrEqual(Math.max(now + after, taken.held.get(door) ?? 0))
          if (isTaken) for (const name of far) given.get(name)?.push(at)
          if (isTaken && wait === 0) for (const name of near) given.get(name)?.push(at)
          if (!isTaken) seen.refused++
          else if (wait > 0) seen.waited++
          else seen.taken++
        }
        for (const { name, count, per } of known) {
          expect(most(given.get(name) ?? [], per)).toBeLessThanOrEqual(count)
          // no more is remembered than is needed
          expect(taken.lanes.get(name)?.length ?? 0).toBeLessThanOrEqual(count)
        }
      }),
      { numRuns: runs },
    )
    for (const times of Object.values(seen)) expect(times).toBeGreaterThan(0)
  })
})
