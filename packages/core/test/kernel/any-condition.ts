import * as fc from "fast-check"
import type { Condition, Scalar } from "../../src/kernel/condition.ts"
import { millisecondsPer, type Duration } from "../../src/kernel/duration.ts"

/** The moment at which the conditions of these tests are asked. */
export const now = 1_800_000_000_000
const today = Math.floor(now / millisecondsPer.day)

const name = fc.constantFrom("a", "b", "c")
/** A place in facts, often one that is there. */
export const path = fc.array(name, { minLength: 1, maxLength: 3 })
const number = fc.oneof(
  fc.integer({ min: -2, max: 3 }),
  fc.constantFrom(now, now - 3_600_000, now - 3_600_001, now + 1),
)
/** What can be compared with. */
export const scalar: fc.Arbitrary<Scalar> = fc.oneof(number, fc.constantFrom("", "x", "xy"), fc.boolean())
const during = fc.constantFrom<Duration>("1 day", "2 days", "48 hours", "12 weeks")
const value = fc.integer({ min: -2, max: 5 })

/** A question about one fact. */
export const anyComparison: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ op: fc.constantFrom("equals", "not-equals", "contains"), path, value: scalar }),
  fc.record({ op: fc.constantFrom("less-than", "at-most", "greater-than", "at-least"), path, value: number }),
  fc.record({ op: fc.constantFrom("less-than", "at-most", "greater-than", "at-least"), path, value, during }),
  fc.record({ op: fc.constant("between"), path, from: number, to: number }),
  fc.record({ op: fc.constant("between"), path, from: value, to: value, during }),
  fc.record({ op: fc.constant("in"), path, value: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ op: fc.constant("within"), path, duration: fc.constantFrom<Duration>("1 hour", "2 days") }),
  fc.record({ op: fc.constant("exists"), path }),
)

/** Any condition. */
export const anyCondition: fc.Arbitrary<Condition> = fc.letrec<{ readonly part: Condition }>((part) => ({
  part: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    anyComparison,
    fc.record({ op: fc.constantFrom("all", "any"), of: fc.array(part("part"), { maxLength: 3 }) }),
    fc.record({ op: fc.constant("not"), of: part("part") }),
  ),
})).part

const days = fc.array(
  fc.tuple(
    fc.integer({ min: today - 3, max: today + 1 }),
    fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: fc.constant(Number.NaN) }),
  ),
  { maxLength: 4 },
)

/** Any facts: numbers and texts where the other is asked for, lists, days, and nothing at all. */
export const anyFacts = fc.letrec<{ readonly value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.constantFrom(null, undefined, Number.NaN),
    fc.array(scalar, { maxLength: 3 }),
    fc.record({ days }),
    fc.dictionary(name, tie("value"), { maxKeys: 3 }),
  ),
})).value
