import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { all, compile, not, type Condition } from "../../src/kernel/condition.ts"
import { isTimed, nextMoment, turnedAt } from "../../src/kernel/condition-time.ts"
import { millisecondsPer } from "../../src/kernel/duration.ts"
import { anyCondition, anyFacts, now } from "./any-condition.ts"

const { day, hour } = millisecondsPer
const days = (list: readonly (readonly [day: number, value: number])[]) => ({ order: { days: list } })

/** The first moment at which the whole turns, found from the moments of its parts. */
const nextChange = (asked: Condition) => {
  const [holds, next] = [compile(asked), nextMoment(asked)]
  return (facts: unknown, from: number): number | undefined => {
    for (let at = next(facts, from); at < Infinity; at = next(facts, at))
      if (holds(facts, at) !== holds(facts, from)) return at
    return undefined
  }
}

describe("what time alone does to a condition", () => {
  it("is foreseen to the millisecond: before that moment nothing turns, and then it does", () => {
    fc.assert(
      fc.property(
        anyCondition,
        anyFacts,
        fc.array(fc.nat({ max: 100 * day }), { maxLength: 8 }),
        (asked, facts, later) => {
          const holds = compile(asked)
          const before = holds(facts, now)
          const at = nextChange(asked)(facts, now)
          const until = at ?? now + 100 * day
          const spans = [...later, 0, until - 1 - now].filter((span) => now + span < until)
          expect(spans.filter((span) => holds(facts, now + span) !== before)).toEqual([])
          expect(at === undefined || (at > now && holds(facts, at) !== before)).toBe(true)
        },
      ),
      { numRuns: 3000 },
    )
  })

  it("is dated: what holds in the end held since that moment, and not a millisecond longer", () => {
    fc.assert(
      fc.property(
        anyCondition,
        anyFacts,
        fc.nat({ max: 200 * day }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }),
        (asked, facts, span, shares) => {
          const [holds, next] = [compile(asked), nextMoment(asked)]
          const valueAt = (at: number) => holds(facts, at)
          const until = now + span
          const moment = turnedAt(valueAt, (at) => next(facts, at), { from: now, until })
          const between = [0, 1, ...shares].map((share) => Math.floor(moment + share * (until - moment)))
          expect(between.filter((at) => valueAt(at) !== valueAt(until))).toEqual([])
          expect(moment === now || valueAt(moment - 1) !== valueAt(until)).toBe(true)
        },
      ),
      { numRuns: 3000 },
    )
  })

  it("is an instant that comes, and one that grows too old", () => {
    const recent: Condition = { op: "within", path: ["at"], duration: "1 hour" }
    const next = nextChange(recent)
    expect(next({ at: now + 5 }, now)).toBe(now + 5)
    expect(next({ at: now }, now)).toBe(now + hour + 1)
    expect(next({ at: now - 2 * hour }, now)).toBeUndefined()
    expect(nextChange(not(recent))({ at: now }, now)).toBe(now + hour + 1)
  })

  it("is a day that leaves its window at midnight in UTC, whichever clock changes on the way", () => {
    const autumn = Date.parse("2026-10-24T22:30:00Z") // the night in which Europe turns its clocks back
    const today = Math.floor(autumn / day)
    const often: Condition = { op: "at-least", path: ["order"], value: 2, during: "7 days" }
    const turns = nextChange(often)(
      days([
        [today - 6, 1],
        [today, 1],
      ]),
      autumn,
    )
    expect(turns).toBe(Date.parse("2026-10-25T00:00:00Z"))
    expect(
      nextChange(often)(
        days([
          [today - 6, 0],
          [today, 2],
        ]),
        autumn,
      ),
    ).toBe((today + 7) * day)
  })

  it("is nothing where parts turn and the whole does not", () => {
    const recent: Condition = { op: "within", path: ["at"], duration: "1 hour" }
    expect(
      nextChange(all(recent, { op: "equals", path: ["plan"], value: "pro" }))({ at: now, plan: "free" }, now),
    ).toBeUndefined()
    expect([isTimed(not(recent)), isTimed(all())]).toEqual([true, false])
  })
})
