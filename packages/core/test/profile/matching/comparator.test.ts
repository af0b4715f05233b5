import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { code, type Comparator, date, email, exact, name, phone, quantity } from "../../../src/matching.ts"
import { formOf, levelOf } from "../../../src/profile/matching/comparator.ts"

const compared = (comparator: Comparator, one: unknown, two: unknown): string => {
  const level = levelOf(comparator, formOf(comparator, one), formOf(comparator, two))
  return level === undefined ? "unknown" : (comparator.levels[level] ?? "none")
}

describe.each([
  [name(), "José  GARCÍA", "jose garcia", "same"],
  [name(), "Martha", "Marhta", "close"],
  [name(), "Dwayne", "Duane", "similar"],
  [name(), "Ana", "Benito", "different"],
  [exact(), "St. John's", "st john s", "same"],
  [exact(), "Bath", "Bate", "different"],
  [code(), "12-345 678", "12345678", "same"],
  [code(), "12345678", "12345687", "close"],
  [code(), "12345678", "1234568", "close"],
  [code(), "12345678", "12345587", "near"],
  [code(), "12345678", "87654321", "different"],
  [date(), "1956-04-09", "19560409", "same"],
  [date(), "1956-04-09", "1956-09-04", "close"],
  [date(), "1956-04-09", "1956-04-19", "close"],
  [date(), "1956-03-28", "1956-04-11", "near"],
  [date(), "1956-04-09", "1983-12-25", "different"],
  [date(), "yesterday", "1983-12-25", "unknown"],
  [email(), "Ana@House.example", "ana@house.example", "same"],
  [email(), "ana.ruiz@house.example", "ana.ruiz@work.example", "user"],
  [email(), "ana.ruiz@house.example", "ana.ruis@work.example", "similar"],
  [email(), "ana.ruiz12@house.example", "ana.ruiz34@house.example", "different"],
  [email(), "ana@house.example", "ben@house.example", "different"],
  [email(), "no address", "ben@house.example", "unknown"],
  [phone(), "+34 600 111 222", "0034600111222", "same"],
  [phone(), "+34 600 111 222", "600 111 222", "local"],
  [phone(), "+34 600 111 222", "+34 600 111 223", "different"],
  [phone(), "112", "112", "unknown"],
  [quantity(), 100, "100.0", "same"],
  [quantity(), 100, 104, "close"],
  [quantity(), 100, 112, "near"],
  [quantity(), 0, 5, "different"],
  [quantity(), "many", 5, "unknown"],
])("%o", (comparator, one, two, expected) => {
  it(`finds ${JSON.stringify(one)} and ${JSON.stringify(two)} ${expected}`, () => {
    expect(compared(comparator, one, two)).toBe(expected)
    expect(compared(comparator, two, one)).toBe(expected)
  })
})

describe("every comparator", () => {
  const all = [name(), exact(), code(), date(), email(), phone(), quantity()]
  const hostile = fc.oneof(
    fc.string(),
    fc.string({ unit: "grapheme" }),
    fc.double(),
    fc.constantFrom(undefined, null, {}, [], true, "a".repeat(1_000_000), "\0", "@", "1-1-1"),
  )

  it("is the same both ways and falls into a level, or says that it does not know, whatever it is given", () => {
    fc.assert(
      fc.property(fc.constantFrom(...all), hostile, hostile, (comparator, one, two) => {
        const found = compared(comparator, one, two)
        expect(found).toBe(compared(comparator, two, one))
        expect(["unknown", ...comparator.levels]).toContain(found)
      }),
      { numRuns: 1000 },
    )
  })
})
