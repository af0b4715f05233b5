import { describe, expect, it } from "vitest"
import * as z from "zod"
import { count, createEscucha, first, last, sum } from "../../src/index.ts"
import { createTestEscucha } from "../../src/testing/escucha.ts"

const day = 86_400_000
const events = { "order-placed": z.object({ total: z.number() }), visited: z.object({}) }
const traits = { plan: z.enum(["free", "pro"]) }

const computed = {
  orders: count("order-placed"),
  ordersLately: count("order-placed", { during: "30 days" }),
  spent: sum("order-placed", "total"),
  spentLately: sum("order-placed", "total", { during: "30 days" }),
  lastOrder: last("order-placed"),
  firstOrder: first("order-placed"),
}

describe("what is computed of a customer", () => {
  it("is what they did, as of now: a window goes on without any event", async () => {
    await using escucha = createTestEscucha({ events, computed })
    const { customers, clock } = escucha
    const begin = clock.now()
    await customers.track("ana", "order-placed", { total: 40 }, { at: begin - 40 * day })
    await customers.track("ana", "order-placed", { total: 2 }, { at: begin - day })
    expect((await customers.get("ana"))?.traits).toEqual({
      orders: 2,
      ordersLately: 1,
      spent: 42,
      spentLately: 2,
      lastOrder: begin - day,
      firstOrder: begin - 40 * day,
    })
    await clock.advance("29 days")
    expect((await customers.get("ana"))?.traits).toMatchObject({ orders: 2, ordersLately: 0, spentLately: 0 })
  })

  it("of somebody who did nothing is nothing: no moment, and sums of 0", async () => {
    await using escucha = createTestEscucha({ events, computed })
    await escucha.customers.track("ana", "visited", {})
    expect((await escucha.customers.get("ana"))?.traits).toEqual({
      orders: 0,
      ordersLately: 0,
      spent: 0,
      spentLately: 0,
    })
  })

  it("is the customer's over all their streams, and what it was once they are taken apart", async () => {
    await using escucha = createTestEscucha({ events, computed })
    const { customers, identities } = escucha
    await customers.track("ana", "order-placed", { total: 1 })
    await customers.track("email:ana@example.com", "order-placed", { total: 2 })
    await identities.link("user:ana", "email:ana@example.com")
    expect((await customers.get("ana"))?.traits).toMatchObject({ orders: 2, spent: 3 })
    await identities.unlink("user:ana", { reason: "wrong" })
    expect((await customers.get("ana"))?.traits).toMatchObject({ orders: 1, spent: 1 })
  })

  it("is a function of the application too, and can be asked about in a rule", async () => {
    const told: string[] = []
    await using escucha = createTestEscucha({
      traits,
      events,
      computed: {
        ...computed,
        isLoyal: ({ traits: known, events: did }) => known.plan === "pro" && (did["order-placed"]?.count ?? 0) > 1,
      },
      rules: [
        {
          name: "thanks",
          on: "event-tracked",
          when: ({ customer }) => customer.traits.isLoyal.is(true),
          do: ({ customer }) => void told.push(`${customer.traits.orders} orders`),
        },
      ],
    })
    await escucha.customers.identify("ana", { plan: "pro" })
    for (const total of [1, 2]) await escucha.customers.track("ana", "order-placed", { total })
    await escucha.settled()
    expect(told).toEqual(["2 orders"])
  })

  it("by a function that throws is absent, and the application is told once", async () => {
    const failures: unknown[] = []
    await using escucha = createTestEscucha({
      events,
      computed: {
        broken: () => {
          throw new RangeError("no")
        },
      },
      report: (failure) => failures.push(failure),
    })
    for (const total of [1, 2]) await escucha.customers.track("ana", "order-placed", { total })
    for (let read = 0; read < 3; read++) expect((await escucha.customers.get("ana"))?.traits).toEqual({})
    expect(failures).toEqual([new RangeError("no")])
  })
})

describe("computed traits that cannot be are refused before anything starts:", () => {
  // what the compiler refuses must be refused for those without one too
  const create = (options: object) => () => createEscucha(options as Parameters<typeof createEscucha>[0])
  it.each<[string, object, string, RegExp]>([
    [
      "one with the name of a trait",
      { traits, events, computed: { plan: count("visited") } },
      "computed.plan",
      /another/,
    ],
    [
      "one of an unknown event",
      { events, computed: { orders: count("orders-placed") } },
      "computed.orders",
      /order-placed/,
    ],
    ["one of no event", { computed: { orders: count("x") } }, "computed.orders", /declare/],
    [
      "a window of hours",
      { events, computed: { few: count("visited", { during: "3 hours" }) } },
      "computed.few",
      /days/,
    ],
    [
      "a window of 91 days",
      { events, computed: { few: count("visited", { during: "91 days" }) } },
      "computed.few",
      /90/,
    ],
    ["a dangerous name", { events, computed: { constructor: count("visited") } }, "computed.constructor", /name/],
    ["what is nothing of the kind", { events, computed: { few: 3 } }, "computed.few", /count, sum/],
    [
      "a sum of nothing",
      { events, computed: { few: { computes: "sum", event: "visited" } } },
      "computed.few",
      /property/,
    ],
    [
      "an unknown computation",
      { events, computed: { few: { computes: "mean", event: "visited" } } },
      "computed.few",
      /count, sum/,
    ],
  ])("%s", (_, options, option, message) => {
    expect(create(options)).toThrow(expect.objectContaining({ _tag: "ConfigurationError", option }))
    expect(create(options)).toThrow(message)
  })
})
