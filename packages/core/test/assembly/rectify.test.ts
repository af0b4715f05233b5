import { expect, it, onTestFinished } from "vitest"
import * as z from "zod"
import { createEscucha } from "../../src/index.ts"
import { createClock } from "../../src/testing/clock.ts"

const aHouse = () => {
  const clock = createClock("2026-06-01T12:00:00+02:00")
  const escucha = createEscucha({ clock, traits: { name: z.string(), city: z.string() }, sources: ["crm", "app"] })
  onTestFinished(() => escucha.close())
  return { escucha, clock }
}

const why = { by: "eva", reason: "she showed her passport" }

it("puts right at once what the strongest source says, in all their places, and forgets what is to be forgotten", async () => {
  const { escucha, clock } = aHouse()
  await escucha.customers.identify("ana", { name: "Anna", city: "Madrid" }, { source: "crm" })
  await escucha.customers.identify("email:ana@example.com", { name: "Anne" }, { source: "crm", also: ["ana"] })
  expect(await escucha.customers.rectify("ana", { ...why, traits: { name: "Ana", city: null } })).toBe("committed")
  await clock.advance("1 day")
  await escucha.customers.identify("ana", { name: "Anna", city: "Madrid" }, { source: "crm" }) // what is imported every night
  const view = await escucha.customers.get("email:ana@example.com")
  expect(view?.traits).toEqual({ name: "Ana" })
  expect(view?.traitSources).toMatchObject({ name: { source: "rectification" } })
})

it("is told on the timeline with who did it and why, and what was told before stays there", async () => {
  const { escucha } = aHouse()
  await escucha.customers.identify("ana", { name: "Anna" })
  await escucha.customers.rectify("ana", { ...why, traits: { name: "Ana" }, id: "1" })
  expect(await escucha.customers.rectify("ana", { ...why, traits: { name: "Eva" }, id: "1" })).toBe("duplicate")
  const { items } = await escucha.customers.timeline("ana")
  expect(items.map(({ kind }) => kind).toSorted()).toEqual(["traits-rectified", "traits-set", "traits-set"])
  expect(items.find(({ kind }) => kind === "traits-rectified")?.data).toEqual({ ...why, traits: ["name"] })
})

it("is put right once more by a later rectification", async () => {
  const { escucha, clock } = aHouse()
  await escucha.customers.identify("ana", { name: "Anna" })
  await escucha.customers.rectify("ana", { ...why, traits: { name: "Ana" } })
  await clock.advance("1 minute")
  await escucha.customers.rectify("ana", { ...why, traits: { name: "Ana María" } })
  expect((await escucha.customers.get("ana"))?.traits).toEqual({ name: "Ana María" })
})

it("is refused for nobody, for nothing, without a reason and for what is no trait", async () => {
  const { escucha } = aHouse()
  await expect(escucha.customers.rectify("ana", { ...why, traits: { name: "Ana" } })).rejects.toMatchObject({
    reason: "unknown",
    field: "customer",
  })
  await escucha.customers.identify("ana", { name: "Anna" })
  const refused = [
    [{ ...why, traits: {} }, "traits"],
    [{ ...why, traits: { name: 5 } }, "traits.name"],
    [{ ...why, traits: { age: null } }, "traits.age"],
    [{ ...why, reason: "", traits: { name: "Ana" } }, "reason"],
    [{ ...why, by: "x".repeat(1_001), traits: { name: "Ana" } }, "by"],
  ] as const
  for (const [what, field] of refused)
    await expect(
      escucha.customers.rectify("ana", what as Parameters<typeof escucha.customers.rectify>[1]), // what a caller without types may give
    ).rejects.toMatchObject({ _tag: "InputError", field })
})
