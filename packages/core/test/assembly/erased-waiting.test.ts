import { describe, expect, it, onTestFinished } from "vitest"
import type { Stored } from "../../src/assembly/loop.ts"
import { createEscucha } from "../../src/index.ts"
import { memoryStore } from "../../src/runtime/store-memory.ts"
import { sqlite } from "../../src/sqlite.ts"
import { createClock } from "../../src/testing/clock.ts"
import { fakeChannel } from "../../src/testing/fake-channel.ts"

describe.each([
  ["memory", () => memoryStore<Stored>()],
  ["SQLite", () => sqlite<Stored>(":memory:")],
] as const)("an erasure, in %s", (_, make) => {
  it("takes who waited and their open cases out of what the pulse says is there now", async () => {
    const clock = createClock("2026-06-01T12:00:00+02:00")
    const escucha = createEscucha({ store: make(), clock, channels: { chat: fakeChannel({ scheme: "tel" }) } })
    onTestFinished(() => escucha.close())
    const write = (address: string, id: string) =>
      escucha.conversations.receive("chat", [{ type: "message", id, address, text: "hola" }])
    for (const name of ["ana", "ben"]) {
      await write(name, `${name} 1`)
      await write(name, `${name} 2`)
      await escucha.cases.open(`tel:${name}`, { kind: "call-back", owner: "team", because: "they asked" })
    }
    await escucha.identities.link("tel:ana", "user:ana")
    expect(await escucha.insights.pulse()).toMatchObject({ waiting: { now: 2 }, openCases: 2 })
    await clock.advance("3 hours")
    await escucha.customers.erase("user:ana")
    const pulse = await escucha.insights.pulse()
    expect(pulse).toMatchObject({ waiting: { now: 1 }, openCases: 1 })
    expect((await escucha.conversations.unanswered()).items).toHaveLength(1)
    await escucha.customers.erase("user:ana") // nobody has this name any more
    await write("ana", "ana 3")
    expect(await escucha.insights.pulse()).toMatchObject({ waiting: { now: 2 }, openCases: 1 })
  })
})
