import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { all, any, not, type Condition } from "../../src/kernel/condition.ts"
import { fields } from "../../src/kernel/condition-fields.ts"
import { deepestCondition, mostConditionParts, parseCondition } from "../../src/kernel/condition-parser.ts"

const { plan, score, tags, seen, orders } = fields<{
  orders: { count: number; days: readonly (readonly [number, number])[] }
  plan: "free" | "pro"
  score: number
  tags: readonly string[]
  seen: number
}>()

const fieldOf = (json: unknown): string => {
  const read = parseCondition(json)
  return "problem" in read ? read.problem.field : "none"
}

const nested = (levels: number): Condition => (levels === 1 ? plan.exists() : not(nested(levels - 1)))

describe("a condition from outside", () => {
  it("is read back as it was written", () => {
    const written = all(
      plan.is("pro"),
      any(score.atMost(6), not(tags.includes("new"))),
      plan.isOneOf(["free"]),
      seen.within("30 days"),
      plan.exists(),
      score.between(3, 4),
      orders.during("90 days").count.atLeast(3),
      orders.during("1 day").count.between(1, 2),
    )
    expect(parseCondition(JSON.parse(JSON.stringify(written)))).toEqual({ value: written })
  })

  it.each([
    [null, "condition"],
    ["all", "condition"],
    [{}, "condition.path"],
    [{ op: "matches", path: ["a"], value: 1 }, "condition.op"],
    [{ op: "toString", path: ["a"], value: 1 }, "condition.op"],
    [{ op: "equals", path: [], value: 1 }, "condition.path"],
    [{ op: "equals", path: ["a", "__proto__"], value: 1 }, "condition.path"],
    [{ op: "equals", path: "a", value: 1 }, "condition.path"],
    [{ op: "equals", path: ["a"] }, "condition.value"],
    [{ op: "equals", path: ["a"], value: {} }, "condition.value"],
    [{ op: "equals", path: ["a"], value: 1, note: "" }, "condition"],
    [{ op: "less-than", path: ["a"], value: "1" }, "condition.value"],
    [{ op: "in", path: ["a"], value: "abc" }, "condition.value"],
    [{ op: "within", path: ["a"], duration: "soon" }, "condition.duration"],
    [{ op: "all", of: {} }, "condition.of"],
    [{ op: "between", path: ["a"], to: 1 }, "condition.from"],
    [{ op: "between", path: ["a"], from: 1, to: "2" }, "condition.to"],
    [{ op: "between", path: ["a"], from: 2, to: 1 }, "condition.to"],
    [{ op: "between", path: ["a"], from: 1, to: 2, value: 1 }, "condition"],
    [{ op: "at-least", path: ["a"], value: 1, during: "91 days" }, "condition.during"],
    [{ op: "at-least", path: ["a"], value: 1, during: "36 hours" }, "condition.during"],
    [{ op: "at-least", path: ["a"], value: 1, during: 30 }, "condition.during"],
    [{ op: "equals", path: ["a"], value: 1, during: "30 days" }, "condition"],
    [{ op: "not", of: null }, "condition.of"],
    [{ op: "all", of: [], path: ["a"] }, "condition"],
    [
      {
        op: "any",
        of: [
          { op: "exists", path: ["a"] },
          { op: "not", of: { op: "in", path: ["a"], value: [[]] } },
        ],
      },
      "condition.of[1].of.value",
    ],
  ])("that is wrong is refused at the place where it is: %j", (json, field) => {
    expect(fieldOf(json)).toBe(field)
  })

  it("may be as deep and as long as the limit, and no more", () => {
    expect(parseCondition(nested(deepestCondition))).toHaveProperty("value")
    expect(parseCondition(nested(deepestCondition + 1))).toHaveProperty("problem")
    const parts = Array.from({ length: mostConditionParts - 1 }, () => plan.exists())
    expect(parseCondition(all(...parts))).toHaveProperty("value")
    expect(parseCondition(all(...parts, plan.exists()))).toHaveProperty("problem")
  })

  it("is refused before a very deep one costs a stack", () => {
    let deep: unknown = { op: "exists", path: ["a"] }
    for (let level = 0; level < 100_000; level += 1) deep = { op: "not", of: deep }
    expect(fieldOf(deep)).toMatch(/^condition(\.of)+$/)
  })

  it("gives a condition or a problem, whatever it is", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(Object.keys(parseCondition(json))).toHaveLength(1)
      }),
    )
  })
})
