import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { all, any, compile, not, type Condition } from "../../src/kernel/condition.ts"
import { createConditionIndex } from "../../src/kernel/condition-index.ts"
import { reader } from "../../src/kernel/condition.ts"
import { millisecondsPer } from "../../src/kernel/duration.ts"
import { anyComparison, anyCondition, anyFacts, now, path, scalar } from "./any-condition.ts"

const setOf = (bits: Uint32Array, count: number): readonly boolean[] =>
  Array.from({ length: count }, (_, place) => (((bits[place >>> 5] ?? 0) >>> (place & 31)) & 1) === 1)

const oneByOne = (conditions: readonly Condition[], facts: unknown, at: number) =>
  conditions.map((condition) => compile(condition)(facts, at))

const sorted = (numbers: readonly number[]) => numbers.toSorted((one, two) => one - two)

/** The facts with another value at a path, of which all but the last step is there. */
const put = (facts: unknown, [name = "", ...rest]: readonly string[], value: unknown): unknown => {
  const inner = reader([name])(facts)
  return { ...Object(facts), [name]: rest.length === 0 ? value : put(inner, rest, value) }
}

/** Conditions such as people write: something that must be, and something about numbers. */
const usual = fc
  .tuple(
    fc.record({ op: fc.constant("equals"), path, value: scalar }),
    fc.record({ op: fc.constant("in"), path, value: fc.array(scalar, { maxLength: 3 }) }),
    fc.array(anyComparison, { minLength: 1, maxLength: 3 }),
  )
  .map(([one, two, some]): Condition => all(one, two, any(...some)))
const conditions = fc.array(fc.oneof(anyCondition, usual), { maxLength: 40 })
const objects = fc.dictionary(fc.constantFrom("a", "b", "c"), anyFacts, { maxKeys: 3 })
const values = fc.oneof(scalar, anyFacts)

describe("conditions kept up to date one customer at a time", () => {
  it("are those that hold, from the beginning", () => {
    fc.assert(
      fc.property(conditions, anyFacts, (asked, facts) => {
        const bits = createConditionIndex(asked).membership(facts, now)
        expect(setOf(bits, asked.length)).toEqual(oneByOne(asked, facts, now))
      }),
      { numRuns: 3000 },
    )
  })

  it("are the same after any change as if they were asked again, and say what turned", () => {
    fc.assert(
      fc.property(conditions, objects, fc.array(fc.tuple(path, values), { maxLength: 6 }), (asked, start, changes) => {
        const index = createConditionIndex(asked)
        const bits = index.membership(start, now)
        let facts: unknown = start
        for (const [changed, after] of changes) {
          const [before, was] = [reader(changed)(facts), setOf(bits, asked.length)]
          facts = put(facts, changed, after)
          const { entered, left } = index.change(bits, { path: changed, before, after }, facts, now)
          const is = setOf(bits, asked.length)
          expect(is).toEqual(oneByOne(asked, facts, now))
          expect(sorted(entered)).toEqual(is.flatMap((holds, place) => (holds && !was[place] ? [place] : [])))
          expect(sorted(left)).toEqual(is.flatMap((holds, place) => (!holds && was[place] ? [place] : [])))
        }
      }),
      { numRuns: 3000 },
    )
  })

  it("are found from what the facts were and what they are, and from the time that passed between", () => {
    const later = now + 3 * millisecondsPer.day
    fc.assert(
      fc.property(conditions, anyFacts, anyFacts, fc.constantFrom(now, now + 1, later), (asked, before, after, at) => {
        const index = createConditionIndex(asked)
        const bits = index.membership(before, now)
        const was = setOf(bits, asked.length)
        const turned = [index.tick(bits, before, at), index.compare(bits, before, after, at)]
        const is = setOf(bits, asked.length)
        expect(is).toEqual(oneByOne(asked, after, at))
        const flips = turned.flatMap(({ entered, left }) => [...entered, ...left])
        const odd = is.map((_, place) => flips.filter((flip) => flip === place).length % 2 === 1)
        expect(is.map((holds, place) => holds !== was[place])).toEqual(odd)
      }),
      { numRuns: 3000 },
    )
  })

  it("see that a value is gone which another one needs", () => {
    const asked = [
      all({ op: "equals", path: ["plan"], value: "pro" }, not({ op: "equals", path: ["mood"], value: "upset" })),
    ]
    const index = createConditionIndex(asked)
    const bits = index.membership({ plan: "pro", mood: "calm" }, now)
    const gone = { path: ["mood"], before: "calm", after: undefined }
    expect(index.change(bits, gone, { plan: "pro" }, now)).toEqual({ entered: [], left: [0] })
  })
})
