import { describe, expect, it } from "vitest"
import * as z from "zod"
import { defineChannel } from "../../src/channel/channel.ts"
import type { HttpRequest, HttpResponse } from "../../src/channel/http.ts"
import { DeliveryError } from "../../src/kernel/errors.ts"
import { createTestEscucha } from "../../src/testing/escucha.ts"

const aHouse = (hasTyping: boolean, failure?: DeliveryError, answer: Partial<HttpResponse> = {}) => {
  const calls: HttpRequest[] = []
  const reported: unknown[] = []
  const network = defineChannel({
    id: "network",
    kind: "chat",
    scheme: "network",
    config: z.strictObject({}),
    capabilities: { parts: {}, text: { max: 100 }, inbound: true, receipts: [], idempotency: { kind: "none" } },
    request: () => ({ method: "POST", url: "https://network.example/send", headers: {} }),
    receipt: () => ({ status: "sent" }),
    extras: () =>
      hasTyping
        ? {
            typing: ({ address, provider = "" }) => ({
              method: "POST",
              url: `https://network.example/typing?to=${address}&after=${provider}`,
              headers: {},
            }),
          }
        : {},
  })({})
  const escucha = createTestEscucha({
    channels: { network },
    report: (each) => reported.push(each),
    transport: async (_channel, request) => {
      calls.push(request)
      return failure ? { error: failure } : { response: { status: 200, headers: {}, body: "", ...answer } }
    },
  })
  const greets = () =>
    escucha.conversations.receive("network", [{ type: "message", id: "m-7", address: "ana", text: "hola" }])
  return { escucha, calls, reported, greets }
}

describe("saying that one of us is writing", () => {
  it("is a call of the network that has it, after the customer's last message", async () => {
    const { escucha, calls, greets } = aHouse(true)
    await greets()
    expect(await escucha.conversations.typing("network:ana")).toBe(true)
    expect(calls.map(({ url }) => url)).toEqual(["https://network.example/typing?to=ana&after=m-7"])
    await escucha.close()
  })

  it("is no call where the network has no such thing, and says so", async () => {
    const { escucha, calls, greets } = aHouse(false)
    await greets()
    expect(await escucha.conversations.typing("network:ana")).toBe(false)
    expect(calls).toEqual([])
    await escucha.close()
  })

  it("is not said to somebody who never wrote", async () => {
    const { escucha, calls } = aHouse(true)
    await escucha.messages.send("network:ana", { text: "hola" })
    await escucha.settled()
    expect(await escucha.conversations.typing("network:ana")).toBe(false)
    expect(calls.filter(({ url }) => url.includes("typing"))).toEqual([])
    await escucha.close()
  })

  it("is not said before a pause has ended that the network asked for", async () => {
    const { escucha, calls, greets } = aHouse(true, undefined, { status: 429, headers: { "retry-after": "30" } })
    await greets()
    expect(await escucha.conversations.typing("network:ana")).toBe(false)
    await escucha.clock.advance("29 seconds")
    expect(await escucha.conversations.typing("network:ana")).toBe(false)
    expect(calls).toHaveLength(1)
    await escucha.clock.advance("1 second")
    await escucha.conversations.typing("network:ana")
    expect(calls).toHaveLength(2)
    await escucha.close()
  })

  it("is reported where it did not arrive, and not tried again", async () => {
    const failure = new DeliveryError("network", "network", { retryable: true, sent: "no" })
    const { escucha, calls, reported, greets } = aHouse(true, failure)
    await greets()
    expect(await escucha.conversations.typing("network:ana")).toBe(false)
    await escucha.clock.advance("1 hour")
    expect([calls.length, reported]).toEqual([1, [failure]])
    await escucha.close()
  })

  it("is reported where the network refuses it", async () => {
    const { escucha, reported, greets } = aHouse(true, undefined, { status: 403 })
    await greets()
    expect(await escucha.conversations.typing("network:ana")).toBe(false)
    expect(reported).toMatchObject([{ _tag: "DeliveryError", channel: "network", reason: "auth" }])
    await escucha.close()
  })
})
