// https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks: HMAC-SHA256 over the body.
import { whatsapp } from "@escucha/adapters/channels/whatsapp"
import { type Normalised, refused, type WebhookCase } from "./case.ts"
import { handHmac } from "./hand-hmac.ts"
import { throughChannel, throughGuards } from "./ours.ts"

const appSecret = "0123456789abcdef0123456789abcdef"
const phoneNumberId = "106540352242922"
const hmac = handHmac("sha256", appSecret, "hex")
const body = JSON.stringify({
  object: "whatsapp_business_account",
  entry: [
    {
      id: "1",
      changes: [
        {
          field: "messages",
          value: {
            messaging_product: "whatsapp",
            metadata: { display_phone_number: "34900000001", phone_number_id: phoneNumberId },
            contacts: [{ profile: { name: "Ana" }, wa_id: "34900000002" }],
            messages: [
              {
                from: "34900000002",
                id: "wamid.1",
                timestamp: "1700000000",
                type: "text",
                text: { body: "hola, mi pedido no llega" },
              },
            ],
          },
        },
      ],
    },
  ],
})
const signature = `sha256=${hmac.sign(body)}`
const webhook = {
  method: "POST",
  url: "http://localhost/hooks/whatsapp",
  headers: { "content-type": "application/json", "x-hub-signature-256": signature },
  body,
}
const channel = whatsapp({
  phoneNumberId,
  appSecret,
  accessToken: "a-token-of-the-bench",
  verifyToken: "a-word-of-the-bench",
})

interface Message {
  readonly from?: unknown
  readonly id?: unknown
  readonly timestamp?: unknown
  readonly text?: { readonly body?: unknown }
}
interface Change {
  readonly value?: { readonly messages?: readonly Message[] }
}
interface Notice {
  readonly object?: unknown
  readonly entry?: readonly { readonly changes?: readonly Change[] }[]
}

const limit = (): Normalised => {
  if (!hmac.matches(body, signature.slice("sha256=".length))) throw refused("the limit")
  const { object, entry = [] }: Notice = JSON.parse(body)
  for (const { changes = [] } of entry) {
    for (const { value } of changes) {
      for (const { id, from, timestamp, text } of value?.messages ?? []) {
        if (
          object !== "whatsapp_business_account" ||
          typeof id !== "string" ||
          typeof from !== "string" ||
          typeof timestamp !== "string" ||
          typeof text?.body !== "string"
        )
          throw refused("the limit")
        return { id, address: from, text: text.body }
      }
    }
  }
  throw refused("the limit")
}

/** A text to a number of the WhatsApp Cloud API. */
export const whatsappCase = (): WebhookCase => ({
  name: "whatsapp",
  limit,
  ours: throughChannel(channel, webhook),
  guarded: throughGuards(channel, webhook),
  peers: async () => ({ variants: {} }),
})
