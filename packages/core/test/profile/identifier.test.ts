import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createEscucha } from "../../src/assembly/escucha.ts"
import { ConfigurationError } from "../../src/kernel/errors.ts"
import { type Identifier, identifier } from "../../src/kernel/ids.ts"
import { phone } from "../../src/phone.ts"
import { isNobody, parseIdentifiers, usualIdentifiers } from "../../src/profile/identifier.ts"

const rulesOf = (specs: unknown) => {
  const read = parseIdentifiers(specs)
  if ("problem" in read) throw new TypeError(read.problem.message)
  return read.value
}

describe("a value that names nobody", () => {
  it.for([
    "",
    " ",
    "0",
    "000-000",
    "-1",
    "null",
    "NULL",
    "undefined",
    "none",
    "NaN",
    "anonymous",
    "guest",
    "[object Object]",
    "email",
    "id",
    "true",
    "false",
    '"null"',
    "'undefined'",
    "`guest`",
    ' "" ',
  ])("is %j, whatever its type", (value) => {
    expect(isNobody(value)).toBe(true)
    for (const scheme of ["user", "email", "anything"])
      expect(usualIdentifiers.isBlocked(identifier(scheme, value))).toBe(true)
  })

  it.for(["ana@example.com", "user-42", "10", "nullable", "guest-7", "7f9c0e5a-0000-4000-8000-000000000000", "ñ"])(
    "is not %j",
    (value) => {
      expect(isNobody(value)).toBe(false)
    },
  )

  it("is also what the application blocks, by text in any case or by pattern, each time it is asked", () => {
    const rules = rulesOf({ email: { blocked: ["Shop@Example.com", /@example\.org$/gi] } })
    for (let time = 0; time < 3; time++) {
      expect(rules.isBlocked("email:shop@example.com")).toBe(true)
      expect(rules.isBlocked("email:ana@example.org")).toBe(true) // a pattern with a memory answers the same
      expect(rules.isBlocked("email:ana@example.com")).toBe(false)
      expect(rules.isBlocked("user:shop@example.com")).toBe(false)
    }
  })
})

describe("what an application says of its identifiers", () => {
  it("is the usual, where it says nothing: one user id, five of everything else", () => {
    expect(usualIdentifiers.of("user")).toEqual({
      priority: 0,
      limit: { count: 1, window: Infinity },
      isShared: false,
    })
    expect(usualIdentifiers.of("email")).toEqual(usualIdentifiers.of("made-up"))
    expect(usualIdentifiers.of("constructor").limit.count).toBe(5)
  })

  it("may be a limit within a window", () => {
    expect(rulesOf({ device: { limit: "3 per 30 days" } }).of("device").limit).toEqual({
      count: 3,
      window: 30 * 86_400_000,
    })
  })

  it.for<readonly [specs: unknown, option: string]>([
    [7, "identifiers"],
    [{ "1x": {} }, "identifiers.1x"],
    [{ email: 5 }, "identifiers.email"],
    [{ email: { limits: 5 } }, "identifiers.email.limits"],
    [{ email: { limit: 0 } }, "identifiers.email.limit"],
    [{ email: { limit: 65 } }, "identifiers.email.limit"],
    [{ email: { limit: 1.5 } }, "identifiers.email.limit"],
    [{ email: { limit: "often" } }, "identifiers.email.limit"],
    [{ email: { priority: -1 } }, "identifiers.email.priority"],
    [{ email: { shared: false } }, "identifiers.email.shared"],
    [{ email: { blocked: "x" } }, "identifiers.email.blocked"],
    [{ email: { blocked: [1] } }, "identifiers.email.blocked"],
    [{ email: { normalise: "lower" } }, "identifiers.email.normalise"],
  ])("is refused at once where it cannot work: %j", ([specs, option]) => {
    const make = () => createEscucha({ identifiers: specs as never }) // what a program without types would write
    expect(make).toThrow(ConfigurationError)
    expect(make).toThrow(`${option}: `)
  })
})

describe("a telephone number", () => {
  const rules = rulesOf({ tel: phone({ country: "ES" }) })
  const read = (value: string) => rules.strict(identifier("tel", value))

  it.for([
    ["600 00 00 01", "+34600000001"],
    ["0034 600-000-001", "+34600000001"],
    ["+34 600000001", "+34600000001"],
    ["+1 (202) 456-1111", "+12024561111"],
  ] as const)("%j is compared as %j", ([written, normal]) => {
    expect(read(written)).toEqual({ value: `tel:${normal}` })
  })

  it.for(["12", "ana@example.com", "call 600000001", "+999600000001", "9".repeat(1000)])("%j is none", (value) => {
    expect(read(value)).toEqual({ problem: { field: "tel", message: expect.stringContaining("+34600000001") } })
    expect(rules.lenient(identifier("tel", value))).toBe(identifier("tel", value)) // but a short code may write to us
  })

  it("has one form: what was read is read again as itself", () => {
    fc.assert(
      fc.property(fc.integer({ min: 600_000_000, max: 799_999_999 }), (number) => {
        const once = read(`${number}`)
        if (!("value" in once)) return
        expect(rules.strict(once.value)).toEqual(once)
        expect(rules.strict(`tel: ${once.value.slice("tel:".length)} ` as Identifier)).toEqual(once) // a form that somebody typed
      }),
      { numRuns: 3_000 },
    )
  })

  it("needs a country that exists", () => {
    expect(() => phone({ country: "Spain" as never })).toThrow(ConfigurationError) // what a program without types would write
  })
})
