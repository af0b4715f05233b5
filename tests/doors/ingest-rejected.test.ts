import { describe, expect, it } from "vitest"
import * as z from "zod"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"
import { houseOf, projectionsOf } from "../support/projections.ts"
import { aSender, anEvent, basic, writeKey } from "./a-sender.ts"
import { refusalOf } from "./caller.ts"

const stores: { readonly [name: string]: () => Store<Stored> } = {
  memory: () => memoryStore<Stored>(),
  sqlite: () => sqliteStore<Stored>(":memory:"),
}

/** A store that outlives the house that it is in: the next one declares something else. */
const lasting = (store: Store<Stored>): Store<Stored> => ({ ...store, close: async () => {} })

const strict = { events: { "order-placed": z.object({ total: z.string() }) } }
const mended = { events: { "order-placed": z.object({ total: z.number() }) } }

for (const [name, make] of Object.entries(stores))
  describe(`an event that was refused, in ${name}`, () => {
    it("is kept with its reason, and with the customer whom it names", async () => {
      const { escucha, batch } = aSender({ store: make(), ...strict })
      const event = anEvent({ writeKey, context: { key: writeKey } })
      expect((await batch(event)).value).toMatchObject({ rejected: [{ field: "order-placed.total" }] })
      const { items } = await escucha.ingest.rejected()
      const ana = await escucha.customers.get("ana")
      expect(items).toMatchObject([
        {
          customer: ana?.id,
          type: "track",
          field: "order-placed.total",
          reason: "invalid",
          at: escucha.clock.now(),
          message: expect.stringMatching(/^order-placed.total: /),
        },
      ])
      const { writeKey: _, context: __, ...plain } = event as { readonly [field: string]: unknown } // an object of fields
      expect(JSON.parse(items[0]?.raw ?? "")).toEqual({ ...plain, context: {} })
      expect(ana?.thread.items).toEqual([])
    })

    it("is kept once, however often it is sent, and counted once", async () => {
      const { escucha, batch } = aSender({ store: make(), ...strict })
      const [event, nobody] = [anEvent(), anEvent({ userId: undefined })]
      for (let again = 0; again < 3; again++) await batch(event, event, nobody, "no event", null)
      expect((await escucha.ingest.rejected()).items.length).toBe(4)
      expect(await escucha.ingest.counts()).toEqual({
        invalid: 4,
        "too-large": 0,
        unknown: 0,
        unauthorized: 0,
        conflict: 0,
      })
    })

    it("is found by customer, reason, type and field, page by page, oldest first", async () => {
      const { escucha, batch } = aSender({ store: make(), ...strict })
      await batch(anEvent(), anEvent({ event: "order-lost" }))
      await escucha.clock.advance("1 minute")
      await batch(anEvent({ userId: "eva" }), anEvent({ type: "delete", userId: undefined }))
      const found = async (filter: Parameters<typeof escucha.ingest.rejected>[1]) =>
        (await escucha.ingest.rejected({}, filter)).items.map(({ type, field }) => `${type} ${field}`)
      expect(await found({ reason: "unknown" })).toEqual(["track event"])
      expect(await found({ customer: "eva" })).toEqual(["track order-placed.total"])
      expect(await found({ type: "delete" })).toEqual(["delete userId"])
      expect(await found({ field: "order-placed.total" })).toHaveLength(2)
      expect(await found({ customer: "nobody" })).toEqual([])
      const first = await escucha.ingest.rejected({ limit: 3 })
      const rest = await escucha.ingest.rejected({ limit: 3, after: first.next ?? "" })
      expect([...first.items, ...rest.items].map(({ at }) => at)).toEqual(
        [...first.items, ...rest.items].map(({ at }) => at).sort((one, two) => one - two),
      )
      expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(4)
      expect(rest.next).toBeUndefined()
    })

    it("is taken after all when its schema was mended, once, at its own time, and leaves the list", async () => {
      const store = lasting(make())
      const before = aSender({ store, ...strict })
      const event = anEvent({ timestamp: "2026-03-01T10:00:00Z" })
      await before.batch(event, anEvent({ event: "order-lost" }))
      const [kept] = (await before.escucha.ingest.rejected({}, { type: "track", reason: "invalid" })).items
      expect(await before.escucha.ingest.replay(kept?.id ?? "")).toMatchObject({
        status: "rejected",
        field: "order-placed.total",
      })
      expect((await before.escucha.ingest.rejected()).items).toHaveLength(2)
      await before.escucha.close()

      const after = aSender({ store, ...mended })
      await after.escucha.clock.advance("1 day")
      for (let again = 0; again < 3; again++)
        expect(await after.escucha.ingest.replay(kept?.id ?? "")).toEqual({ status: "taken" })
      await after.batch(event) // its sender comes again too
      const facts = (await after.facts("ana")).filter(({ kind }) => kind === "event-tracked")
      expect(facts).toEqual([
        {
          kind: "event-tracked",
          occurredAt: Date.parse("2026-03-01T10:00:00Z"),
          data: { event: "order-placed", properties: { total: 40 } },
        },
      ])
      expect((await after.escucha.ingest.rejected()).items.map(({ field }) => field)).toEqual(["event"])
      await after.escucha.close()
    })

    it("is listed for 30 days", async () => {
      const { escucha, batch } = aSender({ store: make(), ...strict })
      await batch(anEvent(), "nobody's")
      await escucha.clock.advance("29 days")
      expect((await escucha.ingest.rejected()).items).toHaveLength(2)
      await escucha.clock.advance("2 days")
      expect((await escucha.ingest.rejected()).items).toEqual([])
      await batch(anEvent({ userId: "eva", properties: { total: "40" } }))
      expect((await escucha.store.query("rejected", { named: false }, { limit: 10 })).items).toEqual([])
    })

    it("of somebody is listed with the latest 20 of theirs; the timeline keeps all", async () => {
      const { escucha, batch } = aSender({ store: make(), ...strict })
      for (let minute = 0; minute < 30; minute++) {
        await batch(anEvent({ messageId: `minute-${minute}` }))
        await escucha.clock.advance("1 minute")
      }
      const { items } = await escucha.ingest.rejected()
      expect(items.map(({ messageId }) => messageId)).toEqual(
        Array.from({ length: 20 }, (_, place) => `minute-${place + 10}`),
      )
      expect((await escucha.customers.timeline("ana")).items).toHaveLength(30)
    })

    it("of nobody is one of 10,000 at most: the oldest go", async () => {
      const { escucha, post } = aSender({ store: make() })
      for (let turn = 0; turn < 11; turn++) {
        const batch = Array.from({ length: 1_000 }, (_, place) => ({ type: "track", messageId: `m${turn}-${place}` }))
        await post("/v1/batch", { batch })
        await escucha.clock.advance("1 second")
      }
      let [count, oldest, after] = [0, "", ""]
      for (;;) {
        const page = await escucha.store.query("rejected", {}, { limit: 1_000, ...(after !== "" && { after }) })
        if (count === 0) oldest = page.items[0]?.data ?? ""
        count += page.items.length
        if (page.next === undefined) break
        after = page.next
      }
      expect(count).toBe(10_000)
      expect(JSON.parse(oldest)).toMatchObject({ messageId: expect.stringMatching(/^m1-/) })
    })

    it("is the same list when it is made again from the timeline alone", async () => {
      const [store, options] = [make(), strict]
      const { escucha, batch } = aSender({ store, ...options })
      await batch(anEvent(), anEvent({ userId: "eva" }), anEvent({ event: "order-lost" }), anEvent({ type: "page" }))
      await escucha.clock.advance("1 hour")
      await batch(anEvent({ userId: "eva", type: "identify", traits: { colour: "red" } }))
      const { live, rebuilt } = await projectionsOf(houseOf(options), store)
      expect(live.rows.filter((row) => row.startsWith('["rejected"'))).toHaveLength(3)
      expect(rebuilt).toEqual(live)
    })

    it("goes with an erasure, and nothing of it stays", async () => {
      const { escucha, batch } = aSender({ store: make(), ...strict })
      await batch(anEvent({ properties: { total: 1, note: "canary-7f3a" } }))
      await escucha.customers.erase("ana")
      expect((await escucha.ingest.rejected()).items).toEqual([])
      const left: unknown[] = []
      for await (const { entry } of escucha.store.feed(0)) left.push(entry)
      expect(JSON.stringify(left)).not.toContain("canary-7f3a")
    })
  })

