import { describe, expect, it, onTestFinished } from "vitest"
import * as z from "zod"
import type { Stored } from "../../src/assembly/loop.ts"
import { createEscucha } from "../../src/index.ts"
import { memoryStore } from "../../src/runtime/store-memory.ts"
import { sqlite } from "../../src/sqlite.ts"
import { createClock } from "../../src/testing/clock.ts"
import { fakeChannel } from "../../src/testing/fake-channel.ts"
import type { Store } from "../../src/timeline/store.ts"

const secret = "a secret of a test, long enough to be one"
const erasedError = { _tag: "InputError", reason: "conflict", message: expect.stringContaining("customers.readmit") }

const aHouse = (store: Store<Stored>, options: { readonly secret?: string } = { secret }) => {
  const clock = createClock("2026-06-01T12:00:00+02:00")
  const chat = fakeChannel({ scheme: "tel" })
  const escucha = createEscucha({
    store,
    clock,
    channels: { chat },
    traits: { name: z.string(), email: z.email() },
    events: { visited: z.object({}) },
    ...options,
  })
  onTestFinished(() => escucha.close())
  const writes = async (text: string, id: string, address = "ana") => {
    await escucha.conversations.receive("chat", [{ type: "message", id, address, text }])
    await escucha.settled()
  }
  const kinds = async (customer: string) =>
    (await escucha.customers.timeline(customer)).items.map(({ kind }) => kind).toReversed()
  const optOuts = async (customer: string) =>
    (await escucha.customers.timeline(customer)).items.flatMap((entry) =>
      entry.kind === "opted-out" ? [entry.data.by] : [],
    )
  return { escucha, clock, chat, writes, kinds, optOuts }
}

