import * as fc from "fast-check"
import { expect, it } from "vitest"
import * as z from "zod"
import { defineChannel } from "../../src/channel/channel.ts"
import { DeliveryError } from "../../src/kernel/errors.ts"
import { createTestEscucha } from "../../src/testing/escucha.ts"

const network = defineChannel({
  id: "network",
  kind: "chat",
  scheme: "chat",
  config: z.strictObject({}),
  capabilities: { parts: {}, text: { max: 100 }, inbound: true, receipts: ["read"], idempotency: { kind: "none" } },
  request: ({ content: { text } }) => ({
    method: "POST",
    url: "https://network.example/send",
    headers: {},
    body: text,
  }),
  receipt: ({ body }) => ({ status: "sent", provider: body }),
})

it("nobody has read what was not written yet, whatever the clock of a provider says", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: -3_600_000, max: 4e12 }), async (ahead) => {
      let breakOff: (() => void) | undefined
      const escucha = createTestEscucha({
        channels: { chat: network({}) },
        transport: (_, { body }) => {
          const taken = { status: 200, headers: {}, body: String(body) }
          if (body !== "slow") return Promise.resolve({ response: taken })
          return new Promise((resolve) => {
            breakOff = () =>
              resolve({ error: new DeliveryError("chat", "network", { retryable: true, sent: "unknown" }) })
          })
        },
      })
      await escucha.conversations.receive("chat", [{ type: "message", id: "m1", address: "ana", text: "hola" }])
      const before = await escucha.messages.reply("chat:ana", { text: "before" })
      await escucha.clock.advance("1 second")
      await escucha.messages.reply("chat:ana", { text: "slow" })
      await expect.poll(() => breakOff !== undefined).toBe(true)
      const upTo = escucha.clock.now() + ahead
      await escucha.conversations.receive("chat", [
        { type: "receipt", id: "r1", address: "ana", message: { upTo }, status: "read", at: upTo },
      ])
      breakOff?.() // nobody knows whether it left, so that receipts are waited for
      await escucha.settled()
      await escucha.clock.advance("1 second")
      const later = await escucha.messages.reply("chat:ana", { text: "later" })
      await escucha.settled()
      expect((await escucha.messages.delivery("chat:ana", later.id))?.status).toBe("sent")
      expect((await escucha.messages.delivery("chat:ana", before.id))?.status).toBe(ahead < -1_000 ? "sent" : "read")
      await escucha.close()
    }),
    { numRuns: 25 },
  )
})
