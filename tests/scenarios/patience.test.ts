import { describe, expect, it } from "vitest"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"

const never = new Promise<void>(() => {})

describe("code of the application that never ends", () => {
  it("is told to stop after a minute, is tried again, and holds nobody up for longer", async () => {
    const told: boolean[] = [],
      failures: unknown[] = []
    const chat = fakeChannel({ scheme: "tel" })
    await using escucha = createTestEscucha({
      channels: { chat },
      report: (failure) => failures.push(failure),
      rules: [
        {
          name: "greet",
          on: "message-received",
          do: async (_, act) => {
            if (told.push(false) > 1) return act.reply("hello")
            act.signal.addEventListener("abort", () => (told[0] = true))
            return never
          },
        },
      ],
    })
    await escucha.conversations.receive("chat", [{ type: "message", id: "1", address: "ana", text: "hola" }])
    await escucha.clock.advance("59 seconds")
    await escucha.messages.reply("tel:ana", { text: "Ya sale." })
    await escucha.clock.advance(0)
    expect(chat.delivered).toEqual([])
    await escucha.clock.advance("10 seconds")
    expect(told).toEqual([true, false])
    expect(chat.delivered.map(({ content }) => content.text)).toEqual(["Ya sale.", "hello"])
    expect(failures.map(String)).toEqual([
      'TimeLimitError: rule "greet" took longer than 60 seconds; it is tried again',
    ])
  })

  it("leaves a message uncertain whose channel never answered, and the next one leaves", async () => {
    const failures: unknown[] = []
    const fake = fakeChannel({ scheme: "tel" })
    if (fake.shape !== "connection") throw new TypeError("the fake channel is a connection")
    let calls = 0
    const chat = {
      ...fake,
      open: async (host: Parameters<typeof fake.open>[0]) => {
        const connection = await fake.open(host)
        return {
          ...connection,
          send: (...given: Parameters<typeof connection.send>) =>
            ++calls === 1 ? new Promise<never>(() => {}) : connection.send(...given),
        }
      },
    }
    await using escucha = createTestEscucha({
      channels: { chat },
      delivery: { answer: { uncertain: "hold" } },
      report: (failure) => failures.push(failure),
    })
    await escucha.conversations.receive("chat", [{ type: "message", id: "1", address: "ana", text: "hola" }])
    const lost = await escucha.messages.reply("tel:ana", { text: "one" })
    const next = await escucha.messages.reply("tel:ana", { text: "two" })
    await escucha.clock.advance("3 minutes")
    expect(await escucha.messages.delivery("tel:ana", lost.id)).toMatchObject({ status: "uncertain" })
    expect(await escucha.messages.delivery("tel:ana", next.id)).toMatchObject({ status: "sent" })
    expect(failures.map(String)).toEqual(["TimeLimitError: channel chat took longer than 2 minutes; it is tried again"])
  })
})

describe("a house that cannot start", () => {
  it("says why, and starts with the next call once the reason is gone", async () => {
    let isBroken = true
    const fake = fakeChannel({ scheme: "tel" })
    if (fake.shape !== "connection") throw new TypeError("the fake channel is a connection")
    const chat = {
      ...fake,
      open: (host: Parameters<typeof fake.open>[0]) =>
        isBroken ? Promise.reject(new RangeError("the port is taken")) : fake.open(host),
    }
    await using escucha = createTestEscucha({ channels: { chat } })
    const told = { _tag: "ConfigurationError", option: "channels.chat", cause: new RangeError("the port is taken") }
    await expect(escucha.start()).rejects.toMatchObject(told)
    await expect(escucha.customers.identify("user:ana", {})).rejects.toMatchObject(told)
    isBroken = false
    await escucha.conversations.receive("chat", [{ type: "message", id: "1", address: "ana", text: "hola" }])
    expect((await escucha.conversations.unanswered()).items).toHaveLength(1)
  })
})
