import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { all, any, compile, not, type Condition, type Scalar } from "../../src/kernel/condition.ts"
import { millisecondsPer, type Duration } from "../../src/kernel/duration.ts"

const now = 1_800_000_000_000
const holds = (condition: Condition, facts: unknown) => compile(condition)(facts, now)

// The meaning once more, slowly and by another way: each condition gives the set of truths that it may have.
type Truth = "true" | "false" | "unknown"
const spans: { readonly [duration: string]: number } = { "1 hour": 3_600_000, "2 days": 172_800_000 }
const truthOf = (said: boolean): Truth => (said ? "true" : "false")
const inverse: { readonly [truth in Truth]: Truth } = { true: "false", false: "true", unknown: "unknown" }

const lookUp = (facts: unknown, path: readonly string[]): unknown => {
  const [name, ...rest] = path
  if (name === undefined) return facts
  if (Object.prototype.toString.call(facts) !== "[object Object]") return undefined
  const entry = Object.entries(facts ?? {}).find(([key]) => key === name)
  return entry && lookUp(entry[1], rest)
}

const readers: { readonly [op: string]: (value: unknown, operand: never) => Truth } = {
  equals: (value, operand) => (Object(value) === value ? "unknown" : truthOf(value === operand)),
  "not-equals": (value, operand) => (Object(value) === value ? "unknown" : truthOf(value !== operand)),
  in: (value, operand: readonly unknown[]) => (Object(value) === value ? "unknown" : truthOf(operand.includes(value))),
  "less-than": (value, operand) => (typeof value === "number" ? truthOf(value < operand) : "unknown"),
  "at-most": (value, operand) => (typeof value === "number" ? truthOf(value <= operand) : "unknown"),
  "greater-than": (value, operand) => (typeof value === "number" ? truthOf(value > operand) : "unknown"),
  "at-least": (value, operand) => (typeof value === "number" ? truthOf(value >= operand) : "unknown"),
  within: (value, duration: Duration) =>
    typeof value === "number" ? truthOf(value <= now && value + (spans[duration] ?? 0) >= now) : "unknown",
  contains: (value, operand) => {
    if (Array.isArray(value)) return truthOf(value.some((element) => element === operand))
    return typeof value === "string" && typeof operand === "string" ? truthOf(value.indexOf(operand) !== -1) : "unknown"
  },
}

const meaning = (condition: Condition, facts: unknown): Truth => {
  if (condition.op === "not") return inverse[meaning(condition.of, facts)]
  if (condition.op === "all" || condition.op === "any") {
    const truths = condition.of.map((part) => meaning(part, facts))
    const [settles, otherwise]: readonly Truth[] = condition.op === "all" ? ["false", "true"] : ["true", "false"]
    return (
      truths.find((truth) => truth === settles) ?? truths.find((truth) => truth === "unknown") ?? otherwise ?? "unknown"
    )
  }
  const value = lookUp(facts, condition.path)
  if (condition.op === "exists") return truthOf(value !== undefined && value !== null)
  if (value === undefined || value === null || Number.isNaN(value)) return "unknown"
  const operand = condition.op === "within" ? condition.duration : condition.value
  return readers[condition.op]?.(value, operand as never) ?? "unknown" // the operator and its operand come from one condition
}

const name = fc.constantFrom("a", "b", "c")
const path = fc.array(name, { minLength: 1, maxLength: 3 })
const number = fc.oneof(
  fc.integer({ min: -2, max: 3 }),
  fc.constantFrom(now, now - 3_600_000, now - 3_600_001, now + 1),
)
const scalar: fc.Arbitrary<Scalar> = fc.oneof(number, fc.constantFrom("", "x", "xy"), fc.boolean())
const comparison: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ op: fc.constantFrom("equals", "not-equals", "contains"), path, value: scalar }),
  fc.record({ op: fc.constantFrom("less-than", "at-most", "greater-than", "at-least"), path, value: number }),
  fc.record({ op: fc.constant("in"), path, value: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ op: fc.constant("within"), path, duration: fc.constantFrom<Duration>("1 hour", "2 days") }),
  fc.record({ op: fc.constant("exists"), path }),
)
const condition: fc.Arbitrary<Condition> = fc.letrec<{ readonly part: Condition }>((part) => ({
  part: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    comparison,
    fc.record({ op: fc.constantFrom("all", "any"), of: fc.array(part("part"), { maxLength: 3 }) }),
    fc.record({ op: fc.constant("not"), of: part("part") }),
  ),
})).part
const facts = fc.letrec<{ readonly value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.constantFrom(null, undefined, Number.NaN),
    fc.array(scalar, { maxLength: 3 }),
    fc.dictionary(name, tie("value"), { maxKeys: 3 }),
  ),
})).value

