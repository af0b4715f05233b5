import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { compileCalculation } from "../../../src/kernel/calculation.ts"
import { compile, type Condition } from "../../../src/kernel/condition.ts"
import { fromJsonLogic, toJsonLogic, type JsonLogic } from "../../../src/survey-import.ts"

const now = Number.NaN

/** What a rule comes to for these facts, through our own condition or calculation. */
const worth = (rule: unknown, facts: object = {}): unknown => {
  const made = fromJsonLogic(rule)
  if ("unsupported" in made) return made.unsupported.map(({ what }) => what)
  return "condition" in made
    ? compile(made.condition)(facts, now)
    : (compileCalculation(made.calculation)(facts) ?? null)
}

const a = { var: "a" }

describe("a rule in JSONLogic", () => {
  it("holds for the same facts", () => {
    const rule = { and: [{ ">=": [{ var: "cart.total" }, 50] }, { in: [{ var: "plan" }, ["pro", "team"]] }] }
    expect(worth(rule, { cart: { total: 60 }, plan: "pro" })).toBe(true)
    expect(worth(rule, { cart: { total: 60 }, plan: "free" })).toBe(false)
    expect(worth({ "<": [1, a, 3] }, { a: 2 })).toBe(true)
    expect(worth({ "<": [1, a, 3] }, { a: 3 })).toBe(false)
    expect(worth({ in: ["Spring", a] }, { a: "Springfield" })).toBe(true)
    expect(worth({ in: ["red", a] }, { a: ["red"] })).toBe(true)
  })

  it("takes what is absent for null, as JSONLogic does: equal to null alone, and zero in an order", () => {
    expect(worth({ "==": [a, "x"] })).toBe(false)
    expect(worth({ "!": { "==": [a, "x"] } })).toBe(true)
    expect(worth({ "!=": [a, "x"] })).toBe(true)
    expect(worth({ "==": [a, null] })).toBe(true)
    expect(worth({ "<": [a, 7] })).toBe(true)
    expect(worth({ ">": [a, 7] })).toBe(false)
    expect(worth({ "!": { ">": [a, 7] } })).toBe(true)
    expect(worth({ "!": [a] })).toBe(true)
    expect(worth({ if: [{ missing: ["a", "b"] }, "ask", "done"] }, { a: 1 })).toBe("ask")
    expect(worth({ if: [{ missing: ["a", "b"] }, "ask", "done"] }, { a: 1, b: 2 })).toBe("done")
  })

  it("comes to the same number, or the same text", () => {
    expect(worth({ "+": [a, 2, { "*": [a, 3] }] }, { a: 4 })).toBe(18)
    expect(worth({ "/": [{ "-": [a, 1] }, 2] }, { a: 4 })).toBe(1.5)
    expect(worth({ max: [a, 2] }, { a: 4 })).toBe(4)
    expect(worth({ if: [{ "<": [a, 0] }, "ice", { "<": [a, 100] }, "water", "steam"] }, { a: 50 })).toBe("water")
    expect(worth({ var: ["a", 9] })).toBe(9)
    expect(worth({ or: [a, "nobody"] })).toBe("nobody")
    expect(worth({ or: [a, "nobody"] }, { a: "Ana" })).toBe("Ana")
  })

  it("is refused with the name of what we cannot say, and is never guessed", () => {
    expect(worth({ and: [{ "==": [a, 1] }, { map: [a, a] }] })).toEqual(["map"])
    expect(worth({ cat: ["a", "b"] })).toEqual(["cat"])
    expect(worth({ "==": [1, "1"] })).toEqual(["=="])
    expect(worth({ "<": [a, "b"] })).toEqual(["<"])
    expect(worth({ ">": [{ "+": [a, 1] }, 2] })).toEqual(["sum(a, 1)"])
    expect(worth({ "<": [a, { var: "b" }] })).toEqual(["less-than(a, b)"])
    expect(worth({ var: "__proto__.a" })).toEqual(["var"])
    expect(worth({ var: "a.0" })).toEqual(["var"])
    expect(worth({ nothingOfTheKind: 1 })).toEqual(["nothingOfTheKind"])
    expect(worth({ constructor: [1] })).toEqual(["constructor"])
    expect(worth({ a: 1, b: 2 })).toEqual(["rule"])
  })

  it("is refused where it is nested without end, and where it is no rule", () => {
    let deep: unknown = true
    for (let depth = 0; depth < 100_000; depth += 1) deep = { "!": [deep] }
    expect(worth(deep)).toEqual(["rule"])
    for (const odd of [undefined, () => 1, Number.NaN, {}, Symbol("a")]) expect(worth(odd)).toHaveLength(1)
  })
})

const path = fc.constantFrom(["a"], ["b"], ["c", "d"])
const number = fc.integer({ min: -2, max: 2 })
const text = fc.constantFrom("", "x", "xy")
const scalar = fc.oneof(number, text, fc.boolean())

