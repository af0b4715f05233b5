import { expect, it } from "vitest"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { StoreError } from "../../packages/core/src/kernel/errors.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"

// A rejection that nobody handles ends the process, and makes this run fail.
it("who waits until a message is settled is told when the store is gone, and nobody else", async () => {
  const memory = memoryStore<Stored>()
  const trouble: { isGone: boolean } = { isGone: false }
  const gone = () => Promise.reject(new StoreError("failed"))
  const escucha = createTestEscucha({
    channels: { chat: fakeChannel({ faults: [{ kind: "hang" }] }) },
    store: {
      ...memory,
      load: (need) => (trouble.isGone ? gone() : memory.load(need)),
      timeline: (customer, page) => (trouble.isGone ? gone() : memory.timeline(customer, page)),
      head: () => (trouble.isGone ? gone() : memory.head()),
    },
    report: () => {},
  })
  await escucha.conversations.receive("chat", [{ type: "message", id: "1", address: "ana", text: "hola" }])
  const sent = await escucha.messages.send("chat:ana", { text: "hola" }, { purpose: "service" })
  trouble.isGone = true
  await expect(sent.settled()).rejects.toThrow(StoreError)
  await new Promise((resolve) => setImmediate(resolve))
})
