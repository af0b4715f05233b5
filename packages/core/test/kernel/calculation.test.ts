import { describe, expect, it } from "vitest"
import {
  choose,
  count,
  difference,
  least,
  mean,
  most,
  place,
  points,
  product,
  quotient,
  round,
  sum,
} from "../../src/kernel/calculated.ts"
import { compileCalculation, type Calculation } from "../../src/kernel/calculation.ts"
import { fields } from "../../src/kernel/condition-fields.ts"

interface Facts {
  readonly one: number
  readonly two: number
  readonly none?: number
  readonly words: string
  readonly fix: "price" | "speed" | "other"
  readonly tags: readonly ("a" | "b" | "c")[]
}

const known = { one: 3, two: 4, words: "7", fix: "price", tags: ["c", "a"] }
const f = fields<Facts>()
const of = (calculation: Calculation, facts: object = known) => compileCalculation(calculation)(facts)

describe("a value that is worked out", () => {
  it.each([
    ["sum", sum(f.one, f.two, 1), 8],
    ["mean", mean(f.one, f.two), 3.5],
    ["least", least(f.one, f.two), 3],
    ["most", most(f.one, f.two, 9), 9],
    ["product", product(f.one, f.two), 12],
    ["difference", difference(f.one, f.two), -1],
    ["quotient", quotient(f.one, f.two), 0.75],
    ["round", round(quotient(f.one, 7), 2), 0.43],
    ["count", count(f.tags), 2],
    ["place", place(f.tags, "a"), 2],
    ["points of a choice", points(f.fix, { price: 5, speed: 2 }), 5],
    ["points of several", points(f.tags, { a: 1, c: 10 }), 11],
    ["a choice", choose(f.one.atMost(3), "low", "high"), "low"],
    ["the other", choose(f.one.atMost(2), "low", "high"), "high"],
  ])("is right: %s", (_, calculation, expected) => {
    expect(of(calculation)).toBe(expected)
  })

  it("takes what is there, where that is what it means", () => {
    expect(of(sum(f.one, f.none))).toBe(3)
    expect(of(mean(f.one, f.none))).toBe(3)
    expect(of(sum(f.none))).toBeUndefined()
  })

  it.each([
    ["a product", product(f.one, f.none)],
    ["a difference", difference(f.one, f.none)],
    ["a division by zero", quotient(f.one, 0)],
    ["a number that is none", difference(f.one, { op: "fact", path: ["words"] } as Calculation)], // as JSON could have it
    ["a place of what is not in the list", place(f.tags, "b")],
  ])("is absent rather than wrong: %s", (_, calculation) => {
    expect(of(calculation)).toBeUndefined()
  })

  it("is worth nothing where no points are given, and absent where nothing was answered", () => {
    expect(of(points(f.fix, { speed: 2 }))).toBe(0)
    expect(of(points(f.fix, { speed: 2 }), {})).toBeUndefined()
    expect(of({ op: "points", path: ["fix"], table: {} }, { fix: "toString" })).toBe(0)
  })

  it("reads nothing that objects inherit", () => {
    expect(of({ op: "fact", path: ["constructor", "name"] })).toBeUndefined()
    expect(of({ op: "fact", path: ["__proto__"] })).toBeUndefined()
  })
})
