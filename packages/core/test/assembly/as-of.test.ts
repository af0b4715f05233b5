import { expect, it, onTestFinished } from "vitest"
import * as z from "zod"
import { count, createEscucha } from "../../src/index.ts"
import { createClock } from "../../src/testing/clock.ts"
import { fakeChannel } from "../../src/testing/fake-channel.ts"

const aHouse = () => {
  const clock = createClock("2026-06-01T12:00:00+02:00")
  const escucha = createEscucha({
    clock,
    traits: { name: z.string() },
    events: { ordered: z.object({}) },
    computed: { lately: count("ordered", { during: "2 days" }) },
    channels: { chat: fakeChannel({ scheme: "tel" }) },
  })
  onTestFinished(() => escucha.close())
  const writes = (text: string, id: string, at?: number, address = "ana") =>
    escucha.conversations.receive(
      "chat",
      [{ type: "message", id, address, text, ...(at !== undefined && { at }) }],
      at === undefined ? {} : { historic: true },
    )
  return { escucha, clock, writes }
}

it("shows who was who before they were joined, while they were, and after they were taken apart", async () => {
  const { escucha, clock, writes } = aHouse()
  await writes("hola", "1")
  await writes("hello", "2", undefined, "ben")
  await escucha.customers.identify("tel:ben", { name: "Ben" })
  const apart = clock.now()
  await clock.advance("1 hour")
  const { link } = await escucha.identities.link("tel:ana", "tel:ben")
  const joined = clock.now()
  await clock.advance("1 hour")
  await escucha.identities.retract("tel:ana", "tel:ben", link, { reason: "a mistake" })
  const names = async (asOf?: number) =>
    (await escucha.customers.get("tel:ana", asOf === undefined ? {} : { asOf }))?.known.length
  expect([await names(apart), await names(joined), await names()]).toEqual([1, 2, 1])
  expect((await escucha.customers.get("tel:ana", { asOf: joined }))?.name).toBe("Ben")
  expect((await escucha.customers.timeline("tel:ana", { asOf: apart })).items.map(({ kind }) => kind)).toEqual([
    "message-received",
  ])
})

it("does not know what came in later, whenever it happened", async () => {
  const { escucha, clock, writes } = aHouse()
  await writes("hola", "1")
  const then = clock.now()
  await clock.advance("1 day")
  await writes("an old letter", "2", then - 86_400_000)
  const texts = async (asOf?: number) =>
    (await escucha.customers.get("tel:ana", asOf === undefined ? {} : { asOf }))?.thread.items.flatMap((item) =>
      item.type === "received" ? [item.text] : [],
    )
  expect(await texts(then)).toEqual(["hola"])
  expect(await texts()).toEqual(["hola", "an old letter"])
})

it("works out what depends on the hour as of that hour", async () => {
  const { escucha, clock } = aHouse()
  await escucha.customers.track("ana", "ordered", {})
  const then = clock.now()
  await clock.advance("10 days")
  expect((await escucha.customers.get("ana"))?.traits.lately).toBe(0)
  expect((await escucha.customers.get("ana", { asOf: then }))?.traits.lately).toBe(1)
})

it("gives the past in pages, too", async () => {
  const { escucha, clock } = aHouse()
  for (let place = 0; place < 5; place++) await escucha.customers.track("ana", "ordered", {}, { id: `${place}` })
  const asOf = clock.now()
  await clock.advance("1 minute")
  await escucha.customers.track("ana", "ordered", {}, { id: "later" })
  const ids: string[] = []
  for (let after: string | undefined; ;) {
    const page = await escucha.customers.timeline("ana", { asOf, limit: 2, ...(after !== undefined && { after }) })
    ids.push(...page.items.map(({ id }) => id))
    if (page.next === undefined) break
    after = page.next
  }
  expect(ids).toEqual(["4", "3", "2", "1", "0"].map((place) => `track:${place}#0`))
})

it("knows nobody before they were heard of, and nobody who was erased since; and wants a moment", async () => {
  const { escucha, clock } = aHouse()
  const before = clock.now() - 1
  await escucha.customers.identify("ana", { name: "Ana" })
  const then = clock.now()
  expect(await escucha.customers.get("ana", { asOf: before })).toBeUndefined()
  expect(await escucha.customers.timeline("ana", { asOf: before })).toEqual({ items: [] })
  await escucha.customers.erase("ana")
  expect(await escucha.customers.get("ana", { asOf: then })).toBeUndefined()
  for (const asOf of [Number.NaN, Infinity, 9e15])
    await expect(escucha.customers.get("ana", { asOf })).rejects.toMatchObject({ field: "asOf" })
})