describe("an event of somebody who was erased", () => {
  it("is refused, and kept without their name and without itself", async () => {
    const { escucha, batch } = aSender({ secret: "s".repeat(32) })
    await batch(anEvent())
    await escucha.customers.erase("ana")
    expect((await batch(anEvent({ properties: { note: "canary-7f3a" } }))).value).toMatchObject({
      accepted: 0,
      rejected: [{ index: 0 }],
    })
    expect(await escucha.customers.get("ana")).toBeUndefined()
    const { items } = await escucha.ingest.rejected()
    expect(items).toMatchObject([{ customer: null, reason: "conflict", raw: null }])
    expect(JSON.stringify(items)).not.toMatch(/canary|"ana"/)
    await expect(escucha.ingest.replay(items[0]?.id ?? "")).rejects.toMatchObject({ reason: "conflict" })
  })
})

describe("the list of refused events", () => {
  it("says of an id that is none, and of one that was cut, what to do", async () => {
    const { escucha, batch } = aSender()
    for (const id of ["", "nobody/x", "s_0/x", "x", "s_000000000x/constructor"])
      await expect(escucha.ingest.replay(id)).rejects.toMatchObject({ reason: "unknown", field: "id" })
    await batch(anEvent({ properties: { text: "x".repeat(40_000) } }))
    const [large] = (await escucha.ingest.rejected()).items
    await expect(escucha.ingest.replay(large?.id ?? "")).rejects.toMatchObject({ reason: "conflict" })
  })

  it("keeps what names nobody and can be read after all, and takes it once", async () => {
    const { escucha, post } = aSender()
    await post("/v1/batch", { batch: [{ type: "track", event: "seen", anonymousId: "null", messageId: "m" }] })
    const [kept] = (await escucha.ingest.rejected()).items
    expect(kept).toMatchObject({ customer: null, field: "anonymousId" })
    expect(await escucha.ingest.replay(kept?.id ?? "")).toMatchObject({ status: "rejected", field: "anonymousId" })
    expect((await escucha.ingest.rejected()).items).toHaveLength(1)
  })

  it("is not written by a request that is refused as a whole", async () => {
    const { escucha, post } = aSender()
    expect(refusalOf(await post("/v1/batch", "{", basic(writeKey)))).toMatchObject({ status: 400 })
    expect(refusalOf(await post("/v1/batch", { batch: [1] }, basic("wrong")))).toMatchObject({ status: 401 })
    expect((await escucha.ingest.rejected()).items).toEqual([])
  })
})
