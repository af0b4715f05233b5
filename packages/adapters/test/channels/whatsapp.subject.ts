import type { ChannelSubject } from "@escucha/core/testing"
import { whatsapp } from "../../src/channels/whatsapp.ts"
import { graphError, metaChallenge, metaWebhook } from "./meta-webhook.ts"

const config = {
  phoneNumberId: "100200300400",
  accessToken: "access-token-of-one",
  appSecret: "app-secret-of-one",
  verifyToken: "verify-token-of-one",
}
const seconds = "1767225600"
const person = "34600000001"

const envelope = (value: object, phoneNumberId = config.phoneNumberId) => ({
  object: "whatsapp_business_account",
  entry: [
    {
      id: "500600700",
      changes: [
        {
          field: "messages",
          value: {
            messaging_product: "whatsapp",
            metadata: { display_phone_number: "34910000000", phone_number_id: phoneNumberId },
            ...value,
          },
        },
      ],
    },
  ],
})

/** A webhook of this number. */
export const hook = (value: object, phoneNumberId?: string) =>
  metaWebhook(config.appSecret, envelope(value, phoneNumberId))

/** Messages of one person. */
export const messages = (...all: readonly object[]) =>
  hook({
    contacts: [{ profile: { name: "Ana Ruiz" }, wa_id: person }],
    messages: all.map((one, index) => ({ from: person, id: `wamid.in${index}`, timestamp: seconds, ...one })),
  })

const text = (body: string) => ({ type: "text", text: { body } })
const status = (name: string, more: object = {}) =>
  hook({ statuses: [{ id: "wamid.out1", status: name, timestamp: seconds, recipient_id: person, ...more }] })

export const subject: ChannelSubject<Parameters<typeof whatsapp>[0]> = {
  make: whatsapp,
  config,
  otherConfig: {
    phoneNumberId: "900800700600",
    accessToken: "access-token-of-two",
    appSecret: "app-secret-of-two",
    verifyToken: "verify-token-of-two",
  },
  secrets: ["accessToken", "appSecret", "verifyToken"],
  address: person,
  wrong: [
    { option: "phoneNumberId", config: { ...config, phoneNumberId: "+34 910 000 000" } },
    { option: "version", config: { ...config, version: "23" } },
    { option: "baseUrl", config: { ...config, baseUrl: "ftp://graph.facebook.com" } },
  ],
  webhooks: {
    valid: await messages(text("¿dónde está mi pedido?")),
    unknown: await messages({ id: "wamid.in9", type: "order", order: { catalog_id: "1", product_items: [] } }),
    receipt: await status("delivered"),
    receipts: {
      sent: await status("sent"),
      delivered: await status("delivered"),
      read: await status("read"),
      failed: await status("failed", { errors: [{ code: 131026, title: "Message undeliverable" }] }),
    },
    batch: await messages(text("hola"), text("¿hay alguien?")),
    partlyBad: await messages(text("hola"), { id: 7, timestamp: "yesterday" }),
    wish: await hook({
      user_preferences: [{ wa_id: person, category: "marketing_messages", value: "stop", timestamp: seconds }],
    }),
    reaction: await messages({ type: "reaction", reaction: { message_id: "wamid.out1", emoji: "👍" } }),
    attachment: await messages({
      type: "image",
      image: { id: "40506070", mime_type: "image/jpeg", caption: "así llegó" },
    }),
    challenge: metaChallenge(config.verifyToken),
    foreign: await hook(
      { messages: [{ from: person, id: "wamid.in1", timestamp: seconds, ...text("hola") }] },
      "111222333444",
    ),
  },
  responses: {
    accepted: {
      status: 200,
      headers: {},
      body: JSON.stringify({
        messaging_product: "whatsapp",
        contacts: [{ input: person, wa_id: person }],
        messages: [{ id: "wamid.out1", message_status: "accepted" }],
      }),
    },
    limited: [
      { response: graphError(400, 130429) },
      { response: graphError(400, 131056) },
      { response: graphError(429, 80007) },
    ],
    windowClosed: graphError(400, 131047),
  },
}
