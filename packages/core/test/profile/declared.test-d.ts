import { describe, expectTypeOf, it } from "vitest"
import * as z from "zod"
import type { ValueOf } from "../../src/assembly/value/options.ts"
import { createEscucha } from "../../src/index.ts"
import { count, first, last, sum } from "../../src/profile/computed.ts"

const escucha = createEscucha({
  traits: { name: z.string(), plan: z.enum(["free", "pro"]), mrr: z.number() },
  events: {
    "order-placed": z.object({ id: z.string(), total: z.number(), gift: z.number().optional() }),
    visited: z.object({ page: z.string() }),
  },
  sources: ["crm", "app"],
  computed: {
    orders: count("order-placed"),
    spentLately: sum("order-placed", "total", { during: "30 days" }),
    gifts: sum("order-placed", "gift"),
    lastOrder: last("order-placed"),
    firstVisit: first("visited"),
    isBig: ({ traits }) => (traits.mrr ?? 0) > 1000,
    perOrder: ({ events }) => events["order-placed"]?.sums["total"]?.total,
  },
  rules: [
    {
      name: "a big spender who was away",
      on: "event-tracked",
      when: ({ customer }) => customer.traits.spentLately.atLeast(100),
      do: () => undefined,
    },
    {
      name: "back again",
      on: "event-tracked",
      when: ({ customer }) => customer.traits.lastOrder.within("30 days"),
      do: () => undefined,
    },
    {
      name: "wrong name",
      on: "event-tracked",
      // @ts-expect-error there is no trait of this name, neither told nor computed
      when: ({ customer }) => customer.traits.orderz.atLeast(1),
      do: () => undefined,
    },
    {
      name: "wrong kind",
      on: "event-tracked",
      // @ts-expect-error a count is no text
      when: ({ customer }) => customer.traits.orders.is("many"),
      do: () => undefined,
    },
  ],
})

describe("an application that declares its traits and events", () => {
  it("takes the traits that are declared, and no others", () => {
    void escucha.customers.identify("ana", { name: "Ana", plan: "pro" })
    void escucha.customers.identify("ana", { plan: null })
    expectTypeOf(escucha.customers.identify).parameter(1).toExtend<{ readonly mrr?: number | null }>()
    // @ts-expect-error there is no trait of this name
    void escucha.customers.identify("ana", { plam: "pro" })
    // @ts-expect-error this is none of the plans
    void escucha.customers.identify("ana", { plan: "gold" })
    // @ts-expect-error what is computed is not told
    void escucha.customers.identify("ana", { orders: 3 })
  })

  it("takes the events that are declared, with their properties", () => {
    void escucha.customers.track("ana", "order-placed", { id: "A-1", total: 40 })
    expectTypeOf(escucha.customers.track).parameter(1).toEqualTypeOf<"order-placed" | "visited">()
    // @ts-expect-error there is no event of this name
    void escucha.customers.track("ana", "order-plaecd", { id: "A-1", total: 40 })
    // @ts-expect-error a total is a number
    void escucha.customers.track("ana", "order-placed", { id: "A-1", total: "40" })
    // @ts-expect-error the id is missing
    void escucha.customers.track("ana", "order-placed", { total: 40 })
  })

  it("gives them back, with what is computed from them", async () => {
    const view = await escucha.customers.get("ana")
    expectTypeOf(view?.traits.name).toEqualTypeOf<string | undefined>()
    expectTypeOf(view?.traits.plan).toEqualTypeOf<"free" | "pro" | undefined>()
    expectTypeOf(view?.traits.orders).toEqualTypeOf<number | undefined>()
    expectTypeOf(view?.traits.lastOrder).toEqualTypeOf<number | undefined>()
    expectTypeOf(view?.traits.isBig).toEqualTypeOf<boolean | undefined>()
    // @ts-expect-error nothing of this name is told or computed
    void view?.traits.nothing
  })
})

describe("a computed trait", () => {
  const events = { "order-placed": z.object({ id: z.string(), total: z.number() }) }

  it("is of an event that is declared", () => {
    createEscucha({ events, computed: { orders: count("order-placed") } })
    // @ts-expect-error there is no event of this name
    createEscucha({ events, computed: { orders: count("order-plaecd") } })
    // @ts-expect-error there is no event of this name
    createEscucha({ events, computed: { lastOrder: last("visited") } })
    // @ts-expect-error no event is declared at all
    createEscucha({ computed: { orders: count("order-placed") } })
    expectTypeOf(count("order-placed").event).toEqualTypeOf<"order-placed">()
  })

  it("is the sum of a property that is a number", () => {
    createEscucha({ events, computed: { spent: sum("order-placed", "total") } })
    // @ts-expect-error an id is no number
    createEscucha({ events, computed: { spent: sum("order-placed", "id") } })
    // @ts-expect-error there is no such property
    createEscucha({ events, computed: { spent: sum("order-placed", "totl") } })
    expectTypeOf(sum("order-placed", "total").property).toEqualTypeOf<"total">()
  })
})

describe("what a customer is worth", () => {
  const events = {
    "order-placed": z.object({ id: z.string(), total: z.number() }),
    visited: z.object({ page: z.string() }),
  }

  it("is counted from a number of an event that is declared", () => {
    createEscucha({ events, value: { event: "order-placed", amount: "total" } })
    // @ts-expect-error an id is no number: every customer would be worth nothing
    createEscucha({ events, value: { event: "order-placed", amount: "id" } })
    // @ts-expect-error there is no such property
    createEscucha({ events, value: { event: "order-placed", amount: "totl" } })
    // @ts-expect-error the number is another event's
    createEscucha({ events, value: { event: "visited", amount: "total" } })
    expectTypeOf<ValueOf<typeof events>["amount"]>().toEqualTypeOf<"total">()
  })
})
