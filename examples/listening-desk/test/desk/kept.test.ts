import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { keep } from "../../src/desk/data/keep.ts"
import { parseSession } from "../../src/desk/data/session.ts"
import { parsePreferences } from "../../src/desk/preferences.ts"

describe("what a browser kept", () => {
  it("is believed only where it is ours", () => {
    const fallback = { theme: "system", language: "es", singleKeys: true } as const
    expect(parsePreferences('{"theme":"dark","language":"xx"}', fallback)).toEqual({ ...fallback, theme: "dark" })
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => parsePreferences(text, fallback)).not.toThrow()
      }),
    )
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseSession(text, 0)).toBeNull()
      }),
    )
  })
  it("is forgotten from the oldest", () => {
    let made = 0
    const get = keep(
      2,
      (key: string) => `${key}${++made}`,
      (key) => key,
    )
    expect([get("a"), get("b"), get("a"), get("c"), get("a"), get("b")]).toEqual(["a1", "b2", "a1", "c3", "a1", "b4"])
  })
})
