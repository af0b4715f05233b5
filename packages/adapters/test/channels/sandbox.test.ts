import type { Outgoing } from "@escucha/core"
import { channelConformance } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { sandbox, sandboxMemory } from "../../src/channels/sandbox.ts"
import { subject } from "./sandbox.subject.ts"

const message = (id: string): Outgoing => ({
  id,
  address: "ana@example.com",
  content: { text: id, subject: "s" },
  attempt: 1,
})

const filled = async (count: number) => {
  const channel = sandbox({ scheme: "email" })
  if (channel.shape !== "connection") throw new TypeError("a sandbox is a connection")
  const connection = await channel.open({
    now: () => 0,
    receive: async () => undefined,
    report: (failure) => {
      throw failure
    },
    call: async () => Promise.reject(new TypeError("it makes no calls")),
  })
  for (let index = 0; index < count; index += 1)
    await connection.send(message(`m_${index}`), new AbortController().signal)
  return { channel, connection }
}

describe("the sandbox", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("keeps what it would have sent, once per message, and forgets it when told", async () => {
    const { channel, connection } = await filled(2)
    await connection.send(message("m_1"), new AbortController().signal)
    expect([channel.kind, channel.scheme, channel.sent.map(({ id }) => id)]).toEqual([
      "sandbox",
      "email",
      ["m_0", "m_1"],
    ])
    channel.clear()
    expect(channel.sent).toEqual([])
  })

  it("keeps the last 10,000", async () => {
    const { channel } = await filled(sandboxMemory + 5)
    expect([channel.sent.length, channel.sent[0]?.id]).toEqual([sandboxMemory, "m_5"])
  })
})
