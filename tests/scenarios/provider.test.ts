import { describe, expect, it } from "vitest"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { pauseAfter } from "../../packages/core/src/conversation/retry.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import type { Fault } from "../../packages/core/src/testing/fake-channel.ts"
import { aHouse, factsOf, type TestHouse } from "../support/house.ts"

const down: Fault = { kind: "fail", reason: "unavailable", retryable: true }
const start = Date.parse("2026-06-01T12:00:00+02:00")
const second = 1000
const rather = { never: { answer: { uncertain: "hold" } } } as const

const send = async (house: TestHouse) => {
  await house.writes("hola")
  const { id } = await house.answers("Ya sale.", { id: "answer" })
  return { id, delivery: () => house.escucha.messages.delivery("tel:ana", id) }
}

const told = async (house: TestHouse) =>
  (await factsOf(house, "tel:ana", "delivery-changed")).map(({ data }) => data.delivery.status)

describe("a provider that fails", () => {
  it("is called again by a timer, with growing pauses, until it works", async () => {
    const house = await aHouse({ at: start, faults: [down, down] })
    const { id: message, delivery } = await send(house)
    const again = start + pauseAfter(message, 1)
    expect(await delivery()).toEqual({ status: "queued", opensAt: again })
    await house.waits(again)
    const last = again + pauseAfter(message, 2)
    expect(await delivery()).toEqual({ status: "queued", opensAt: last })
    await house.waits(start + 3_600 * second)
    expect(house.called).toEqual([start, again, last])
    expect(house.chat.calls.map(({ id, attempt }) => [id, attempt])).toEqual([
      ["write:answer", 1],
      ["write:answer", 2],
      ["write:answer", 3],
    ])
    expect(await told(house)).toEqual(["sending", "queued", "sending", "queued", "sending", "sent"])
  })

  it("is given up after eight attempts, and the customer stays on the list of those who wait", async () => {
    const house = await aHouse({ at: start, faults: Array.from({ length: 12 }, () => down) })
    const { delivery } = await send(house)
    await house.waits(start + 86_400 * second)
    expect(house.called).toHaveLength(8)
    expect(await delivery()).toEqual({ status: "failed", error: "unavailable" })
    expect((await house.escucha.conversations.unanswered()).items).toHaveLength(1)
  })

  it("is not called again when it refused the message for good", async () => {
    const house = await aHouse({ at: start, faults: [{ kind: "fail", reason: "invalid-recipient", retryable: false }] })
    const { delivery } = await send(house)
    await house.waits(start + 86_400 * second)
    expect(house.called).toHaveLength(1)
    expect(await delivery()).toEqual({ status: "failed", error: "invalid-recipient" })
  })

  it("gets the pause that it asked for", async () => {
    const house = await aHouse({
      at: start,
      faults: [{ kind: "fail", reason: "rate-limit", retryable: true, retryAfter: 90 * second }],
    })
    await send(house)
    await house.waits(start + 90 * second)
    expect(house.called).toEqual([start, start + 90 * second])
  })

  it("does not get a message that the customer stopped between two attempts", async () => {
    const house = await aHouse({ at: start, faults: [down] })
    const { delivery } = await send(house)
    await house.escucha.customers.optOut("tel:ana")
    await house.waits(start + 3_600 * second)
    expect(house.called).toHaveLength(1)
    expect(await delivery()).toEqual({ status: "withheld", because: "opted-out" })
  })
})

describe("a lost answer of the provider", () => {
  it("makes the message uncertain, and it is not sent again where the application wants that", async () => {
    const house = await aHouse({ at: start, faults: [{ kind: "answer-lost" }], delivery: rather.never })
    const { delivery } = await send(house)
    await house.waits(start + 86_400 * second)
    expect(house.called).toHaveLength(1)
    expect(await delivery()).toEqual({ status: "uncertain", policy: "hold" })
    expect((await house.escucha.conversations.unanswered()).items).toHaveLength(1) // nobody knows that they were answered
  })

  it("is repaired by the same key where the provider honours it: delivered once", async () => {
    const house = await aHouse({ at: start, faults: [{ kind: "answer-lost" }], deduplicates: true })
    const { delivery } = await send(house)
    await house.waits(start + 60 * second)
    expect(house.called).toHaveLength(2)
    expect(house.texts()).toEqual(["Ya sale."])
    expect(await delivery()).toEqual({ status: "sent" })
  })

  it("leaves its doubt behind: a message that may have arrived is never called failed, whatever later attempts say", async () => {
    const refusal: Fault = { kind: "fail", reason: "rejected", retryable: false }
    const house = await aHouse({ at: start, faults: [{ kind: "answer-lost" }, refusal], deduplicates: true })
    const { delivery } = await send(house)
    await house.waits(start + 60 * second)
    expect(house.called).toHaveLength(2)
    expect(await delivery()).toEqual({ status: "uncertain", policy: "hold" })
  })

  it("leaves its doubt behind: it is not called withheld either when the customer stops before the next attempt", async () => {
    const house = await aHouse({ at: start, faults: [{ kind: "answer-lost" }], deduplicates: true })
    const { delivery } = await send(house)
    await house.escucha.customers.optOut("tel:ana")
    await house.waits(start + 60 * second)
    expect(house.called).toHaveLength(1)
    expect(await delivery()).toEqual({ status: "uncertain", policy: "hold" })
  })

  it("because the process died inside the call: the next process says uncertain and does not send again", async () => {
    const store = memoryStore<Stored>()
    const first = await aHouse({ at: start, store, faults: [{ kind: "late", until: new Promise(() => {}) }] })
    await first.escucha.conversations.receive("chat", [{ type: "message", id: "m1", address: "ana", text: "hola" }])
    await first.escucha.messages.reply("tel:ana", { text: "Ya sale." }, { id: "answer" })
    for (let turn = 0; turn < 50 && first.called.length === 0; turn++) await new Promise(setImmediate)
    expect(first.texts()).toEqual(["Ya sale."])
    const next = await aHouse({ at: start + 1, store, delivery: rather.never }) // the first one never comes back
    await next.escucha.settled()
    await next.waits(start + 86_400_000)
    expect(next.called).toEqual([])
    expect(await next.escucha.messages.delivery("tel:ana", "write:answer")).toEqual({
      status: "uncertain",
      policy: "hold",
    })
    expect((await store.jobs({ limit: 100 })).items.filter(({ type }) => type === "send")).toEqual([])
  })
})
