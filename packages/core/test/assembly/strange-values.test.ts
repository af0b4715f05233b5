import { afterEach, beforeEach, describe, expect, it } from "vitest"
import * as z from "zod"
import type { Inbound } from "../../src/channel/inbound.ts"
import { createEscucha } from "../../src/index.ts"
import { memoryStore } from "../../src/runtime/store-memory.ts"
import { sqlite } from "../../src/sqlite.ts"
import type { Stored } from "../../src/assembly/loop.ts"
import { createClock } from "../../src/testing/clock.ts"
import { fakeChannel } from "../../src/testing/fake-channel.ts"
import type { Store } from "../../src/timeline/store.ts"

const anApplication = (store: Store<Stored>) =>
  createEscucha({
    store,
    clock: createClock("2026-06-01T12:00:00+02:00"),
    channels: { chat: fakeChannel({ scheme: "tel" }) },
    events: { "order-placed": z.looseObject({}) },
    report: () => {},
  })

describe.each([
  ["memory", () => memoryStore<Stored>()],
  ["SQLite", () => sqlite<Stored>(":memory:")],
] as const)("what is strange, in %s", (_, make) => {
  let escucha: ReturnType<typeof anApplication>
  beforeEach(() => {
    escucha = anApplication(make())
  })
  afterEach(() => escucha.close())

  const track = (customer: string, properties: object, at?: number) =>
    escucha.customers.track(customer, "order-placed", { ...properties }, at === undefined ? {} : { at })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e16])(
    "a time that is none (%s) is refused by name, and those beside it are taken",
    async (at) => {
      const results = await Promise.allSettled([track("ana", {}, at), track("ben", {}), track("ana", { total: 1 })])
      expect(results).toMatchObject([
        { status: "rejected", reason: { _tag: "InputError", field: "at" } },
        { status: "fulfilled", value: "committed" },
        { status: "fulfilled", value: "committed" },
      ])
      expect((await escucha.customers.timeline("ana")).items).toHaveLength(1)
    },
  )

  it("data that cannot be written down is refused, and those beside it are taken", async () => {
    const results = await Promise.allSettled([track("ana", { total: 1n }), track("ben", {})])
    expect(results).toMatchObject([
      { status: "rejected", reason: { _tag: "InputError", retryable: false } },
      { status: "fulfilled", value: "committed" },
    ])
  })

  it("a customer's message is kept when its channel tells no time that can be", async () => {
    const inbound = [Number.NaN, -1e17, 1e18].map((at, place) => ({
      type: "message" as const,
      id: `m${place}`,
      address: "ana",
      text: "hola",
      at,
    }))
    expect(await escucha.conversations.receive("chat", inbound)).toEqual(["committed", "committed", "committed"])
    const { items } = await escucha.customers.timeline("tel:ana")
    const heard = items.filter(({ kind }) => kind === "message-received")
    expect(heard.map(({ occurredAt, receivedAt }) => occurredAt - receivedAt)).toEqual([0, 0, 0])
  })

  it.each([undefined, null, 7, {}, { upTo: "1" }, { upTo: Number.NaN }, { upTo: Number.POSITIVE_INFINITY }])(
    "a receipt of what is no message (%j) is refused by name, and what comes beside it is taken",
    async (message) => {
      const receipt = { type: "receipt", id: "r1", address: "ana", message, status: "read" } as unknown as Inbound
      const beside: Inbound = { type: "message", id: "m1", address: "ben", text: "hola" }
      const results = await Promise.allSettled(
        [receipt, beside].map((each) => escucha.conversations.receive("chat", [each])),
      )
      expect(results).toMatchObject([
        { status: "rejected", reason: { _tag: "InputError", field: "inbound.message" } },
        { status: "fulfilled", value: ["committed"] },
      ])
    },
  )

  it.each([
    [{ type: "receipt", message: "m1" }, "status"],
    [{ type: "wish", by: "followed" }, "wish"],
    [{ type: "wish", wish: "start" }, "by"],
    [{ type: "check-in", by: "qr" }, "where"],
    [{ type: "check-in", where: "shop" }, "by"],
    [{ type: "address-change" }, "to"],
  ])("what says only half (%j) is refused by name, and changes nothing", async (half, field) => {
    await escucha.conversations.receive("chat", [{ type: "message", id: "m1", address: "ana", text: "stop" }])
    const inbound = { id: "h1", address: "ana", ...half } as unknown as Inbound
    await expect(escucha.conversations.receive("chat", [inbound])).rejects.toMatchObject({
      _tag: "InputError",
      field: `inbound.${field}`,
    })
    expect(await escucha.customers.get("tel:ana")).toMatchObject({ optedOut: true })
  })

  it("a name that was cut in the middle of a letter is found again", async () => {
    const cut = "ana\ud83d"
    await track(cut, {})
    const other = anApplication(escucha.store) // another process, which keeps nothing in memory yet
    expect(await other.customers.track(cut, "order-placed", {})).toBe("committed")
    expect((await other.customers.timeline(cut)).items).toHaveLength(2)
    await other.close()
  })

  it("two messages whose ids were cut in the middle of a letter are two", async () => {
    const inbound = ["m\ud83d", "m\ud83e"].map((id) => ({ type: "message" as const, id, address: "ana", text: id }))
    expect(await escucha.conversations.receive("chat", inbound)).toEqual(["committed", "committed"])
    expect(await escucha.conversations.receive("chat", inbound)).toEqual(["duplicate", "duplicate"])
    const { items } = await escucha.customers.timeline("tel:ana")
    expect(items.filter(({ kind }) => kind === "message-received")).toHaveLength(2)
  })
})
