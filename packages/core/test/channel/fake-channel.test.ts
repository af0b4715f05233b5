import { describe, expect, it } from "vitest"
import type { ConnectionHost, Outgoing } from "../../src/channel/channel.ts"
import type { Inbound } from "../../src/channel/inbound.ts"
import { channelConformance } from "../../src/testing/channel-conformance.ts"
import { fakeChannel, type FakeChannelOptions } from "../../src/testing/fake-channel.ts"

const message: Outgoing = { id: "m_1", address: "1", content: { text: "hola" }, attempt: 1 }
const never = new AbortController().signal

const quiet: ConnectionHost = {
  now: () => 0,
  receive: async () => undefined,
  report: (failure) => {
    throw failure
  },
  call: async () => Promise.reject(new TypeError("it makes no calls")),
}

const opened = async (options: FakeChannelOptions, host = quiet) => {
  const channel = fakeChannel(options)
  if (channel.shape !== "connection") throw new TypeError("a fake channel is a connection")
  return { channel, connection: await channel.open(host) }
}

describe("a fake channel without faults", () => {
  it.each(channelConformance({ make: fakeChannel, config: {}, otherConfig: {}, secrets: [], address: "1" }))(
    "$name",
    async ({ run }) => {
      await expect(run()).resolves.toBeUndefined()
    },
  )
})

describe("a fake channel", () => {
  it("fails as the script says, then works", async () => {
    const { channel, connection } = await opened({
      faults: [{ kind: "fail", reason: "rate-limit", retryable: true, retryAfter: 500 }],
    })
    expect(await connection.send(message, never)).toMatchObject({
      status: "failed",
      error: { reason: "rate-limit", retryAfter: 500, sent: "no" },
    })
    expect(await connection.send(message, never)).toMatchObject({ status: "sent" })
    expect([channel.calls.length, channel.delivered.length]).toEqual([2, 1])
  })

  it("delivers although the answer is lost, and doubles only without keys", async () => {
    for (const deduplicates of [true, false]) {
      const { channel, connection } = await opened({ faults: [{ kind: "answer-lost" }], deduplicates })
      expect(await connection.send(message, never)).toMatchObject({
        status: "failed",
        error: { reason: "timeout", sent: "unknown" },
      })
      expect(await connection.send(message, never)).toMatchObject({ status: "sent" })
      expect(channel.delivered.length).toBe(deduplicates ? 1 : 2)
    }
  })

  it("hangs until it is told to stop", async () => {
    const { channel, connection } = await opened({ faults: [{ kind: "hang" }] })
    const controller = new AbortController()
    const sending = connection.send(message, controller.signal)
    controller.abort()
    expect(await sending).toMatchObject({ status: "failed", error: { reason: "timeout", sent: "unknown" } })
    expect(channel.delivered).toEqual([])
  })

  it("answers late, when the test says so", async () => {
    let release = () => undefined as void
    const { channel, connection } = await opened({
      faults: [
        {
          kind: "late",
          until: new Promise<void>((resolve) => {
            release = resolve
          }),
        },
      ],
    })
    const sending = connection.send(message, never)
    expect(channel.delivered.length).toBe(1)
    release()
    expect(await sending).toMatchObject({ status: "sent" })
  })

  it("brings in what a customer writes", async () => {
    const received: Inbound[] = []
    const { channel } = await opened(
      {},
      {
        ...quiet,
        receive: async (inbound) => {
          received.push(...inbound)
        },
      },
    )
    const written: Inbound = { type: "message", id: "in-1", address: "1", text: "hola", at: 0 }
    await channel.receive(written)
    expect(received).toEqual([written])
    await expect(fakeChannel().receive(written)).rejects.toThrow("not open yet")
  })
})