describe.each([
  ["memory", () => memoryStore<Stored>()],
  ["SQLite", () => sqlite<Stored>(":memory:")],
] as const)("who was erased, in %s", (_, make) => {
  it("is nobody for whom anything is still to be done", async () => {
    const { escucha, writes } = aHouse(make())
    await writes("hola", "1")
    await escucha.settled()
    expect((await escucha.engine.stats()).delayed).toBe(1) // they wait for an answer
    expect(await escucha.customers.erase("tel:ana")).toEqual({
      customer: expect.stringMatching(/^s_/),
      streams: 1,
      entries: 1,
      identifiers: 1,
    })
    expect((await escucha.engine.stats()).delayed).toBe(0)
    await escucha.close()
  })

  it("is not brought back by a message of somebody else whose network vouches for their name: it is kept, and joins nobody", async () => {
    const { escucha, writes, kinds } = aHouse(make())
    await writes("hola", "1")
    await escucha.customers.erase("tel:ana")
    const message = { type: "message", text: "hello", also: ["tel:ana"] } as const
    await escucha.conversations.receive("chat", [{ ...message, id: "2", address: "ben" }])
    expect(await kinds("tel:ben")).toContain("message-received")
    expect(await escucha.customers.get("tel:ana")).toBeUndefined()
  })

  it("comes back by what they write themselves, also where the network knows another of their names that was erased", async () => {
    const { escucha, writes, kinds } = aHouse(make())
    await writes("hola", "1")
    await writes("hola", "2", "ben")
    for (const name of ["tel:ana", "tel:ben"]) await escucha.customers.erase(name)
    const message = { type: "message", id: "3", address: "ben", text: "hello", also: ["tel:ana"] } as const
    await escucha.conversations.receive("chat", [message])
    expect(await kinds("tel:ben")).toEqual(["message-received"])
    expect(await escucha.customers.get("tel:ana")).toBeUndefined()
  })

  it("is not brought back by what others say of them", async () => {
    const { escucha, writes } = aHouse(make())
    await writes("hola", "1")
    await escucha.identities.link("tel:ana", "user:ana")
    await escucha.customers.erase("user:ana", { by: "eva" })
    const calls = {
      identify: () => escucha.customers.identify("ana", { name: "Ana" }),
      track: () => escucha.customers.track("tel:ana", "visited", {}),
      link: () => escucha.identities.link("user:new", "tel:ana"),
      address: () => escucha.customers.identify("new", { name: "Ana" }, { also: ["tel:ana"] }),
      optIn: () => escucha.customers.optIn("tel:ana"),
      send: () => escucha.messages.send("tel:ana", { text: "news" }),
      case: () => escucha.cases.open("user:ana", { kind: "call", owner: "eva", because: "x" }),
      history: () =>
        escucha.conversations.receive("chat", [{ type: "message", id: "old", address: "ana", text: "hola", at: 1 }], {
          historic: true,
        }),
    }
    for (const call of Object.values(calls)) await expect(call()).rejects.toMatchObject(erasedError)
    for (const name of ["tel:ana", "user:ana", "user:new"]) expect(await escucha.customers.get(name)).toBeUndefined()
    expect(await escucha.store.size()).toEqual({ customers: 0, streams: 0, entries: 0, jobs: 0 })
  })

  it("comes back by writing themselves, as somebody new", async () => {
    const { escucha, writes, kinds, optOuts } = aHouse(make())
    await writes("hola", "1")
    await escucha.customers.erase("tel:ana")
    await writes("hola otra vez", "2")
    expect((await kinds("tel:ana"))[0]).toBe("message-received")
    expect(await optOuts("tel:ana")).toEqual([])
    await escucha.customers.identify("tel:ana", { name: "Ana" })
    expect(await escucha.customers.get("tel:ana")).toMatchObject({ name: "Ana", optedOut: false })
  })

  it("is still not written to, and it says so, when they had told us to stop", async () => {
    const { escucha, chat, writes, optOuts } = aHouse(make())
    await escucha.identities.link("tel:ana", "user:ana")
    await writes("STOP", "1")
    const before = chat.delivered.length
    await escucha.customers.erase("user:ana")
    await writes("¿dónde está mi pedido?", "2")
    expect(await optOuts("tel:ana")).toEqual(["list"])
    expect(await escucha.customers.get("tel:ana")).toMatchObject({ optedOut: true })
    const sent = await escucha.messages.send("tel:ana", { text: "news" })
    expect(await sent.settled()).toMatchObject({ status: "withheld", because: "opted-out" })
    expect(chat.delivered).toHaveLength(before)
  })

  it("may be written to again once they say so themselves", async () => {
    const { escucha, writes, optOuts } = aHouse(make())
    await writes("STOP", "1")
    await escucha.customers.erase("tel:ana")
    await writes("ALTA", "2")
    expect(await optOuts("tel:ana")).toEqual([])
    expect(await escucha.customers.get("tel:ana")).toMatchObject({ optedOut: false })
  })

  it("has their stop also when they are erased a second time, and when it is told after the erasure", async () => {
    const { escucha, writes, optOuts } = aHouse(make())
    await writes("STOP", "1")
    await escucha.customers.erase("tel:ana")
    await writes("hola", "2")
    await escucha.customers.erase("tel:ana")
    await writes("hola", "3")
    expect(await optOuts("tel:ana")).toEqual(["list"])
    await writes("hola", "4", "ben")
    await escucha.customers.erase("tel:ben")
    expect(await escucha.customers.optOut("tel:ben")).toBe("committed")
    expect(await escucha.customers.get("tel:ben")).toMatchObject({ optedOut: true })
  })

  it("has what they refused for single purposes refused still, with its place in the ledger", async () => {
    const { escucha, writes, kinds } = aHouse(make())
    await escucha.identities.link("tel:ana", "user:ana")
    const say = (purpose: "service" | "marketing", decision: "grant" | "deny") =>
      escucha.consents.record("tel:ana", { purpose, decision, method: "form" })
    await say("service", "deny")
    await say("marketing", "grant")
    await escucha.customers.erase("user:ana")
    await writes("hola", "1")
    expect((await kinds("tel:ana")).filter((kind) => kind.startsWith("consent"))).toEqual(["consent-changed"])
    expect(await escucha.messages.send("tel:ana", { text: "news" })).toMatchObject({ because: "no-consent" })
    expect(await escucha.customers.get("tel:ana")).toMatchObject({ optedOut: false })
    expect(await escucha.consents.verify()).toMatchObject({ records: 1, broken: [] })
    await escucha.customers.readmit("ana", { by: "eva", reason: "they came back" })
    expect(await escucha.messages.send("user:ana", { text: "news" }, { via: "chat" })).toMatchObject({
      status: "withheld",
    })
  })

  it("has what they refused refused again when the time is over for which they took it back", async () => {
    const { escucha, clock, writes } = aHouse(make())
    const say = { purpose: "service", method: "form" } as const
    await escucha.consents.record("tel:ana", { ...say, decision: "deny" })
    await clock.advance("1 minute")
    await escucha.consents.record("tel:ana", { ...say, expiresAt: clock.now() + 86_400_000 })
    await escucha.customers.erase("tel:ana")
    await writes("hola", "1")
    await clock.advance("2 days")
    expect(await escucha.messages.send("tel:ana", { text: "news" })).toMatchObject({ because: "no-consent" })
  })

  it("is readmitted by the app with a reason, and only then; their stop holds", async () => {
    const { escucha, writes, kinds } = aHouse(make())
    await writes("STOP", "1")
    await escucha.identities.link("tel:ana", "user:ana")
    await escucha.customers.erase("tel:ana")
    const why = { by: "eva", reason: "they opened a new account" }
    expect(await escucha.customers.readmit("ana", { ...why, id: "r" })).toBe("committed")
    expect(await escucha.customers.readmit("ana", { ...why, id: "r" })).toBe("duplicate")
    expect(await kinds("ana")).toEqual(["customer-readmitted", "opted-out"])
    await escucha.customers.identify("ana", { name: "Ana" })
    await expect(escucha.identities.link("user:ana", "tel:ana")).rejects.toMatchObject(erasedError) // each by itself
    await expect(escucha.customers.readmit("nobody", why)).rejects.toMatchObject({ reason: "unknown" })
    await expect(escucha.customers.readmit("tel:ana", { by: "eva", reason: " " })).rejects.toMatchObject({
      field: "reason",
    })
  })

  it("leaves a receipt that names nobody, and shadows that only the secret can read", async () => {
    const store = make()
    const { escucha, clock, writes } = aHouse(store)
    await writes("hola", "1")
    await writes("hola", "2")
    await escucha.identities.link("tel:ana", "user:ana", { id: "l" })
    const receipt = await escucha.customers.erase("tel:ana", { by: "eva" })
    expect(receipt).toMatchObject({ streams: 2, entries: 4, identifiers: 2 })
    const { items } = await escucha.customers.erasures()
    expect(items).toMatchObject([{ at: clock.now(), by: "eva", streams: 2, entries: 4, identifiers: 2 }])
    const shadows = (await store.query("erased", {}, { limit: 9 })).items
    expect(shadows).toHaveLength(2)
    for (const { key, data } of shadows) {
      expect(key).toMatch(/^[0-9a-f]{64}$/)
      expect(JSON.parse(data)).toEqual({ optedOut: false, refused: [] })
    }
    expect(await escucha.customers.erase("tel:ana")).toBeUndefined()
    expect((await escucha.customers.erasures()).items).toHaveLength(1)
  })

  it("is not erased without a secret when they had told us to stop, unless that is to be forgotten", async () => {
    const { escucha, writes } = aHouse(make(), {})
    await writes("STOP", "1")
    await expect(escucha.customers.erase("tel:ana")).rejects.toMatchObject({
      _tag: "ConfigurationError",
      option: "secret",
    })
    expect(await escucha.customers.get("tel:ana")).toMatchObject({ optedOut: true })
    expect(await escucha.customers.erase("tel:ana", { forgetOptOut: true })).toMatchObject({ streams: 1 })
    await writes("hola", "2")
    expect(await escucha.customers.get("tel:ana")).toMatchObject({ optedOut: false })
  })

  it("is erased with the stop that came while they were being erased", async () => {
    const store = make()
    const told: string[] = []
    const { escucha, writes, optOuts } = aHouse({
      ...store,
      erase: async (customer, remains) => {
        if (told.length === 0) {
          told.push("stop")
          await writes("STOP", "2")
          await escucha.identities.link("tel:ana", "user:ana")
        }
        return store.erase(customer, remains)
      },
    })
    await writes("hola", "1")
    expect(await escucha.customers.erase("tel:ana")).toMatchObject({ streams: 2 })
    await writes("hola", "3")
    expect(await optOuts("tel:ana")).toEqual(["list"])
    await expect(escucha.customers.identify("ana", { name: "Ana" })).rejects.toMatchObject(erasedError)
  })

  it("takes what they write in the same moment as what others say of them, the one and not the other", async () => {
    const { escucha, kinds, writes } = aHouse(make())
    await writes("hola", "1")
    await escucha.customers.erase("tel:ana")
    const [before, written, after] = await Promise.allSettled([
      escucha.customers.track("tel:ana", "visited", {}),
      escucha.conversations.receive("chat", [{ type: "message", id: "2", address: "ana", text: "hola" }]),
      escucha.customers.track("tel:ana", "visited", {}),
    ])
    expect([before.status, written.status, after.status]).toEqual(["rejected", "fulfilled", "fulfilled"])
    expect(await kinds("tel:ana")).toEqual(["message-received", "event-tracked"])
  })
})

describe("the secret of a house", () => {
  it("is refused where somebody could guess it", () => {
    expect(() => createEscucha({ secret: "short" })).toThrow(/secret: give at least 32/)
  })

  it("costs a known customer no look at what was erased", async () => {
    const store = memoryStore<Stored>()
    let looks = 0
    const { writes } = aHouse({
      ...store,
      rows: (list, keys) => {
        looks++
        return store.rows(list, keys)
      },
    })
    await writes("hola", "1")
    const first = looks
    await writes("hola", "2")
    await writes("hola", "3")
    expect([first, looks]).toEqual([1, 1])
  })
})
