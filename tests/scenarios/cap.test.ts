import { describe, expect, it } from "vitest"
import { aHouse } from "../support/house.ts"

const day = 86_400_000

describe("a cap of three in seven days", () => {
  it("lets three approaches leave and no fourth, whoever starts them", async () => {
    const house = await aHouse({ contact: { atMost: "3 per 7 days" } })
    await house.escucha.customers.consent("tel:ana", "marketing", true, { evidence: "checkout" })
    const statuses: string[] = []
    for (const [number, purpose] of (["service", "marketing", "service", "service"] as const).entries()) {
      await house.waits(house.clock.now() + day)
      statuses.push((await house.sends(`Mensaje ${number + 1}`, { purpose })).status)
    }
    expect(statuses).toEqual(["queued", "queued", "queued", "withheld"])
    expect(house.texts()).toEqual(["Mensaje 1", "Mensaje 2", "Mensaje 3"])
  })

  it("makes room again when the first of them is seven days old", async () => {
    const house = await aHouse({ contact: { atMost: "3 per 7 days" } })
    const start = house.clock.now()
    for (const number of [1, 2, 3]) {
      await house.sends(`Mensaje ${number}`)
      await house.waits(house.clock.now() + 1000)
    }
    await house.waits(start + 7 * day - 1)
    expect((await house.sends("Antes")).status).toBe("withheld")
    await house.waits(start + 7 * day)
    await house.sends("Después")
    expect(house.texts()).toEqual(["Mensaje 1", "Mensaje 2", "Mensaje 3", "Después"])
  })

  it("counts what leaves, not what waits: of five that wait for the morning, three leave", async () => {
    const house = await aHouse({
      at: "2026-06-01T22:00:00+02:00",
      contact: { atMost: "3 per 7 days", quietHours: ["21:00", "09:00"], zone: "Europe/Madrid" },
    })
    for (const number of [1, 2, 3, 4, 5]) await house.sends(`Mensaje ${number}`, { id: `${number}` })
    await house.waits("2026-06-02T09:00:00+02:00")
    expect(house.texts()).toHaveLength(3)
    expect(await house.escucha.messages.delivery("tel:ana", "write:5")).toEqual({
      status: "withheld",
      because: "capped",
    })
  })

  it("never counts answers", async () => {
    const house = await aHouse({ contact: { atMost: "once per 7 days" } })
    await house.writes("hola")
    for (const number of [1, 2, 3]) await house.answers(`Respuesta ${number}`)
    await house.sends("Aviso")
    expect(house.texts()).toEqual(["Respuesta 1", "Respuesta 2", "Respuesta 3", "Aviso"])
  })

  it("counts a message once that was tried twice", async () => {
    const house = await aHouse({
      contact: { atMost: "2 per 7 days" },
      faults: [{ kind: "fail", reason: "unavailable", retryable: true }],
    })
    await house.sends("Uno")
    await house.waits(house.clock.now() + 60_000)
    await house.sends("Dos")
    expect(house.texts()).toEqual(["Uno", "Dos"])
  })
})
