import { expect, it, onTestFinished } from "vitest"
import * as z from "zod"
import { createTestEscucha } from "../../../src/testing.ts"

const guess = { trust: "suggested", source: "matching", score: 9 } as const

const threeCards = async () => {
  const escucha = createTestEscucha({ traits: { name: z.string() } })
  onTestFinished(() => escucha.close())
  for (const card of ["crm:a", "crm:b", "crm:c"]) await escucha.customers.identify(card, { name: "Ana" })
  const open = async () => (await escucha.identities.suggestions()).items
  return { escucha, open }
}

it("guesses once that two customers are one, also by another card of one of them", async () => {
  const { escucha, open } = await threeCards()
  await escucha.identities.link("crm:b", "crm:c", guess)
  await escucha.identities.link("crm:a", "crm:b")
  await escucha.identities.link("crm:a", "crm:c", guess)
  await escucha.identities.link("crm:c", "crm:a", guess)
  expect(await open()).toHaveLength(1)
})

it("does not guess what was refused of another card of theirs", async () => {
  const { escucha, open } = await threeCards()
  await escucha.identities.keepApart("crm:b", "crm:c", { reason: "twins", by: "eva" })
  await escucha.identities.link("crm:a", "crm:b")
  await escucha.identities.link("crm:a", "crm:c", guess)
  await escucha.identities.link("crm:c", "crm:a", guess)
  expect(await open()).toEqual([])
})

it.for([
  ["crm:a", "crm:c"],
  ["crm:c", "crm:a"],
] as const)(
  "asks no more about two who were kept apart, whichever of their cards a guess names: %s, %s",
  async ([one, two]) => {
    const { escucha, open } = await threeCards()
    const { link } = await escucha.identities.link("crm:b", "crm:c", guess)
    await escucha.identities.link(one, two, guess)
    await escucha.identities.link("crm:a", "crm:b")
    await escucha.identities.refuse(link, { by: "eva", reason: "twins" })
    expect(await open()).toEqual([])
  },
)

it("asks again when the two are not kept apart any more", async () => {
  const { escucha, open } = await threeCards()
  await escucha.identities.link("crm:a", "crm:c", guess)
  await escucha.identities.link("crm:a", "crm:b")
  const { id } = await escucha.identities.keepApart("crm:b", "crm:c", { reason: "twins", by: "eva" })
  await escucha.identities.retract("crm:b", "crm:c", id, { reason: "one person after all" })
  expect(await open()).toHaveLength(1)
})
