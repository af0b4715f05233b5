import { describe, expect, it } from "vitest"
import * as z from "zod"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { call } from "./caller.ts"
import { everythingOf } from "../support/everything.ts"

const aHouse = () => {
  const escucha = createTestEscucha({
    ingest: { writeKeys: ["key"] },
    traits: { plan: z.enum(["free", "pro"]), seats: z.coerce.number() },
    events: { "order-placed": z.object({ total: z.number() }) },
  })
  let last = 0
  const batch = async (...events: readonly object[]) => {
    const body = { batch: events.map((event) => ({ messageId: `m${++last}`, userId: "ana", ...event })) }
    return (await call(escucha, "POST", "/v1/batch", { body, headers: { authorization: `Basic ${btoa("key:")}` } }))
      .value
  }
  return { escucha, batch }
}

describe("a batch to an application that declared its traits and events", () => {
  it("is held to them as a call is: values as the schemas give them, names that nobody declared refused", async () => {
    const { escucha, batch } = aHouse()
    expect(
      await batch(
        { type: "identify", traits: { plan: "pro", seats: "4" } },
        { type: "identify", traits: { plan: "gold" } },
        { type: "identify", traits: { favouriteColour: "red" } },
        { type: "track", event: "order-placed", properties: { total: 40, coupon: "X" } },
        { type: "track", event: "order-placed", properties: { total: "forty" } },
        { type: "track", event: "order-lost", properties: {} },
      ),
    ).toEqual({
      success: true,
      accepted: 2,
      rejected: [
        expect.objectContaining({ index: 1, field: "traits.plan" }),
        expect.objectContaining({ index: 2, field: "traits.favouriteColour" }),
        expect.objectContaining({ index: 4, field: "order-placed.total" }),
        expect.objectContaining({ index: 5, field: "event" }),
      ],
    })
    expect((await escucha.customers.get("ana"))?.traits).toEqual({ plan: "pro", seats: 4 })
    const events = (await everythingOf(escucha, "ana")).filter((entry) => entry.kind === "event-tracked")
    expect(events.map(({ data }) => data)).toEqual([{ event: "order-placed", properties: { total: 40 } }])
  })

  it("may hold what a page sends by itself", async () => {
    const { batch } = aHouse()
    expect(await batch({ type: "page", properties: { path: "/" } }, { type: "screen" })).toEqual({
      success: true,
      accepted: 2,
    })
  })
})
