import { describe, expect, it } from "vitest"
import * as z from "zod"
import { not } from "../../packages/core/src/kernel/condition.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"

const declared = { events: { "order-placed": z.object({ total: z.number() }) } }
const lifecycle = { event: "order-placed" } as const
const order = { total: 10 }
const day = (iso: string) => new Date(iso).toISOString().slice(0, 10)

type Subject = Pick<ReturnType<typeof createTestEscucha>, "customers" | "settled">

/** Where somebody stood, and since which day. */
const storyOf = async ({ customers, settled }: Subject, customer = "ana") => {
  await settled()
  const { items } = await customers.timeline(customer, { limit: 1000 })
  return items
    .flatMap(({ kind, occurredAt, data }) =>
      kind === "lifecycle-changed" ? [`${data.to} ${day(new Date(occurredAt).toISOString())} ${data.because}`] : [],
    )
    .toReversed()
}

describe("where a customer stands", () => {
  it("follows how they buy: new, active, at risk, lost, and won back", async () => {
    await using escucha = createTestEscucha({ ...declared, lifecycle }, { at: "2026-01-01T10:00:00Z" })
    const orders = async () => {
      await escucha.customers.track("ana", "order-placed", order)
      await escucha.settled()
    }
    await orders()
    await escucha.clock.advance("10 days")
    await orders()
    await escucha.clock.advance("10 days")
    await orders() // every ten days: late after twenty, gone after forty
    await escucha.clock.advance("100 days")
    await orders()
    await escucha.clock.advance("2 days")
    await orders()
    expect(await storyOf(escucha)).toEqual([
      "new 2026-01-01 order-placed",
      "active 2026-01-11 order-placed",
      "at-risk 2026-02-10 time",
      "lost 2026-03-02 time",
      "won-back 2026-05-01 order-placed",
      "active 2026-05-03 order-placed",
    ])
    expect((await escucha.customers.get("ana"))?.lifecycle).toEqual({
      stage: "active",
      since: Date.parse("2026-05-03T10:00:00Z"),
    })
  })

  it("is not known of who never bought, and costs them no timer", async () => {
    await using escucha = createTestEscucha({ ...declared, traits: { name: z.string() }, lifecycle })
    await escucha.customers.identify("ana", { name: "Ana" })
    expect((await escucha.customers.get("ana"))?.lifecycle).toBeNull()
    expect((await escucha.store.jobs({ limit: 10 })).items).toEqual([])
  })

  it("has who was lost while nobody looked won back by what they buy then", async () => {
    const store = memoryStore<Stored>()
    const left = { ...store, close: async () => {} }
    {
      await using first = createTestEscucha({ ...declared, lifecycle, store: left }, { at: "2026-01-01T10:00:00Z" })
      await first.customers.track("ana", "order-placed", order)
      await first.settled()
    }
    await using second = createTestEscucha({ ...declared, lifecycle, store: left }, { at: "2026-12-01T10:00:00Z" })
    await second.customers.track("ana", "order-placed", order)
    const story = await storyOf(second)
    expect(story.map((each) => each.split(" ")[0])).toEqual(["new", "lost", "won-back"])
  })

  it("is dated by when it became so, where an order of long ago is told today", async () => {
    await using escucha = createTestEscucha(
      {
        ...declared,
        lifecycle,
        segments: [
          {
            name: "silent",
            when: (customer) => not(customer.events["order-placed"].last.within("30 days")),
          },
        ],
      },
      { at: "2026-12-01T10:00:00Z" },
    )
    const at = Date.parse("2026-01-01T10:00:00Z")
    await escucha.customers.track("ana", "order-placed", order, { at })
    expect(await storyOf(escucha)).toEqual(["lost 2026-05-01 order-placed"]) // four times thirty days later
    expect((await escucha.segments.of("ana")).map(({ since }) => day(new Date(since).toISOString()))).toEqual([
      "2026-01-31",
    ])
  })

  it("sets rules off, and can be asked by them and by segments", async () => {
    const heard: string[] = []
    await using escucha = createTestEscucha(
      {
        ...declared,
        lifecycle: { event: "order-placed", usual: "10 days" },
        segments: [{ name: "to win back", when: (customer) => customer.lifecycle.is("lost") }],
        rules: [
          {
            name: "hear them",
            on: "lifecycle-changed",
            when: ({ to }) => to.is("lost"),
            do: ({ customer, because }) => void heard.push(`${because}; ${customer.lifecycle}`),
          },
        ],
      },
      { at: "2026-01-01T10:00:00Z" },
    )
    await escucha.customers.track("ana", "order-placed", order)
    await escucha.settled()
    await escucha.clock.advance("60 days")
    await escucha.settled()
    expect(heard).toEqual(["was at-risk and is lost now; lost"])
    expect((await escucha.segments.of("ana")).map(({ name }) => name)).toEqual(["to win back"])
  })

  it("is said by stages of your own, in the order of their definition", async () => {
    await using escucha = createTestEscucha(
      {
        ...declared,
        lifecycle: {
          event: "order-placed",
          stages: [
            { stage: "active", when: ({ last }) => last.within("3 days") },
            { stage: "lost", when: ({ count }) => count.atLeast(1) },
          ],
        },
      },
      { at: "2026-01-01T10:00:00Z" },
    )
    await escucha.customers.track("ana", "order-placed", order)
    await escucha.settled()
    await escucha.clock.advance("9 days")
    expect(await storyOf(escucha)).toEqual(["active 2026-01-01 order-placed", "lost 2026-01-04 time"])
  })

  it.each([
    [{ event: "order-placed", stages: [] }, /lifecycle\.stages/],
    [{ event: "order-placed", usual: "soon" }, /lifecycle\.usual/],
    [{ event: "refund" }, /lifecycle\.event/],
  ])("is refused where it cannot work: %j", (wrong, option) => {
    expect(() => createTestEscucha({ ...declared, lifecycle: wrong as typeof lifecycle })).toThrow(option) // as from plain JavaScript
  })
})
