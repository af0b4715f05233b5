import { describe, expect, it } from "vitest"
import { confirmation } from "../../packages/core/src/conversation/opt-out.ts"
import { aHouse, factsOf } from "../support/house.ts"

const contact = { quietHours: ["21:00", "09:00"], zone: "Europe/Madrid" } as const

describe("a stop", () => {
  it("holds a campaign that was waiting for the morning, and everything after it", async () => {
    const house = await aHouse({ at: "2026-06-01T22:00:00+02:00", contact })
    const campaign = await house.sends("Una oferta", { id: "offer" })
    expect(campaign.status).toBe("queued")
    await house.writes("STOP", { language: "es" })
    await house.waits("2026-06-02T09:30:00+02:00")
    const another = await house.sends("Otra oferta")
    expect(house.texts()).toEqual([confirmation.es])
    expect(await house.escucha.messages.delivery("tel:ana", campaign.id)).toEqual({
      status: "withheld",
      because: "opted-out",
    })
    expect(another).toMatchObject({ status: "withheld", because: "opted-out" })
  })

  it("is confirmed once, however often it is said", async () => {
    const house = await aHouse()
    await house.writes("stop", { language: "en" })
    await house.writes("Stop!!")
    await house.writes("unsubscribe please")
    expect(house.texts()).toEqual([confirmation.en])
  })

  it("is confirmed once, also where a start came in the same moment", async () => {
    const house = await aHouse()
    await house.escucha.customers.optIn("tel:ana")
    await house.writes("stop", { language: "en" })
    await house.writes("stop")
    expect(house.texts()).toEqual([confirmation.en])
  })

  it("holds an answer too, and a new yes lets us write again", async () => {
    const house = await aHouse()
    await house.writes("¿dónde está mi pedido?")
    await house.writes("baja")
    expect(await house.answers("Ya sale.")).toMatchObject({ status: "withheld", because: "opted-out" })
    await house.waits(house.clock.now() + 1000)
    await house.writes("ALTA")
    await house.answers("Ya sale.")
    expect(house.texts()).toEqual([confirmation.es, "Ya sale."])
  })

  it("that commits between the writing and the dispatch of a message holds that message", async () => {
    const house = await aHouse({ at: "2026-06-01T22:00:00+02:00", contact })
    await house.writes("hola")
    const morning = Date.parse("2026-06-02T09:00:00+02:00")
    await house.sends("Buenos días", { id: "morning" })
    house.clock.at(morning - 1, () => void house.escucha.customers.optOut("tel:ana"))
    await house.waits(morning)
    expect(house.texts()).toEqual([])
    const told = await factsOf(house, "tel:ana", "delivery-changed")
    expect(told.map(({ data }) => data.delivery)).toEqual([{ status: "withheld", because: "opted-out" }])
    expect(told[0]?.data.reasons).toMatchObject([{ rule: "opt-out", passed: false }])
  })

  it("on one address holds the other one while we know that they are one person's, and no longer", async () => {
    const house = await aHouse()
    await house.writes("baja", { address: "ana-work", language: "es" })
    await house.writes("hola")
    const { link } = await house.escucha.identities.link("tel:ana", "tel:ana-work")
    expect(await house.sends("Una")).toMatchObject({ status: "withheld", because: "opted-out" })
    await house.escucha.identities.retract("tel:ana", "tel:ana-work", link, { reason: "a shared telephone" })
    expect(await house.sends("Dos")).toMatchObject({ status: "queued" })
    expect(house.texts()).toEqual([confirmation.es, "Dos"])
  })

  it("is no stop when it is only a word in a complaint", async () => {
    const house = await aHouse()
    await house.writes("Stop sending me the wrong bill, where is my order?")
    await house.answers("Let me see.")
    expect(house.texts()).toEqual(["Let me see."])
  })
})
