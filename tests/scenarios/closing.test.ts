import { expect, it } from "vitest"
import { createEscucha } from "../../packages/core/src/assembly/escucha.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { createClock } from "../../packages/core/src/testing/clock.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"
import { aWire, wired } from "../support/wire.ts"

it("a house that is closed while a message leaves lets it leave, and is in doubt about nothing", async () => {
  const clock = createClock("2026-06-01T12:00:00Z")
  const wire = aWire(clock.now)
  const kept = memoryStore<Stored>()
  const failures: unknown[] = []
  const closing: Promise<void>[] = []
  const store: Store<Stored> = {
    ...kept,
    commit: async (units) => {
      const results = await kept.commit(units)
      const isMark = units.some(({ entries }) => JSON.stringify(entries).includes('"sending"'))
      if (isMark && closing.length === 0) closing.push(escucha.close())
      return results
    },
    close: async () => {}, // the next process opens what this one left
  }
  const open = () =>
    createEscucha({
      channels: { chat: wired({ idempotency: { kind: "none" } }) },
      delivery: { service: { uncertain: "hold" } },
      store,
      clock,
      transport: wire.transport,
      report: (failure) => failures.push(failure),
    })
  const escucha = open()
  await escucha.messages.send("tel:1", { text: "hola" }, { id: "a" })
  while (closing.length === 0) await new Promise(setImmediate)
  await closing[0]
  const next = open()
  await next.start()
  await next.settled()
  expect(await next.messages.delivery("tel:1", "write:a")).toEqual({ status: "sent" })
  expect(wire.calls).toHaveLength(1)
  expect(failures).toEqual([])
  await next.close()
})
