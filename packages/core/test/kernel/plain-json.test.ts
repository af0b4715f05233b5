import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { longestJson, plainJson } from "../../src/kernel/plain-json.ts"

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) })

describe("data that is kept", () => {
  it("is what JSON gives back", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = JSON.stringify(value)
        fc.pre(!/__proto__|constructor|prototype/.test(text))
        expect(plainJson(value)).toEqual({ value: JSON.parse(text) })
      }),
      { numRuns: 3_000 },
    )
  })

  it("leaves out what is undefined, and has no negative zero", () => {
    const plain = plainJson({ total: -0, gift: undefined })
    expect(plain).toEqual({ value: { total: 0 } })
    expect("value" in plain && Object.is(Reflect.get(Object(plain.value), "total"), 0)).toBe(true)
  })

  it.each<[string, unknown, readonly string[], RegExp]>([
    ["a date", { when: new Date() }, ["when"], /ISO 8601/],
    ["a big number", { list: [1n] }, ["list", "0"], /number/],
    ["a function", { do: () => 1 }, ["do"], /function/],
    ["nothing in a list", [undefined], ["0"], /null/],
    ["no number", { total: Number.NaN }, ["total"], /finite/],
    ["an endless number", { total: Infinity }, ["total"], /finite/],
    ["a map", { map: new Map() }, ["map"], /plain data/],
    ["a name of what objects inherit", { a: { b: JSON.parse('{"__proto__":1}') } }, ["a", "b"], /__proto__/],
    ["a constructor in a list", { a: [{ constructor: 1 }] }, ["a", "0"], /constructor/],
    ["33 levels", nested(33), ["a"], /32 levels/],
    ["a long text", { a: { text: "x".repeat(longestJson) } }, [], /32768/],
    ["a text that is long once it is written", "\n".repeat(longestJson / 2), [], /32768/],
    ["a long list", { a: Array.from({ length: 20_000 }, () => 1.5) }, [], /32768/],
  ])("refuses %s, where it stands and with the remedy", (_, value, path, message) => {
    const plain = plainJson(value)
    if (!("problem" in plain)) throw new TypeError("it was taken")
    expect(plain.problem.path).toEqual(path)
    expect(plain.problem.message).toMatch(message)
  })

  it("refuses what holds itself, and comes back", () => {
    const ring: { self?: unknown } = {}
    ring.self = ring
    expect(plainJson(ring)).toMatchObject({ problem: { message: expect.stringMatching(/32 levels/) } })
  })

  it("takes 32 levels and texts up to the limit", () => {
    expect(plainJson(nested(32))).toMatchObject({ value: { a: {} } })
    expect("value" in plainJson("é".repeat(longestJson - 8))).toBe(true)
    expect("value" in plainJson(Array.from({ length: 16_000 }, () => 1))).toBe(true)
  })
})
