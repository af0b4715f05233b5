// https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks: HMAC-SHA256 over the body.
import { type Normalised, notYet, refused, type WebhookCase } from "./case.ts"
import { handHmac } from "./hand-hmac.ts"

const hmac = handHmac("sha256", "an-app-secret-of-the-bench", "hex")
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
            metadata: { display_phone_number: "34900000001", phone_number_id: "99" },
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
  ours: notYet,
  peers: {},
})
