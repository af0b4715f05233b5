import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { all, any, compile, not, type Condition } from "../../src/kernel/condition.ts"
import { millisecondsPer, type Duration } from "../../src/kernel/duration.ts"
import { anyComparison, anyCondition, anyFacts, now } from "./any-condition.ts"

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

// Day by day, from today backwards.
const windows: { readonly [during: string]: number } = { "1 day": 1, "2 days": 2, "48 hours": 2, "12 weeks": 84 }
const totalOf = (value: unknown, during: string): number | undefined => {
  const days = lookUp(value, ["days"])
  if (!Array.isArray(days)) return undefined
  const today = Math.floor(now / millisecondsPer.day)
  return Array.from({ length: windows[during] ?? 0 }, (_, back) =>
    days.filter(([day, sum]) => day === today - back && !Number.isNaN(sum)).map(([, sum]) => sum),
  )
    .flat()
    .reduce((total, sum) => total + sum, 0)
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
  if ("during" in condition && condition.during !== undefined) {
    const { during, ...bare } = condition
    const sum = totalOf(value, during)
    return sum === undefined ? "unknown" : meaning({ ...bare, path: ["sum"] }, { sum })
  }
  if (condition.op === "between")
    return typeof value === "number" ? truthOf(!(value < condition.from) && !(value > condition.to)) : "unknown"
  const operand = condition.op === "within" ? condition.duration : condition.value
  return readers[condition.op]?.(value, operand as never) ?? "unknown" // the operator and its operand come from one condition
}

describe("a condition", () => {
  it("means the same compiled as evaluated slowly", () => {
    fc.assert(
      fc.property(anyCondition, anyFacts, (asked, known) => {
        expect(holds(asked, known)).toBe(meaning(asked, known) === "true")
      }),
      { numRuns: 3000 },
    )
  })

  it("survives JSON", () => {
    fc.assert(
      fc.property(anyCondition, anyFacts, (asked, known) => {
        const stored: Condition = JSON.parse(JSON.stringify(asked))
        expect(holds(stored, known)).toBe(holds(asked, known))
      }),
    )
  })

  it("is false about an absent fact, and so is its negation", () => {
    fc.assert(
      fc.property(
        anyComparison.filter(({ op }) => op !== "exists"),
        (asked) => {
          for (const known of [{}, null, undefined, 7, "a", []])
            expect([holds(asked, known), holds(not(asked), known)]).toEqual([false, false])
        },
      ),
    )
  })

  it("never holds together with its negation", () => {
    fc.assert(
      fc.property(anyCondition, anyFacts, (asked, known) => {
        expect(holds(all(asked, not(asked)), known)).toBe(false)
      }),
    )
  })

  it("follows De Morgan, also where facts are absent", () => {
    fc.assert(
      fc.property(anyCondition, anyCondition, anyFacts, (one, two, known) => {
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

  it("takes both ends of what lies between in", () => {
    const teens = compile({ op: "between", path: ["age"], from: 13, to: 19 })
    expect([12, 13, 19, 20, "15", undefined].map((age) => teens({ age }, now))).toEqual([
      false,
      true,
      true,
      false,
      false,
      false,
    ])
  })

  it("adds up whole days in UTC, today included, and not those to come", () => {
    const today = Math.floor(now / millisecondsPer.day)
    const days = [-2, -1, 0, 1].map((back) => [today + back, 10 ** (back + 2)])
    const sums = [1, 11, 110, 111, 1110].map((value) =>
      compile(
        all(
          { op: "at-least", path: ["order"], value, during: "2 days" },
          { op: "at-most", path: ["order"], value, during: "2 days" },
        ),
      )({ order: { days } }, now),
    )
    expect(sums).toEqual([false, false, true, false, false])
  })

  it("knows nothing of days that were never counted, and that none of those counted lie in the window", () => {
    const quiet: Condition = { op: "at-most", path: ["order"], value: 0, during: "30 days" }
    expect([{ order: { days: [[0, 1]] } }, { order: { count: 1 } }, {}].map((known) => holds(quiet, known))).toEqual([
      true,
      false,
      false,
    ])
  })

  it("with nothing in it, is true of all and false of any", () => {
    expect([holds(all(), {}), holds(any(), {})]).toEqual([true, false])
  })
})
