import { describe, expect, it } from "vitest"
import { csat, defineSurvey } from "../../src/index.ts"
import { createTestEscucha, fakeChannel } from "../../src/testing.ts"

const visit = defineSurvey("visit", (s) => s.ask("rating", csat("How was it?")))
const incentives = {
  coffee: { text: { es: "Un café: KAFFA", en: "A coffee: KAFFA" }, atMost: 2, code: "KAFFA", within: "30 days" },
  cake: { text: "A cake", atMost: 10 },
} as const

const open = (more: object = {}) =>
  createTestEscucha({ surveys: [visit], incentives, channels: { phone: fakeChannel({ scheme: "tel" }) }, ...more })
type House = ReturnType<typeof open>

const give = async (house: House, who: number, name: "coffee" | "cake" = "coffee") => {
  const customer = `tel:+3460000000${who}`
  await house.surveys.ask(customer, "visit", {
    via: "phone",
    id: `${name}-${who}`,
    incentive: { name, give: "before" },
  })
  await house.settled()
  return customer
}

describe("what was given for an answer", () => {
  it("is redeemed once, by its name or its code, and a retry is no second time", async () => {
    await using house = open()
    const customer = await give(house, 1)
    expect(await house.incentives.redeem(" kaffa ", customer, { id: "order-1", by: "till 3" })).toEqual({
      status: "redeemed",
      incentive: "coffee",
    })
    expect(await house.incentives.redeem("coffee", customer, { id: "order-1" })).toMatchObject({ status: "duplicate" })
    expect(await house.incentives.redeem("coffee", customer, { id: "order-2" })).toEqual({
      status: "refused",
      because: "redeemed",
    })
    const [gift] = await house.incentives.of(customer)
    expect(gift).toMatchObject({ incentive: "coffee", survey: "visit", redeemedAt: house.clock.now() })
    expect(gift?.until).toBe((gift?.givenAt ?? 0) + 30 * 86_400_000)
  })

  it("is redeemed by nobody else", async () => {
    await using house = open()
    await give(house, 1)
    await house.customers.identify("user-2", {})
    const refused = { status: "refused", because: "not-given" }
    expect(await house.incentives.redeem("coffee", "user-2")).toEqual(refused)
    expect(await house.incentives.redeem("coffee", "user-of-nobody")).toEqual(refused)
    expect(await house.incentives.redeem("cake", "tel:+34600000001")).toEqual(refused)
  })

  it("is redeemed in time", async () => {
    await using house = open()
    const customer = await give(house, 1)
    await house.clock.advance("29 days")
    expect((await house.incentives.of(customer))[0]?.redeemedAt).toBeUndefined()
    await house.clock.advance("2 days")
    expect(await house.incentives.redeem("coffee", customer)).toEqual({ status: "refused", because: "expired" })
    const again = await give(house, 2, "cake")
    await house.clock.advance("365 days")
    expect(await house.incentives.redeem("cake", again)).toMatchObject({ status: "redeemed" })
  })

  it("is redeemed by so many as were planned, also where more were given", async () => {
    await using house = open()
    const [one, two] = [await give(house, 1), await give(house, 2)]
    const fewer = { coffee: { ...incentives.coffee, atMost: 1 } }
    await using other = open({ store: house.store, incentives: fewer })
    expect(await other.incentives.redeem("coffee", one)).toMatchObject({ status: "redeemed" })
    expect(await other.incentives.redeem("coffee", two)).toEqual({ status: "refused", because: "spent" })
  })

  it("is counted, and sets off rules", async () => {
    const heard: unknown[] = []
    await using house = open({
      rules: [
        {
          name: "thank",
          on: "incentive-redeemed",
          when: ({ incentive }: { readonly incentive: { readonly is: (name: string) => unknown } }) =>
            incentive.is("coffee"),
          do: (facts: { readonly incentive: string; readonly by: string; readonly because: string }) =>
            void heard.push([facts.incentive, facts.by, facts.because]),
        },
      ],
    })
    const customer = await give(house, 1)
    await give(house, 2)
    await house.incentives.redeem("coffee", customer, { by: "till 3" })
    await house.settled()
    expect(heard).toEqual([["coffee", "till 3", "redeemed coffee"]])
    expect(await house.incentives.list()).toEqual([
      { name: "coffee", text: incentives.coffee.text, code: "KAFFA", given: 2, redeemed: 1, atMost: 2 },
      { name: "cake", text: "A cake", given: 0, redeemed: 0, atMost: 10 },
    ])
  })

  it("is in what a customer has of their own data, and goes with them", async () => {
    await using house = open()
    const customer = await give(house, 1)
    await house.incentives.redeem("coffee", customer, { by: "till 3" })
    const files = (await house.customers.export(customer, { format: "csv" })) ?? []
    const text = await files.find(({ name }) => name.includes("incentives"))?.text()
    expect(text).toContain("given")
    expect(text).toContain("till 3")
    await house.customers.erase(customer, { forgetOptOut: true })
    expect(await house.incentives.of(customer)).toEqual([])
    expect(await house.incentives.redeem("coffee", customer)).toEqual({ status: "refused", because: "not-given" })
  })

  it("is theirs by whatever address they come, once", async () => {
    await using house = open()
    const customer = await give(house, 1)
    await house.identities.link(customer, "user-1", { id: "link" })
    expect(await house.incentives.redeem("coffee", "user-1")).toMatchObject({ status: "redeemed" })
    expect(await house.incentives.redeem("coffee", customer)).toEqual({ status: "refused", because: "redeemed" })
  })

  it("is refused by name where it cannot be", async () => {
    await using house = open()
    const customer = await give(house, 1)
    await expect(house.incentives.redeem("tea", customer)).rejects.toMatchObject({
      _tag: "InputError",
      field: "incentive",
    })
    await expect(house.incentives.redeem("coffee", customer, { by: " " })).rejects.toMatchObject({ field: "by" })
    const refused = (more: object) => () =>
      createTestEscucha({ surveys: [visit], incentives: { coffee: { ...incentives.coffee, ...more } } })
    expect(refused({ code: "" })).toThrow(/incentives\.coffee\.code/)
    expect(refused({ within: "a while" })).toThrow(/incentives\.coffee\.within/)
    expect(() =>
      createTestEscucha({ incentives: { a: { text: "a", atMost: 1, code: "X" }, x: { text: "b", atMost: 1 } } }),
    ).toThrow(/twice/)
  })
})
