import { expect, it } from "vitest"
import { createEscucha } from "../../packages/core/src/index.ts"
import { moveStore } from "../../packages/core/src/runtime/move.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { createClock } from "../../packages/core/src/testing/clock.ts"
import { fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"

const noon = Date.parse("2026-11-26T12:00:00Z")
const ana = "+34600000001"
const message = (id: string, address: string, text: string) => ({ type: "message" as const, id, address, text })

const open = (store: Store<Stored>, at: number) => {
  const chat = fakeChannel({ scheme: "tel" })
  const escucha = createEscucha({
    store,
    clock: createClock(at),
    channels: { chat },
    secret: "a secret of a test, long enough to be one",
    contact: { answerWithin: "1 hour" },
    rules: [{ name: "late", on: "answer-overdue", do: (_, act) => act.reply("somebody comes") }],
  })
  return { escucha, chat }
}

it("keeps in a moved store what was promised: the stop of who was erased, what was taken once, a clock that runs", async () => {
  const [first, moved] = [memoryStore<Stored>(), sqliteStore<Stored>(":memory:")]
  const before = open({ ...first, close: async () => {} }, noon)
  await before.escucha.conversations.receive("chat", [message("1", ana, "STOP")])
  await before.escucha.customers.erase(`tel:${ana}`)
  await before.escucha.conversations.receive("chat", [message("2", "+34600000002", "where is my order?")])
  await before.escucha.close()
  await moveStore(first, moved)

  const { escucha, chat } = open(moved, noon + 2 * 3_600_000)
  await escucha.settled()
  expect(chat.delivered.map(({ address, content }) => [address, content.text])).toEqual([
    ["+34600000002", "somebody comes"], // the timer was set before the move, and rang behind it
  ])
  expect(await escucha.conversations.receive("chat", [message("2", "+34600000002", "where is my order?")])).toEqual([
    "duplicate",
  ])
  await escucha.conversations.receive("chat", [message("3", ana, "hola")])
  const sent = await escucha.messages.send(`tel:${ana}`, { text: "news" }, { purpose: "service" })
  expect(sent).toMatchObject({ status: "withheld", because: "opted-out" })
  await escucha.close()
})
