import { describe, expect, it } from "vitest"
import * as z from "zod"
import { type HouseOptions, type TestHouse, aHouse } from "../support/house.ts"

const contact = { quietHours: ["21:00", "09:00"], zone: "Europe/Madrid" } as const

const aQuietHouse = (at: string, options: HouseOptions = {}) => aHouse({ at, contact, ...options })

/** A customer writes, a colleague answers a minute later and the app sends the same text as a campaign. */
const anEveningOf = async (house: TestHouse, minuteLater: string) => {
  await house.escucha.customers.consent("tel:ana", "marketing", true, { evidence: "checkout" })
  await house.writes("¿Dónde está mi pedido?")
  await house.waits(minuteLater)
  await house.answers("Tu pedido sale mañana.", { id: "answer", author: "Ben" })
  const campaign = await house.sends("Tu pedido sale mañana.", { id: "campaign", purpose: "marketing" })
  return campaign
}

describe("night and day", () => {
  it("a customer who writes at 22:05 is answered at 22:06; the same text as a campaign waits until 09:00", async () => {
    const house = await aQuietHouse("2026-06-01T22:05:00+02:00")
    const campaign = await anEveningOf(house, "2026-06-01T22:06:00+02:00")
    expect(house.chat.delivered.map(({ id }) => id)).toEqual(["write:answer"])
    expect(house.called).toEqual([Date.parse("2026-06-01T22:06:00+02:00")])
    expect(campaign).toMatchObject({ status: "queued", opensAt: Date.parse("2026-06-02T09:00:00+02:00") })
    await house.waits("2026-06-02T08:59:59.999+02:00")
    expect(house.texts()).toHaveLength(1)
    await house.waits("2026-06-02T09:00:00+02:00")
    expect(house.texts()).toEqual(["Tu pedido sale mañana.", "Tu pedido sale mañana."])
    expect(house.called.at(-1)).toBe(Date.parse("2026-06-02T09:00:00+02:00"))
  })

  it.for([
    [
      "the spring night that is an hour shorter",
      "2026-03-28T22:05:00+01:00",
      "2026-03-28T22:06:00+01:00",
      "2026-03-29T09:00:00+02:00",
    ],
    [
      "the autumn night that is an hour longer",
      "2026-10-24T22:05:00+02:00",
      "2026-10-24T22:06:00+02:00",
      "2026-10-25T09:00:00+01:00",
    ],
  ] as const)("a campaign waits for nine on the customer's clock over %s", async ([, start, minuteLater, morning]) => {
    const house = await aQuietHouse(start)
    await anEveningOf(house, minuteLater)
    await house.waits(Date.parse(morning) - 1)
    expect(house.texts()).toHaveLength(1)
    await house.waits(morning)
    expect(house.called).toEqual([Date.parse(minuteLater), Date.parse(morning)])
  })

  it("a customer's own zone counts, not ours", async () => {
    const house = await aQuietHouse("2026-06-01T12:00:00+02:00") // six in the morning in New York
    await house.writes("hi", { timezone: "America/New_York" })
    await house.sends("Your parcel is here.")
    await house.waits("2026-06-01T08:59:00-04:00")
    expect(house.texts()).toEqual([])
    await house.waits("2026-06-01T09:00:00-04:00")
    expect(house.texts()).toEqual(["Your parcel is here."])
  })

  it("what waits for the morning is asked again then: who said no meanwhile is left alone", async () => {
    const house = await aQuietHouse("2026-06-01T22:05:00+02:00")
    const news = await house.sends("Novedades de tu pedido.", { id: "news" })
    await house.escucha.customers.consent("tel:ana", "service", false, { evidence: "preferences page" })
    await house.waits("2026-06-02T10:00:00+02:00")
    expect(house.texts()).toEqual([])
    expect(await house.escucha.messages.delivery("tel:ana", news.id)).toEqual({
      status: "withheld",
      because: "no-consent",
    })
  })

  it("a message that is worth nothing in the morning is not kept until then", async () => {
    const house = await aQuietHouse("2026-06-01T22:05:00+02:00")
    const offer = await house.sends("Solo esta noche.", { expiresAt: Date.parse("2026-06-02T00:00:00+02:00") })
    expect(offer).toMatchObject({ status: "withheld", because: "expired" })
    await house.waits("2026-06-02T12:00:00+02:00")
    expect(house.texts()).toEqual([])
  })

  it("it is night where the customer lives, as the app tells it by the trait `zone`", async () => {
    const house = await aQuietHouse("2026-06-01T22:05:00+02:00", { traits: { zone: z.string() } })
    await house.writes("hola", { address: "ana" })
    await house.escucha.customers.identify("tel:ana", { zone: "America/New_York" })
    await house.sends("Tu pedido sale mañana.")
    expect(house.texts()).toEqual(["Tu pedido sale mañana."])
    await house.escucha.customers.identify("tel:ana", { zone: "Asia/Tokyo" })
    expect(await house.sends("Ya ha salido.")).toMatchObject({
      status: "queued",
      opensAt: Date.parse("2026-06-02T09:00:00+09:00"),
    })
  })
})