const { condition } = fc.letrec<{ condition: Condition; comparison: Condition }>((tie) => ({
  comparison: fc.oneof(
    fc.record({ op: fc.constantFrom("equals" as const, "not-equals" as const), path, value: scalar }),
    fc.record({
      op: fc.constantFrom("less-than" as const, "at-most" as const, "greater-than" as const, "at-least" as const),
      path,
      value: number,
    }),
    fc.record({ op: fc.constant("between" as const), path, from: number, to: number }),
    fc.record({ op: fc.constant("in" as const), path, value: fc.array(scalar, { minLength: 1, maxLength: 3 }) }),
    fc.record({ op: fc.constant("contains" as const), path, value: fc.constantFrom("x", "y") }),
    fc.record({ op: fc.constant("exists" as const), path }),
  ),
  condition: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("comparison"),
    fc.record({
      op: fc.constantFrom("all" as const, "any" as const),
      of: fc.array(tie("condition"), { maxLength: 3 }),
    }),
    fc.record({ op: fc.constant("not" as const), of: tie("condition") }),
  ),
}))

// Facts of the kind that each comparison of a path may read: numbers under a, texts under b, lists under c.
const kindOfPath = { a: number, b: text, d: fc.array(fc.constantFrom("x", "y"), { maxLength: 2 }) }
const facts = fc.record(
  { a: kindOfPath.a, b: kindOfPath.b, c: fc.record({ d: kindOfPath.d }, { requiredKeys: [] }) },
  { requiredKeys: [] },
)

const readable = (tested: Condition): boolean => {
  switch (tested.op) {
    case "all":
    case "any":
      return tested.of.every(readable)
    case "not":
      return readable(tested.of)
    case "exists":
      return true
    case "contains":
      return tested.path[0] !== "a"
    case "equals":
    case "not-equals":
    case "in":
      return tested.path[0] !== "c"
    default:
      return tested.path[0] === "a"
  }
}

const truthy = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value))

const found = (data: unknown, place: unknown): unknown =>
  String(place)
    .split(".")
    .reduce(
      (at, name) =>
        typeof at === "object" && at !== null && Object.hasOwn(at, name)
          ? Object.entries(at).find(([key]) => key === name)?.[1]
          : null,
      data,
    )

/** JSONLogic as its page describes it, for the operators that our conditions need. */
const evaluated = (rule: JsonLogic, data: object): unknown => {
  if (rule === null || typeof rule !== "object") return rule
  if (Array.isArray(rule)) return rule.map((each) => evaluated(each, data))
  const [[operator = "", raw = null] = []] = Object.entries(rule)
  const values: readonly JsonLogic[] = Array.isArray(raw) ? raw : [raw]
  const [one, other, last] = values.map((each) => evaluated(each, data))
  const [left, right] = [Number(one), Number(other)]
  const rules: { readonly [operator: string]: () => unknown } = {
    var: () => found(data, one),
    "==": () => (one ?? null) === other, // with null alone
    "!=": () => (one ?? null) !== other,
    "===": () => one === other,
    "!==": () => one !== other,
    "<": () => left < right,
    ">": () => left > right,
    ">=": () => left >= right,
    "<=": () => left <= right && (last === undefined || right <= Number(last)),
    "!": () => !truthy(one),
    and: () => values.every((each) => truthy(evaluated(each, data))),
    or: () => values.some((each) => truthy(evaluated(each, data))),
    in: () => (Array.isArray(other) ? other.includes(one) : typeof other === "string" && other.includes(String(one))),
  }
  return rules[operator]?.()
}

describe("a condition as a rule in JSONLogic", () => {
  it("is true for the same facts, also where some are not there", () => {
    fc.assert(
      fc.property(condition.filter(readable), facts, (ours, data) => {
        const made = toJsonLogic(ours)
        if (!("rule" in made)) throw new Error("it is not supported")
        expect(truthy(evaluated(made.rule, data))).toBe(compile(ours)(data, now))
      }),
      { numRuns: 3000 },
    )
  })

  it("comes back as a condition that holds for the same facts", () => {
    fc.assert(
      fc.property(condition.filter(readable), facts, (ours, data) => {
        const made = toJsonLogic(ours)
        const back = "rule" in made ? fromJsonLogic(made.rule) : made
        if (!("condition" in back)) throw new Error(JSON.stringify(back))
        expect(compile(back.condition)(data, now)).toBe(compile(ours)(data, now))
      }),
      { numRuns: 3000 },
    )
  })

  it("is refused where it depends on the moment, and where a name cannot be told from a path", () => {
    const within: Condition = { op: "within", path: ["seen"], duration: "3 days" }
    expect(toJsonLogic({ op: "all", of: [within, { op: "exists", path: ["a"] }] })).toMatchObject({
      unsupported: [{ where: "condition", what: "within" }],
    })
    expect(toJsonLogic({ op: "at-least", path: ["visits"], value: 3, during: "7 days" })).toHaveProperty("unsupported")
    expect(toJsonLogic({ op: "exists", path: ["a.b"] })).toHaveProperty("unsupported")
  })
})
