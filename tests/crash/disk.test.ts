import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it, onTestFinished } from "vitest"
import { telegram } from "../../packages/adapters/src/channels/telegram.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { StoreError } from "../../packages/core/src/kernel/errors.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { signedWebhook } from "../../packages/core/src/testing/signed-webhook.ts"
import { aHouse, type TestHouse } from "../support/house.ts"
import { factsOfStore } from "../support/image-facts.ts"
import type { AnyOptions } from "../support/planted.ts"
import { houseOf } from "../support/projections.ts"
import { createBrokenDisk, createSmallDisk } from "../support/small-disk.ts"

const options = {
  ingest: { writeKeys: ["write-key"] },
  contact: { answerWithin: "1 hour" },
  rules: [{ name: "echo", on: "message-received", do: ({ text }, act) => act.reply(`heard ${text.slice(0, 12)}`) }],
} satisfies AnyOptions
const channels = () => ({
  telegram: telegram({ token: "1:a", webhookSecret: "secret", baseUrl: "http://127.0.0.1:1" }),
})
const hour = 3_600_000
const long = "x".repeat(4_000) // a page a message: a full disk is soon noticed

const aFile = () => {
  const folder = mkdtempSync(join(tmpdir(), "escucha-disk-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, "escucha.db")
}

const bytes = (text: string) => new TextEncoder().encode(text)

const callHook = ({ escucha, clock }: TestHouse, update: number) => {
  const message = { text: long, update, chat: update, at: clock.now() }
  const { body, ...request } = signedWebhook.telegram({ webhookSecret: "secret", ...message })
  return escucha.handle({ ...request, body: bytes(body) })
}
const callIngest = ({ escucha }: TestHouse, number: number) =>
  escucha.handle({
    method: "POST",
    url: "http://localhost/v1/batch",
    headers: { "content-type": "application/json", authorization: `Basic ${btoa("write-key:")}` },
    body: bytes(
      JSON.stringify({
        batch: [{ type: "track", messageId: `e${number}`, userId: `u${number}`, event: "seen", properties: { long } }],
      }),
    ),
  })

/** Calls on a disk that is full until the application says so, and gives the numbers of the calls that were refused. */
const untilRefused = async (call: (number: number) => Promise<{ readonly status: number }>, from: number) => {
  const refused: number[] = []
  for (let number = from; refused.length < 3; number++) {
    if (number > from + 500) throw new Error("the disk is never full")
    const { status } = await call(number)
    if (status !== 200) refused.push(number)
  }
  return refused
}

const wrongIn = async (house: TestHouse) => {
  const judge = houseOf({ ...options, channels: { chat: house.chat, ...channels() } })
  return (await factsOfStore(house.escucha.store, judge)).wrong
}

describe("a disk that is full", () => {
  it("is answered 503 with Retry-After to webhooks and ingest, and their retries are taken in when there is room", async () => {
    const disk = createSmallDisk()
    const store = sqliteStore<Stored>(aFile(), { open: disk.open })
    const house = await aHouse({ ...options, store, channels: channels(), rules: [] })
    expect((await callHook(house, 1)).status).toBe(200)
    disk.fill()
    const hooks = await untilRefused((number) => callHook(house, number), 2)
    const events = await untilRefused((number) => callIngest(house, number), 1)
    const before = await store.size()
    for (const answer of [await callHook(house, hooks[0] ?? 0), await callIngest(house, events[0] ?? 0)]) {
      expect(answer.status).toBe(503)
      expect(answer.headers["retry-after"]).toBe("5")
      expect(JSON.parse(String(answer.body)).error.message).toMatch(/the disk or the database is full/)
    }
    expect(await store.size()).toEqual(before)
    expect(await wrongIn(house)).toEqual([])
    disk.free()
    for (const number of hooks) expect((await callHook(house, number)).status).toBe(200)
    for (const number of events) expect((await callIngest(house, number)).status).toBe(200)
    expect(await store.size()).toMatchObject({ entries: before.entries + hooks.length + events.length })
    expect(await wrongIn(house)).toEqual([])
    await house.escucha.close()
  })

  it("is a StoreError of the reason full to a caller, told to the operator, and nothing is half written", async () => {
    const disk = createSmallDisk()
    const house = await aHouse({
      ...options,
      store: sqliteStore<Stored>(aFile(), { open: disk.open }),
      channels: channels(),
    })
    await house.writes("hola")
    disk.fill()
    const failures: unknown[] = []
    for (let number = 0; failures.length < 5; number++) {
      await house.escucha.conversations
        .receive("chat", [{ type: "message", id: `full${number}`, address: `c${number}`, text: long }])
        .catch((failure: unknown) => failures.push(failure))
    }
    for (const failure of failures) {
      expect(failure).toBeInstanceOf(StoreError)
      expect(failure).toMatchObject({ _tag: "StoreError", reason: "full", retryable: true })
    }
    await callHook(house, 1)
    expect(house.failures).toContainEqual(expect.objectContaining({ reason: "full" }))
    await house.escucha.close()
  })

  it("for two hours holds up what was to leave, and it leaves once when there is room, without a restart", async () => {
    const disk = createSmallDisk()
    const store = sqliteStore<Stored>(aFile(), { open: disk.open })
    const contact = { quietHours: ["21:00", "09:00"], zone: "Europe/Madrid" } as const
    const house = await aHouse({ ...options, store, contact, at: "2026-06-01T22:00:00+02:00" })
    const many = Array.from({ length: 30 }, (_, number) => `${number}`)
    for (const id of many) {
      await house.escucha.customers.identify(`tel:c${id}`, {}, { id })
      await house.sends(`news ${id}`, { id, customer: `tel:c${id}` })
    }
    disk.fill()
    await untilRefused(async (number) => {
      const isTaken = await house.writes(long, { address: `d${number}`, automatic: true }).then(
        () => true,
        () => false,
      )
      return { status: isTaken ? 200 : 503 }
    }, 1)
    await house.waits("2026-06-02T11:00:00+02:00")
    const before = house.chat.calls.length
    expect(before).toBeLessThan(many.length / 2) // the disk did hold them up
    disk.free()
    await house.waits("2026-06-02T11:30:00+02:00")
    const calls = house.chat.calls.map(({ id }) => id)
    expect(new Set(calls).size).toBe(calls.length)
    const told = await Promise.all(many.map((id) => house.escucha.messages.delivery(`tel:c${id}`, `write:${id}`)))
    const statuses = told.map((delivery) => delivery?.status)
    expect(statuses.filter((status) => !["sent", "replied", "uncertain"].includes(status ?? "lost"))).toEqual([])
    expect(statuses.filter((status) => status === "uncertain").length).toBeLessThanOrEqual(before)
    expect((await store.jobs({ limit: 100 })).items).toEqual([])
    expect(await wrongIn(house)).toEqual([])
    await house.escucha.close()
  })
})

describe("a disk that breaks", () => {
  it("at any one statement leaves all of a turn or nothing, and the retry is taken in once", async () => {
    const disk = createBrokenDisk()
    const store = sqliteStore<Stored>(aFile(), { open: disk.open })
    const house = await aHouse({ ...options, store, rules: [] })
    await house.writes("hola", { address: "ana" })
    await house.writes("hola", { address: "ben" })
    let place = 1
    for (let isThrough = false; !isThrough; place++) {
      const before = await store.size()
      disk.breakAt([place])
      const turn = () =>
        Promise.allSettled([
          house.escucha.conversations.receive("chat", [
            { type: "message", id: `b${place}`, address: "ana", text: "terrible, lost and broken" },
          ]),
          house.escucha.identities.link("tel:ana", `tel:new${place}`, { id: `${place}` }),
          house.escucha.customers.consent("tel:ben", "marketing", true, { id: `${place}`, evidence: "form" }),
        ])
      const told = await turn()
      isThrough = told.every(({ status }) => status === "fulfilled")
      if (isThrough) break
      for (const { status, ...rest } of told) {
        expect(status).toBe("rejected")
        expect(rest).toMatchObject({ reason: { _tag: "StoreError", reason: "failed", cause: { errcode: 10 } } })
      }
      expect(await store.size()).toEqual(before)
      expect((await turn()).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled"])
      expect(await wrongIn(house)).toEqual([])
    }
    expect(place).toBeGreaterThan(10)
    await house.escucha.close()
  })

  it("again and again while it works loses no input, doubles no effect, and everything is done in the end", async () => {
    const disk = createBrokenDisk()
    const store = sqliteStore<Stored>(aFile(), { open: disk.open })
    const house = await aHouse({ ...options, store })
    disk.breakAt(Array.from({ length: 60 }, (_, place) => 7 + place * 11))
    for (let number = 0; number < 12; number++) {
      const receive = () =>
        house.escucha.conversations.receive("chat", [
          { type: "message", id: `i${number}`, address: `c${number % 4}`, text: `question ${number}` },
        ])
      while (
        (await receive().then(
          () => "taken",
          () => "refused",
        )) === "refused"
      );
      await house.escucha.settled()
    }
    await house.waits(house.clock.now() + 24 * hour)
    expect(disk.counts().failures).toBeGreaterThan(30)
    expect(new Set(house.chat.calls.map(({ id }) => id)).size).toBe(house.chat.calls.length)
    expect((await store.jobs({ limit: 100 })).items).toEqual([])
    const { entries, wrong } = await factsOfStore(store, houseOf({ ...options, channels: { chat: house.chat } }))
    expect(wrong).toEqual([])
    for (let number = 0; number < 12; number++) expect(entries).toContain(`in:chat:i${number}#0`)
    await house.escucha.close()
  })
})
