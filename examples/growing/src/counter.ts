// The channel of this example: a counter in a shop that is not there. What stands behind it is src/provider.ts.
import { createHmac } from "node:crypto"
import { defineChannel, failureOf, jsonOf } from "@escucha/core"
import * as z from "zod"

const config = z.strictObject({ url: z.string(), secret: z.string().min(16), process: z.number() })

const Event = z.object({ id: z.string(), from: z.string(), text: z.string(), at: z.number() })
const Accepted = z.object({ id: z.string() })

/** Signs what the counter sends, as providers do. */
export const signed = (secret: string, body: string): string => createHmac("sha256", secret).update(body).digest("hex")

/** The counter as a channel: a signed webhook brings what people say, one request takes what we answer. */
export const counter = defineChannel({
  id: "counter",
  kind: "chat",
  scheme: "counter",
  config,
  capabilities: {
    parts: {},
    text: { max: 1000, unit: "graphemes" },
    inbound: true,
    receipts: [],
    idempotency: { kind: "key", window: 86_400_000 },
  },
  request: ({ id, address, content }, { url, process }) => ({
    method: "POST",
    url: `${url}/messages`,
    headers: { "content-type": "application/json", "idempotency-key": id, "x-process": String(process) },
    body: JSON.stringify({ to: address, text: content.text }),
  }),
  receipt: (response) => {
    const accepted = response.status === 202 ? Accepted.safeParse(jsonOf(response.body)).data : undefined
    return accepted
      ? { status: "sent", provider: accepted.id }
      : { status: "failed", error: failureOf("counter", response) }
  },
  inbound: {
    verify: ({ headers, body }, { secret }) => ({
      scheme: "hmac-sha256",
      key: secret,
      signed: body,
      given: headers["x-counter-signature"],
      encoding: "hex",
    }),
    parse: ({ body }) => {
      const event = Event.safeParse(jsonOf(body))
      if (!event.success) return { problem: { field: "body", remedy: "send an event with id, from, text and at" } }
      const { id, from, text, at } = event.data
      return { inbound: [{ type: "message", id, address: from, text, at }] }
    },
  },
})
