import { describe, expect, it } from "vitest"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { StoreError } from "../../packages/core/src/kernel/errors.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { aHouse } from "../support/house.ts"
import { recordedTelemetry } from "../support/recorded-telemetry.ts"

const rules = [
  {
    name: "echo",
    on: "message-received" as const,
    do: (m: { readonly text: string }, act: { readonly reply: (text: string) => Promise<void> }) => act.reply(m.text),
  },
]

describe("a message that is answered", () => {
  it("is counted as an input, as jobs, as a call and as a delivery on its channel", async () => {
    const { telemetry, figures } = recordedTelemetry()
    const house = await aHouse({ telemetry, rules })
    await house.writes("hola")
    await house.escucha.settled()
    const sum = (name: string, attributes: object) =>
      figures
        .filter((each) => each.name === name && JSON.stringify(each.attributes) === JSON.stringify(attributes))
        .reduce((total, { value = 0 }) => total + value, 0)
    const of = (name: string) => figures.filter((each) => each.name === name).map(({ attributes }) => attributes)
    expect(sum("escucha.inputs", { kind: "message", outcome: "committed" })).toBe(1)
    expect(sum("escucha.deliveries", { channel: "chat", status: "queued" })).toBe(1)
    expect(sum("escucha.deliveries", { status: "sent", channel: "chat" })).toBe(1)
    expect(of("escucha.call.duration")).toEqual([{ channel: "chat", outcome: "sent" }])
    expect(of("escucha.job.duration")).toEqual(
      expect.arrayContaining([
        { type: "rule", outcome: "done" },
        { type: "send", outcome: "done" },
      ]),
    )
    await house.escucha.close()
  })

  it("is told in spans: each job is linked to the turn that posted it", async () => {
    const { telemetry, spans } = recordedTelemetry()
    const house = await aHouse({ telemetry, rules })
    await house.writes("hola")
    await house.escucha.settled()
    const turns = new Set(spans.flatMap(({ name, id }) => (name === "escucha.turn" && id !== undefined ? [id] : [])))
    const jobs = spans.filter(({ name }) => name === "escucha.job")
    expect(jobs.map(({ attributes }) => attributes["type"])).toEqual(expect.arrayContaining(["rule", "send"]))
    for (const { links } of jobs) expect(links?.map(({ spanId }) => turns.has(spanId))).toEqual([true])
    expect(spans.every(({ isEnded }) => isEnded)).toBe(true)
    await house.escucha.close()
  })
})

describe("figures", () => {
  it("say what waits, until the house is closed", async () => {
    const { telemetry, collect, gauges } = recordedTelemetry()
    const house = await aHouse({ telemetry })
    expect(await collect()).toEqual(
      new Map([
        ["escucha.jobs.ready", 0],
        ["escucha.jobs.delayed", 0],
        ["escucha.jobs.running", 0],
        ["escucha.jobs.dead", 0],
        ["escucha.jobs.lag", 0],
        ["escucha.inputs.waiting", 0],
      ]),
    )
    await house.escucha.close()
    expect([...gauges.values()].map(({ size }) => size)).toEqual([0, 0, 0, 0, 0, 0])
  })

  it("count what the store could not do, by reason", async () => {
    const { telemetry, figures, spans } = recordedTelemetry()
    const memory = memoryStore<Stored>()
    const trouble: { commit?: StoreError } = {}
    const store = {
      ...memory,
      commit: async (...given: Parameters<typeof memory.commit>) => {
        if (trouble.commit) throw trouble.commit
        return memory.commit(...given)
      },
    }
    const house = await aHouse({ telemetry, store })
    trouble.commit = new StoreError("unavailable")
    await expect(house.escucha.customers.optIn("ana")).rejects.toMatchObject({ reason: "unavailable" })
    expect(figures).toContainEqual({ name: "escucha.store.errors", value: 1, attributes: { reason: "unavailable" } })
    expect(figures).toContainEqual({
      name: "escucha.inputs",
      value: 1,
      attributes: { kind: "opt", outcome: "failed" },
    })
    expect(spans.some(({ code, attributes }) => code === 2 && attributes["error.type"] === "StoreError")).toBe(true)
    await house.escucha.close()
  })
})
