import { describe, expect, it } from "vitest"
import { aHouse, factsOf } from "../support/house.ts"

describe("a list of exclusions", () => {
  it("is asked for each address that we start something with, and never for an answer", async () => {
    const asked: unknown[] = []
    const excluded = (address: { readonly value: string }, purpose: string) => {
      asked.push({ ...address, purpose })
      return address.value === "ben"
    }
    const house = await aHouse({ contact: { excluded } })
    await house.writes("hola")
    await house.answers("an answer")
    await house.sends("news")
    const held = await house.sends("news for ben", { customer: "tel:ben", id: "b-1" })
    expect(house.texts()).toEqual(["an answer", "news"])
    expect(await held.settled()).toEqual({ status: "withheld", because: "suppressed" })
    const [told] = await factsOf(house, "tel:ben", "delivery-changed")
    expect(told?.data.reasons?.at(-1)).toEqual({
      rule: "exclusion",
      passed: false,
      detail: "the address is on your list of exclusions",
    })
    expect(asked).toEqual([
      { channel: "chat", scheme: "tel", value: "ana", purpose: "service" },
      { channel: "chat", scheme: "tel", value: "ben", purpose: "service" },
    ])
  })

  it("that fails holds the message, and lets it go when it answers again", async () => {
    let failing = 2
    const excluded = async () => {
      if (failing-- > 0) throw new Error("the list is down")
      return false
    }
    const house = await aHouse({ contact: { excluded } })
    const sent = await house.sends("news")
    expect(house.texts()).toEqual([])
    expect(await house.escucha.messages.delivery("tel:ana", sent.id)).toMatchObject({ status: "queued" })
    await house.waits(house.clock.now() + 60_000)
    expect(house.texts()).toEqual(["news"])
    expect(house.failures).toHaveLength(2)
  })

  it.for([
    ["fails for good", () => Promise.reject(new Error("the list is gone"))],
    ["answers nonsense", () => "no" as unknown as boolean], // what a program without types may answer
  ] as const)("that %s lets nothing out", async ([, excluded]) => {
    const house = await aHouse({ contact: { excluded } })
    const sent = await house.sends("news")
    await house.waits(house.clock.now() + 86_400_000)
    expect(house.texts()).toEqual([])
    expect(await sent.settled()).toEqual({ status: "withheld", because: "suppressed" })
    await house.writes("hola")
    await house.answers("an answer all the same")
    expect(house.texts()).toEqual(["an answer all the same"])
  })
})
