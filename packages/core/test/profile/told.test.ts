import { describe, expect, it } from "vitest"
import * as z from "zod"
import { createEscucha } from "../../src/index.ts"
import { createTestEscucha } from "../../src/testing/escucha.ts"

const traits = {
  name: z.string(),
  plan: z.enum(["free", "pro"]),
  address: z.looseObject({}),
  when: z.date(),
}
const events = { "order-placed": z.looseObject({ total: z.number() }) }
const aHouse = () => createTestEscucha({ traits, events, sources: ["crm", "app"] })

describe("what is told of a customer", () => {
  it("holds by who told it, and says so", async () => {
    await using escucha = aHouse()
    const { customers, clock } = escucha
    const begin = clock.now()
    await customers.identify("ana", { name: "Ana", plan: "pro" }, { source: "crm" })
    await clock.advance("1 day")
    await customers.identify("ana", { name: "Anna", plan: "free" })
    await customers.identify("ana", { address: { city: "Porto" } })
    const view = await customers.get("ana")
    expect(view?.traits).toEqual({ name: "Ana", plan: "pro", address: { city: "Porto" } })
    expect(view?.traitSources).toEqual({
      name: { value: "Ana", at: begin, source: "crm" },
      plan: { value: "pro", at: begin, source: "crm" },
      address: { value: { city: "Porto" }, at: begin + 86_400_000, source: "app" },
    })
  })

  it("is forgotten by null, for good", async () => {
    await using escucha = aHouse()
    const { customers, clock } = escucha
    const before = clock.now()
    await clock.advance("1 day")
    await customers.identify("ana", { name: "Ana", plan: "pro" })
    await clock.advance("1 day")
    await customers.identify("ana", { plan: null })
    await customers.identify("ana", { plan: "free" }, { at: before })
    expect((await customers.get("ana"))?.traits).toEqual({ name: "Ana" })
  })

  it("by somebody who is not known is refused, with who might be meant", async () => {
    await using escucha = aHouse()
    await expect(escucha.customers.identify("ana", { name: "Ana" }, { source: "crmm" })).rejects.toMatchObject({
      _tag: "InputError",
      reason: "unknown",
      field: "source",
      message: "source: did you mean crm?",
    })
    await expect(escucha.customers.identify("ana", { name: "Ana" }, { source: "rectification" })).rejects.toMatchObject(
      { field: "source" },
    )
    expect(await escucha.customers.get("ana")).toBeUndefined()
  })

  // what the compiler refuses must be refused for those without one too
  const wrong = (told: string) => JSON.parse(told) as object
  it.each<[string, object, string, RegExp]>([
    ["an unknown trait", { paln: "pro" }, "traits.paln", /did you mean plan/],
    ["an unknown trait that is forgotten", { paln: null }, "traits.paln", /did you mean plan/],
    ["a dangerous name", wrong('{"__proto__":{"admin":true}}'), "traits.__proto__", /declare/],
    ["a dangerous name that is forgotten", wrong('{"constructor":null}'), "traits.constructor", /declare/],
    ["one deep in a value", { address: wrong('{"a":{"__proto__":1}}') }, "traits.address.a", /__proto__/],
    ["a date", { when: new Date() }, "traits.when", /ISO 8601/],
    ["a long value", { address: { street: "x".repeat(40_000) } }, "traits.address", /32768/],
    ["a wrong value", { plan: "gold" }, "traits.plan", /./],
    ["no object", ["pro"], "traits", /./],
  ])("is refused where it is %s, by name and remedy, and nothing is kept", async (_, told, field, remedy) => {
    await using escucha = aHouse()
    const failed = escucha.customers.identify("ana", told as { name: string })
    await expect(failed).rejects.toMatchObject({ _tag: "InputError", field })
    await expect(failed).rejects.toThrow(remedy)
    expect(await escucha.customers.get("ana")).toBeUndefined()
  })
})

describe("what a customer did", () => {
  it.each<[string, object, string]>([
    ["a dangerous name", { total: 1, cart: JSON.parse('{"__proto__":1}') as object }, "order-placed.cart"],
    ["a date", { total: 1, when: new Date() }, "order-placed.when"],
    ["a long property", { total: 1, note: "x".repeat(40_000) }, "order-placed"],
  ])("is refused with %s in it", async (_, properties, field) => {
    await using escucha = aHouse()
    await expect(escucha.customers.track("ana", "order-placed", { total: 1, ...properties })).rejects.toMatchObject({
      _tag: "InputError",
      field,
    })
  })
})

describe("an application", () => {
  it.each<[object, string]>([
    [{ sources: ["crm", "crm"] }, "sources"],
    [{ sources: "crm" }, "sources"],
    [{ traits: Object.fromEntries(Array.from({ length: 501 }, (_, place) => [`t${place}`, z.string()])) }, "traits"],
  ])("%# that cannot work is refused before anything starts", (options, option) => {
    expect(() => createEscucha(options as Parameters<typeof createEscucha>[0])).toThrow(
      expect.objectContaining({ _tag: "ConfigurationError", option }),
    )
  })
})