describe("a condition", () => {
  it("means the same compiled as evaluated slowly", () => {
    fc.assert(
      fc.property(condition, facts, (asked, known) => {
        expect(holds(asked, known)).toBe(meaning(asked, known) === "true")
      }),
      { numRuns: 3000 },
    )
  })

  it("survives JSON", () => {
    fc.assert(
      fc.property(condition, facts, (asked, known) => {
        const stored: Condition = JSON.parse(JSON.stringify(asked))
        expect(holds(stored, known)).toBe(holds(asked, known))
      }),
    )
  })

  it("is false about an absent fact, and so is its negation", () => {
    fc.assert(
      fc.property(
        comparison.filter(({ op }) => op !== "exists"),
        (asked) => {
          for (const known of [{}, null, undefined, 7, "a", []])
            expect([holds(asked, known), holds(not(asked), known)]).toEqual([false, false])
        },
      ),
    )
  })

  it("never holds together with its negation", () => {
    fc.assert(
      fc.property(condition, facts, (asked, known) => {
        expect(holds(all(asked, not(asked)), known)).toBe(false)
      }),
    )
  })

  it("follows De Morgan, also where facts are absent", () => {
    fc.assert(
      fc.property(condition, condition, facts, (one, two, known) => {
        expect(holds(not(all(one, two)), known)).toBe(holds(any(not(one), not(two)), known))
        expect(holds(not(any(one, two)), known)).toBe(holds(all(not(one), not(two)), known))
      }),
    )
  })

  it("knows that something is absent when it asks for that", () => {
    const isThere: Condition = { op: "exists", path: ["plan"] }
    expect([{}, { plan: null }, { plan: "" }].map((known) => holds(isThere, known))).toEqual([false, false, true])
    expect(holds(not(isThere), {})).toBe(true)
  })

  it("holds when one of several does, whatever is unknown about the rest", () => {
    const unhappy = any({ op: "at-most", path: ["score"], value: 6 }, { op: "equals", path: ["mood"], value: "upset" })
    expect(holds(unhappy, { mood: "upset" })).toBe(true)
    expect(holds(unhappy, { score: 9 })).toBe(false)
  })

  it("does not see what an object inherits", () => {
    for (const inherited of ["toString", "constructor", "__proto__", "prototype"])
      expect(holds({ op: "exists", path: [inherited] }, {})).toBe(false)
    expect(holds({ op: "exists", path: ["plan"] }, Object.create({ plan: "pro" }))).toBe(false)
    expect(holds({ op: "exists", path: ["__proto__"] }, JSON.parse('{"__proto__": 1}'))).toBe(false)
  })

  it("does not read texts as numbers, or lists as objects", () => {
    expect(holds({ op: "less-than", path: ["score"], value: 9 }, { score: "3" })).toBe(false)
    expect(holds({ op: "exists", path: ["tags", "length"] }, { tags: ["a"] })).toBe(false)
  })

  it("counts an hour back from the moment it is given, the hour itself included, and not the future", () => {
    const recent = compile({ op: "within", path: ["at"], duration: "1 hour" })
    const instants = [now + 1, now, now - millisecondsPer.hour, now - millisecondsPer.hour - 1]
    expect(instants.map((at) => recent({ at }, now))).toEqual([false, true, true, false])
  })

  it("with nothing in it, is true of all and false of any", () => {
    expect([holds(all(), {}), holds(any(), {})]).toEqual([true, false])
  })
})
