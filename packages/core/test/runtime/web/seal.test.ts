import { describe, expect, it } from "vitest"
import { bearerOf, createSeal } from "../../../src/runtime/web/seal.ts"

const secret = "a secret of a test"
const readClaims = (value: unknown) => {
  const { name, expiresAt } = Object(value) as { readonly name?: unknown; readonly expiresAt?: unknown } // read before it is believed
  return typeof name === "string" && typeof expiresAt === "number" ? { name, expiresAt } : undefined
}
const aSeal = (purpose = "test", by = secret) => createSeal(by, purpose, readClaims)
const claims = { name: "Ana ñ 🙂", expiresAt: 1_000 }

describe("a sealed token", () => {
  it("gives its claims back until it expires, and not at that instant", async () => {
    const token = await aSeal().seal(claims)
    expect(await aSeal().unseal(token, 0)).toEqual(claims)
    expect(await aSeal().unseal(token, 999)).toEqual(claims)
    expect(await aSeal().unseal(token, 1_000)).toBeUndefined()
  })

  it("is not taken for another use, nor under another secret", async () => {
    const token = await aSeal().seal(claims)
    expect(await aSeal("other").unseal(token, 0)).toBeUndefined()
    expect(await aSeal("test", `${secret}!`).unseal(token, 0)).toBeUndefined()
  })

  it("is refused with any one bit of any letter changed", async () => {
    const token = await aSeal().seal(claims)
    for (let place = 0; place < token.length; place++) {
      for (const bit of [1, 2, 4, 8, 16, 32, 64]) {
        const letter = String.fromCharCode(token.charCodeAt(place) ^ bit)
        const changed = token.slice(0, place) + letter + token.slice(place + 1)
        expect({ place, bit, claims: await aSeal().unseal(changed, 0) }).toEqual({ place, bit, claims: undefined })
      }
    }
  })

  it("is refused where it is no token, whatever it is instead", async () => {
    const token = await aSeal().seal(claims)
    const [body = "", signature = ""] = token.split(".")
    const others = [
      undefined,
      "",
      ".",
      "..",
      "a",
      "a.b",
      body,
      `${body}.`,
      `.${signature}`,
      `${token}.`,
      `${token}=`,
      ` ${token}`,
    ]
    for (const other of [...others, `${token}.${signature}`, `${body}.${signature}A`, "a".repeat(3_000), "🙂.🙂"])
      expect(await aSeal().unseal(other, 0)).toBeUndefined()
  })

  it("is refused where its claims are not those of this use", async () => {
    const odd = createSeal<{ readonly expiresAt: number }>(secret, "test", () => undefined)
    expect(await aSeal().unseal(await odd.seal({ expiresAt: 1_000 }), 0)).toBeUndefined()
  })
})

describe("a bearer token", () => {
  it("is read from its header alone, and in one form", () => {
    expect(bearerOf({ authorization: "Bearer abc.d-e_f" })).toBe("abc.d-e_f")
    expect(bearerOf({ authorization: "bearer abc" })).toBe("abc")
    for (const authorization of [
      "Basic abc",
      "Bearer",
      "Bearer ",
      "Bearer a b",
      "Bearer a\nb",
      "xBearer abc",
      undefined,
    ])
      expect(bearerOf({ authorization, cookie: "Bearer abc" })).toBeUndefined()
  })
})
