import { describe, expect, it } from "vitest"
import { createEscucha } from "../../packages/core/src/assembly/escucha.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { StoreError } from "../../packages/core/src/kernel/errors.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { createClock } from "../../packages/core/src/testing/clock.ts"
import { fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"
import { signedWebhook } from "../../packages/core/src/testing/signed-webhook.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"
import { telegram } from "../../packages/adapters/src/channels/telegram.ts"

const get = (url: string) => ({ method: "GET", url: `http://localhost${url}`, headers: {}, body: new Uint8Array() })
const bodyOf = ({ body }: { readonly body: unknown }): unknown => JSON.parse(String(body))

/** A house whose store can go away and come back. */
const aHouse = (onMessage: () => void | Promise<void> = () => {}) => {
  const clock = createClock("2026-06-01T12:00:00Z")
  const memory = memoryStore<Stored>()
  const gone: { reason?: StoreError["reason"] } = {}
  const failing =
    <Given extends readonly unknown[], Value>(verb: (...given: Given) => Promise<Value>) =>
    async (...given: Given): Promise<Value> => {
      if (gone.reason) throw new StoreError(gone.reason)
      return verb(...given)
    }
  const store: Store<Stored> = {
    ...memory,
    migrate: failing(memory.migrate),
    load: failing(memory.load),
    commit: failing(memory.commit),
    head: failing(memory.head),
    jobs: failing(memory.jobs),
    query: failing(memory.query),
    rows: failing(memory.rows),
    entry: failing(memory.entry),
  }
  const failures: unknown[] = []
  const escucha = createEscucha({
    rules: [{ name: "rule", on: "message-received", do: onMessage }],
    store,
    clock,
    channels: {
      chat: fakeChannel({ scheme: "tel" }),
      telegram: telegram({ token: "1:a", webhookSecret: "secret", baseUrl: "http://127.0.0.1:1" }),
    },
    ingest: { writeKeys: ["wk_of_a_server"] },
    report: (failure) => failures.push(failure),
  })
  const hook = (update: number) => {
    const { body, ...request } = signedWebhook.telegram({ webhookSecret: "secret", text: "hola", update, chat: update })
    return escucha.handle({ ...request, body: new TextEncoder().encode(body) })
  }
  const track = (id: string) =>
    escucha.handle({
      method: "POST",
      url: "http://localhost/v1/identify",
      headers: { "content-type": "application/json", authorization: `Basic ${btoa("wk_of_a_server:")}` },
      body: new TextEncoder().encode(JSON.stringify({ userId: "user-1", messageId: id, traits: {} })),
    })
  return { escucha, clock, memory, gone, failures, hook, track }
}

describe("whether a process can take work", () => {
  it("is said by /readyz, and that it is alive by /healthz, which asks nobody", async () => {
    const { escucha, gone, clock } = aHouse()
    await escucha.start()
    expect(await escucha.health()).toMatchObject({
      ready: true,
      reasons: [],
      notices: [],
      store: { reachable: true },
      jobs: { ready: 0, dead: 0 },
      waiting: 0,
      connections: { chat: "open" },
    })
    const ready = await escucha.handle(get("/readyz"))
    expect([ready.status, bodyOf(ready)]).toEqual([200, { ready: true, reasons: [], notices: [] }])
    gone.reason = "unavailable"
    await clock.advance(2_000)
    const answer = await escucha.handle(get("/readyz"))
    expect([answer.status, answer.headers["retry-after"], bodyOf(answer)]).toEqual([
      503,
      "5",
      { ready: false, reasons: ["store"], notices: [] },
    ])
    expect((await escucha.health()).store).toEqual({ reachable: false, failure: "unavailable" })
    const alive = await escucha.handle(get("/healthz"))
    expect([alive.status, bodyOf(alive)]).toEqual([200, { alive: true }])
    delete gone.reason
    await clock.advance(2_000)
    expect((await escucha.handle(get("/readyz"))).status).toBe(200)
    await escucha.close()
    expect((await escucha.handle(get("/readyz"))).status).toBe(503)
    expect((await escucha.health()).reasons).toEqual(["closed"])
  })

  it("opens a house whose store was not there at its start, as soon as that is there", async () => {
    const { escucha, gone, clock } = aHouse()
    gone.reason = "unavailable"
    await expect(escucha.start()).rejects.toMatchObject({ reason: "unavailable" })
    expect((await escucha.health()).reasons).toEqual(["starting", "store"])
    delete gone.reason
    await clock.advance(2_000)
    expect((await escucha.health()).ready).toBe(true)
    await escucha.close()
  })

  it("sees dead jobs, which can be listed and given another round", async () => {
    let isBroken = true
    const { escucha, clock, hook, failures } = aHouse(() => {
      if (isBroken) throw new TypeError("cannot")
    })
    await escucha.start()
    expect((await hook(1)).status).toBe(200)
    for (let round = 0; round < 8; round++) await clock.advance(400_000)
    expect(failures).toHaveLength(5)
    expect((await escucha.health()).notices).toContain("dead-jobs")
    expect((await escucha.health()).ready).toBe(true)
    const [dead, ...others] = await escucha.jobs.dead()
    expect([dead?.type, others]).toEqual(["rule", []])
    isBroken = false
    await escucha.jobs.redrive(dead?.id ?? "")
    await escucha.settled()
    await clock.advance(2_000)
    expect((await escucha.health()).notices).toEqual([])
    expect(await escucha.jobs.dead()).toEqual([])
    await expect(escucha.jobs.redrive("nothing")).rejects.toMatchObject({ reason: "unknown", field: "id" })
    await expect(escucha.jobs.dead({ limit: 0 })).rejects.toMatchObject({ field: "limit" })
    await escucha.close()
  })

  it("notices that another clock is ahead of its own", async () => {
    const { escucha, clock, memory } = aHouse()
    await escucha.start()
    const fast = createEscucha({
      store: { ...memory, close: async () => {} },
      clock: createClock(clock.now() + 3_600_000),
    })
    await fast.customers.optIn("ana")
    await fast.close()
    const health = await escucha.health()
    expect([health.ready, health.notices]).toEqual([true, ["clock"]])
    await escucha.close()
  })
})

describe("a store that is away", () => {
  it("is 503 with Retry-After for webhooks and events, writes nothing, and takes the retry when it is back", async () => {
    const { escucha, memory, gone, hook, track } = aHouse()
    await escucha.start()
    const before = await memory.size()
    gone.reason = "unavailable"
    for (const answer of [await hook(1), await track("e1"), await hook(2)])
      expect([answer.status, answer.headers["retry-after"]]).toEqual([503, "5"])
    await expect(escucha.customers.optIn("ana")).rejects.toMatchObject({
      _tag: "StoreError",
      reason: "unavailable",
      retryable: true,
      retryAfter: 5_000,
    })
    expect(await memory.size()).toEqual(before)
    delete gone.reason
    for (const answer of [await hook(1), await track("e1"), await hook(2), await hook(1)])
      expect(answer.status).toBe(200)
    expect((await escucha.conversations.unanswered()).items).toHaveLength(2)
    await escucha.close()
  })
})

describe("a process that ends", () => {
  it("says so before it takes nothing more, answers 503 then, and finishes what runs", async () => {
    const held = Promise.withResolvers<void>()
    const { escucha, clock, hook } = aHouse(() => held.promise)
    await escucha.start()
    expect((await hook(1)).status).toBe(200)
    let isOver = false
    const drained = escucha.drain({ after: "5 seconds" }).then(() => (isOver = true))
    const leaving = await escucha.handle(get("/readyz"))
    expect([leaving.status, bodyOf(leaving)]).toMatchObject([503, { reasons: ["draining"] }])
    expect((await hook(2)).status).toBe(200) // whoever had not heard of it yet
    await clock.advance(5_000)
    const refused = await hook(3)
    expect([refused.status, refused.headers["retry-after"]]).toEqual([503, "1"])
    expect((await escucha.handle(get("/healthz"))).status).toBe(200)
    expect(isOver).toBe(false)
    held.resolve()
    await drained
    expect((await escucha.conversations.unanswered()).items).toHaveLength(2) // the store is open until `close`
    await escucha.close()
  })

  it("does not wait when it is closed meanwhile", async () => {
    const { escucha } = aHouse()
    await escucha.start()
    const drained = escucha.drain({ after: "1 hour" })
    await escucha.close()
    await expect(drained).resolves.toBeUndefined()
  })

  it("that never began begins no more", async () => {
    const { escucha } = aHouse()
    await escucha.drain()
    await expect(escucha.start()).rejects.toMatchObject({ reason: "closed" })
  })
})
