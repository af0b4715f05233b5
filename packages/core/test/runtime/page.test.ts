import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as z from "zod"
import { tokensOf } from "../../src/runtime/page.ts"

const places = tokensOf(z.tuple([z.number(), z.string()]))

describe("the token of a page", () => {
  it("gives back the place that it was made of, as text that a link may hold", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string({ unit: "binary" }), (at, key) => {
        const token = places.write([at, key])
        expect(token).toMatch(/^[\w-]*$/)
        expect(places.read(token)).toEqual([at === 0 ? 0 : at, key])
      }),
    )
  })

  it("may be of a place with a very long name", () => {
    const key = "ñ".repeat(500_000)
    expect(places.read(places.write([1, key]))).toEqual([1, key])
  })

  it("is refused when it is none of ours", () => {
    for (const token of ["", "x", "%", "W10", "bnVsbA", "WzEsMl0", "a".repeat(100_000), "\ud800"])
      expect(() => places.read(token)).toThrow(/after: give the token/)
  })
})
