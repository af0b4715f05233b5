import { describe, expect, it } from "vitest"
import * as z from "zod"
import { defineSegment } from "../../packages/core/src/index.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"

const declared = {
  traits: { plan: z.enum(["free", "pro"]) },
  events: { order: z.object({ total: z.number() }) },
}

const recent = defineSegment<typeof declared>("recent", ({ events }) => events.order.last.within("36 hours"))
const buyers = defineSegment<typeof declared>("buyers", ({ events }) => events.order.count.atLeast(1))

const aShop = (at?: number) =>
  createTestEscucha(
    {
      ...declared,
      segments: [recent],
      lifecycle: { event: "order", usual: "7 days" },
    },
    at === undefined ? {} : { at },
  )
type Shop = ReturnType<typeof aShop>

/** Two places that each were in a segment, joined before time took them out of it. */
const twoWhoBought = async ({ customers, identities, clock }: Shop) => {
  for (const name of ["tel:ana", "email:ana@example.com"]) await customers.track(name, "order", { total: 5 })
  await identities.link("tel:ana", "email:ana@example.com")
  await clock.advance("60 days")
}

describe("somebody of two places who left a segment by time", () => {
  it("is as of now what they are now", async () => {
    await using shop = aShop()
    await twoWhoBought(shop)
    const now = await shop.customers.get("tel:ana")
    expect(now).toMatchObject({ segments: [], lifecycle: { stage: "lost" } })
    expect(await shop.customers.get("tel:ana", { asOf: shop.clock.now() })).toEqual(now)
  })

  it("is given out whole, so that another house can take them in", async () => {
    await using shop = aShop()
    await twoWhoBought(shop)
    await using other = aShop(shop.clock.now())
    const [file] = (await shop.customers.export("tel:ana")) ?? []
    expect(await other.customers.import((await file?.text()) ?? "")).toBe("committed")
    expect(await other.customers.get("tel:ana")).toEqual(await shop.customers.get("tel:ana"))
  })
})

describe("somebody who was taken in from another house", () => {
  it("leaves a segment there too when time goes by, and no rule is set off by their coming", async () => {
    const told: string[] = []
    const rules = (["segment-entered", "segment-left"] as const).map((on) => ({
      name: on,
      on,
      do: ({ segment }: { readonly segment: string }) => void told.push(`${on} ${segment}`),
    }))
    await using shop = aShop()
    await shop.customers.track("tel:ana", "order", { total: 5 })
    await shop.clock.advance("12 hours")
    await using other = createTestEscucha({ ...declared, segments: [recent, buyers], rules }, { at: shop.clock.now() })
    const [file] = (await shop.customers.export("tel:ana")) ?? []
    await other.customers.import((await file?.text()) ?? "")
    await other.settled()
    const of = async () => (await other.segments.of("tel:ana")).map(({ name }) => name)
    expect([await of(), told]).toEqual([["recent", "buyers"], []])
    await other.clock.advance("25 hours")
    expect([await of(), told]).toEqual([["buyers"], ["segment-left recent"]])
  })
})

describe("somebody who came back", () => {
  it("is won back still when a tablet leaves another for them", async () => {
    await using shop = aShop()
    const { customers, identities, clock } = shop
    await customers.identify("device:tablet", { plan: "free" }) // the oldest: whoever has it goes by its name
    await customers.track("tel:ana", "order", { total: 5 }, { at: clock.now() - 40 * 86_400_000 })
    await customers.track("tel:ana", "order", { total: 5 })
    expect((await customers.get("tel:ana"))?.lifecycle?.stage).toBe("won-back")
    await identities.link("user:eva", "device:tablet", { trust: "claimed" })
    await identities.link("device:tablet", "tel:ana")
    expect((await customers.get("user:eva"))?.known).toHaveLength(1)
    expect((await customers.get("tel:ana"))?.lifecycle?.stage).toBe("won-back")
  })
})

describe("an identifier that is kept apart from many", () => {
  it("remembers 500 of them, whichever of the two is named first", async () => {
    await using shop = aShop()
    const { identities } = shop
    const apart = (number: number): readonly [string, string] =>
      number % 2 === 0 ? ["email:office@example.com", `tel:${number}`] : [`tel:${number}`, "email:office@example.com"]
    const words = { reason: "an office", by: "eva" }
    for (let number = 1; number <= 500; number++) await identities.keepApart(...apart(number), words)
    for (const number of [501, 502])
      await expect(identities.keepApart(...apart(number), words)).rejects.toMatchObject({ reason: "too-large" })
  })
})
