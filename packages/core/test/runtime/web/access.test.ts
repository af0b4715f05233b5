import { describe, expect, it } from "vitest"
import { allowsOrigin, isSameSecret, mustBeJson } from "../../../src/runtime/web/access.ts"

describe("two secrets", () => {
  it("are the same when they are, letter by letter", () => {
    for (const secret of ["a", "a-write-key", "ñ🙂", "\u0000"]) expect(isSameSecret(secret, secret)).toBe(true)
    const others = [
      "",
      "a-write-ke",
      "a-write-key ",
      "a-write-keya-write-key",
      "A-write-key",
      "a-write-kez",
      "\u0000".repeat(11),
    ]
    for (const given of others)
      expect({ given, same: isSameSecret(given, "a-write-key") }).toEqual({ given, same: false })
  })

  it("are never the same where there is none", () => {
    for (const given of ["", "a", "undefined"]) expect(isSameSecret(given, "")).toBe(false)
  })
})

describe("an origin", () => {
  const shop = "https://shop.example.com"

  it("is allowed where it is on the list, our own, or no page's", () => {
    expect(allowsOrigin(shop, "api.example.com", [shop])).toBe(true)
    expect(allowsOrigin(undefined, "api.example.com", [])).toBe(true)
    expect(allowsOrigin("https://api.example.com", "api.example.com", [])).toBe(true)
    expect(allowsOrigin("http://localhost:8080", "localhost:8080", [])).toBe(true)
  })

  it("is refused where it only looks like one of them", () => {
    const strangers = [
      "null",
      "",
      "https://shop.example.com.evil",
      "https://evil-shop.example.com",
      `${shop}/`,
      "https://SHOP.example.com",
    ]
    for (const origin of strangers)
      expect([origin, allowsOrigin(origin, "api.example.com", [shop])]).toEqual([origin, false])
    expect(allowsOrigin("http://localhost:8080", "localhost:8081", [])).toBe(false)
    expect(allowsOrigin("http://undefined", undefined, [])).toBe(false)
  })
})

describe("a call in JSON", () => {
  it("is told by its content type, with its parameters", () => {
    for (const type of ["application/json", "application/json; charset=utf-8", "Application/JSON"])
      expect(() => mustBeJson(type)).not.toThrow()
  })

  it("is no call that a form can make", () => {
    for (const type of [
      undefined,
      "",
      "text/plain",
      "text/plain; application/json",
      "multipart/form-data",
      " application/json",
    ])
      expect(() => mustBeJson(type)).toThrow(expect.objectContaining({ _tag: "InputError", field: "content-type" }))
  })
})
