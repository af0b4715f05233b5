import { describe, expect, it } from "vitest"
import { parseInstant } from "../../src/import/instant.ts"

const wanted = Date.parse("2026-03-01T21:05:00Z")

describe("a time in a file", () => {
  it.each([
    "2026-03-01T21:05:00Z",
    "2026-03-01T22:05:00+01:00",
    "2026-03-01 13:05:00 -0800",
    "2026-03-01 21:05",
    "1772399100",
    "1772399100000",
    " 1772399100.0 ",
  ])("may be written as %s", (text) => {
    expect(parseInstant(text)).toBe(wanted)
  })

  it.each([
    "",
    "soon",
    "2026-13-01",
    "2026-02-30",
    "2026-03-01T25:00:00Z",
    "-5",
    "1e9",
    "99999999999999999",
    "01/03/2026",
    "2026-03-01T21:05:00Z; x",
  ])("is not %j", (text) => {
    expect(parseInstant(text)).toBeUndefined()
  })
})
