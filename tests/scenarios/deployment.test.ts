import { describe, expect, it } from "vitest"
import { createEscucha } from "../../packages/core/src/assembly/escucha.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { inputId, type StreamId } from "../../packages/core/src/kernel/ids.ts"
import { localEngine } from "../../packages/core/src/runtime/engine-local.ts"
import { createClock } from "../../packages/core/src/testing/clock.ts"
import { fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"
import { sharedMemory } from "../../packages/core/src/testing/shared/store.ts"
import type { Entry } from "../../packages/core/src/timeline/entry.ts"
import type { Job } from "../../packages/core/src/timeline/job.ts"
import type { Store, Unit } from "../../packages/core/src/timeline/store.ts"

const empty = {
  expects: new Map(),
  binds: new Map(),
  passages: [],
  entries: [],
  states: new Map(),
  puts: [],
  drops: [],
  counts: [],
  posts: [],
  cancels: [],
  acks: [],
}

/** A house beside which newer code is at work on the same store and the same engine. */
const aHouse = async (isShared = true) => {
  const clock = createClock("2026-06-01T12:00:00Z", { settle: () => escucha.settled() })
  const shared = sharedMemory<Stored>(clock)
  const memory = shared.open()
  const { coordination, ...alone } = shared.open()
  const store: Store<Stored> = { ...alone, ...(isShared && coordination && { coordination }), close: async () => {} }
  const local = localEngine({ clock })
  const engine = isShared ? { ...local, isShared: true as const } : local
  const failures: unknown[] = []
  const chat = fakeChannel({ scheme: "tel" })
  const escucha = createEscucha({ store, engine, clock, channels: { chat }, report: (each) => failures.push(each) })
  await escucha.start()
  await escucha.conversations.receive("chat", [
    { type: "message", id: "m1", address: "1", text: "hola", at: clock.now() },
  ])
  const customer = (await escucha.customers.get("tel:1"))?.id
  if (customer === undefined) throw new TypeError("nobody is there")
  let number = 0
  const commit = (unit: Partial<Unit<Stored>>) =>
    memory.commit([{ ...empty, inputs: [inputId(`newer:${number++}`)], ...unit }])
  /** What newer code writes: entries of kinds and versions that are not known here. */
  const write = async (stream: StreamId, written: readonly Pick<Entry, "kind" | "schema" | "data">[]) => {
    const row = (await memory.load({ inputs: [], identifiers: [], streams: [stream] })).streams.get(stream)
    if (!row) throw new TypeError("nobody is there")
    const entries = written.map((each, index): Entry => ({
      id: `newer:${number}#${index}`,
      stream,
      position: row.version + index + 1,
      occurredAt: clock.now(),
      receivedAt: clock.now(),
      ...each,
    }))
    const states = new Map([[stream, { ...row, version: row.version + entries.length }]])
    return commit({ expects: new Map([[stream, row.version]]), entries, states })
  }
  const post = async (job: Job) => {
    await commit({ posts: [job] })
    await engine.post([job])
  }
  const jobs = async () => (await memory.jobs({ limit: 100 })).items.filter(({ type }) => type !== "clock")
  return { escucha, clock, store, chat, failures, customer, write, post, jobs }
}

describe("entries of newer code", () => {
  it("are kept, shown under their own name, and break nothing that is read or written", async () => {
    const { escucha, customer, write, failures } = await aHouse()
    await write(customer, [
      { kind: "weather-felt", schema: 1, data: { mood: { rain: true } } },
      { kind: "message-received", schema: 9, data: { words: ["not", "a", "text"] } },
      { kind: "delivery-changed", schema: 9, data: null },
    ])
    const timeline = (await escucha.customers.timeline("tel:1")).items.map(({ kind }) => `${kind}`)
    expect(timeline).toEqual(
      expect.arrayContaining(["weather-felt", "message-received@9", "delivery-changed@9", "message-received"]),
    )
    expect(await escucha.customers.get("tel:1", { asOf: Date.parse("2026-06-02T00:00:00Z") })).toBeDefined()
    await escucha.conversations.receive("chat", [
      { type: "message", id: "m2", address: "1", text: "otra", at: Date.parse("2026-06-01T12:00:00Z") },
    ])
    await escucha.messages.reply("tel:1", { text: "sí" })
    await escucha.settled()
    expect((await escucha.customers.timeline("tel:1")).items.map(({ kind }) => kind)).toContain("message-written")
    const [file] = (await escucha.customers.export("tel:1")) ?? []
    expect(await file?.text()).toContain("weather-felt")
    await escucha.customers.erase("tel:1")
    expect(await escucha.customers.get("tel:1")).toBeUndefined()
    expect(failures).toEqual([])
    await escucha.close()
  })
})

describe("work of newer code", () => {
  for (const [what, job] of [
    ["a type of job", { type: "dance", ref: "x" }],
    ["a rule", { type: "rule", ref: JSON.stringify(["a rule of tomorrow", "message:chat:m1#0", 0, 0]) }],
  ] as const)
    it(`(${what}) is put off while others may take it, and holds up nothing behind it`, async () => {
      const { escucha, clock, customer, post, jobs, chat, failures } = await aHouse()
      await post({ id: "new", key: customer, ...job })
      await escucha.messages.reply("tel:1", { text: "sí" })
      await escucha.settled()
      expect(chat.delivered).toHaveLength(1)
      expect((await jobs()).map(({ id, type }) => [id, type])).toEqual([["new~1", job.type]])
      await clock.advance(61_000)
      expect((await jobs()).map(({ id }) => id)).toEqual(["new~2"])
      expect(failures).toEqual([])
      await escucha.close()
    })

  it("is dead after half an hour, where nobody knew it, and can be had back", async () => {
    const { escucha, clock, customer, post, jobs } = await aHouse()
    await post({ id: "new", key: customer, type: "dance" })
    for (let minute = 0; minute < 45; minute++) await clock.advance(61_000)
    expect((await escucha.engine.stats()).dead).toBe(1)
    expect((await escucha.jobs.dead()).map(({ id }) => id)).toEqual(["new~30"])
    expect(await jobs()).toHaveLength(1)
    await escucha.close()
  })

  it("is dead soon where this process is alone, and not lost", async () => {
    const { escucha, clock, customer, post, jobs } = await aHouse(false)
    await post({ id: "new", key: customer, type: "dance" })
    for (let round = 0; round < 6; round++) await clock.advance(400_000)
    expect((await escucha.jobs.dead()).map(({ id }) => id)).toEqual(["new"])
    expect((await jobs()).map(({ id }) => id)).toEqual(["new"])
    await escucha.close()
  })
})

describe("a clock that is off by an hour", () => {
  it("loses nothing: what both processes wrote is in order, and a message for later leaves once", async () => {
    const { escucha, clock, store, chat } = await aHouse()
    const fastClock = createClock(clock.now() + 3_600_000)
    const fastChat = fakeChannel({ scheme: "tel" })
    const fast = createEscucha({ store, clock: fastClock, channels: { chat: fastChat } })
    await fast.conversations.receive("chat", [
      { type: "message", id: "m2", address: "1", text: "otra", at: fastClock.now() },
    ])
    await fast.close()
    await escucha.messages.reply("tel:1", { text: "sí" })
    await clock.advance(2 * 3_600_000)
    const entries = (await escucha.customers.timeline("tel:1")).items
    expect(entries.filter(({ kind }) => kind === "message-received")).toHaveLength(2)
    const positions: number[] = []
    for await (const { entry } of store.feed(0)) positions.push(entry.position)
    expect(positions).toEqual(positions.map((_, index) => index + 1))
    expect([...chat.delivered, ...fastChat.delivered].map(({ content }) => content.text)).toEqual(["sí"])
    await escucha.close()
  })
})
