import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { all, any, compile, not, type Condition } from "../../src/kernel/condition.ts"
import { compileColumns, countBits, hasBit } from "../../src/kernel/condition-columns.ts"
import { anyCondition, anyFacts, now } from "./any-condition.ts"

const rowsOf = (conditions: readonly Condition[], facts: readonly unknown[]) => {
  const table = compileColumns(conditions).load(facts, now)
  return conditions.map((_, index) => facts.map((__, row) => hasBit(table.matching(index), row)))
}

describe("conditions that are asked of many at once", () => {
  it("give what they give one by one", () => {
    fc.assert(
      fc.property(
        fc.array(anyCondition, { maxLength: 6 }),
        fc.array(anyFacts, { maxLength: 70 }),
        (conditions, facts) => {
          const one = conditions.map((condition) => facts.map((known) => compile(condition)(known, now)))
          expect(rowsOf(conditions, facts)).toEqual(one)
        },
      ),
      { numRuns: 3000 },
    )
  })

  it("count whom they hold for, and nobody beyond the last row", () => {
    for (const rows of [0, 1, 31, 32, 33, 64, 65]) {
      const table = compileColumns([all(), any(), not(any())]).load(Array.from({ length: rows }), now)
      expect([0, 1, 2].map((index) => countBits(table.matching(index)))).toEqual([rows, 0, rows])
    }
  })

  it("compare with what no number is as one by one", () => {
    const strange = [Number.NaN, Infinity, -Infinity, -0]
    const conditions = strange.flatMap((value): readonly Condition[] => [
      { op: "less-than", path: ["a"], value },
      not({ op: "less-than", path: ["a"], value }),
      not({ op: "between", path: ["a"], from: value, to: 1 }),
      { op: "between", path: ["a"], from: 3, to: 1 },
    ])
    const facts = [...strange, 0, 2, "2", null].map((a) => ({ a }))
    expect(rowsOf(conditions, facts)).toEqual(
      conditions.map((condition) => facts.map((known) => compile(condition)(known, now))),
    )
  })
})
