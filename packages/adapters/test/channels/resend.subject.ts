import type { WebhookRequest } from "@escucha/core"
import { type ChannelSubject, signedWebhook } from "@escucha/core/testing"
import { resend } from "../../src/channels/resend.ts"
import { webhookKey } from "../../src/standard-webhooks.ts"
import { ana, answer, signedAt, words } from "./mail-fixtures.ts"

const secret = "whsec_c2VjcmV0LW9mLW9uZS1zZWNyZXQtb2Ytb25l"
const other = "whsec_c2VjcmV0LW9mLXR3by1zZWNyZXQtb2YtdHdv"
export const config = { apiKey: "re_key_of_one", webhookSecret: secret, from: "Tienda <hola@shop.example>" }
const seconds = String(signedAt / 1_000)
const created_at = new Date(signedAt - 1_000).toISOString()
const email_id = "56761188-7520-42d8-8898-ff6fc54ce618"

/** An event of this account. */
export const event = async (type: string, data: object = {}, id = `msg_${type}`): Promise<WebhookRequest> => {
  const about = { email_id, created_at, from: config.from, to: [ana], subject: "Tu pedido", ...data }
  const body = JSON.stringify({ type, created_at, data: about })
  return signedWebhook.hmac({
    key: webhookKey(secret),
    body,
    header: "svix-signature",
    encoding: "base64",
    prefix: "v1,",
    signed: `${id}.${seconds}.${body}`,
    headers: { "svix-id": id, "svix-timestamp": seconds },
  })
}

/** A mail that came in, as it is fetched. */
export const mail = (change: object = {}) => ({
  object: "email",
  id: email_id,
  to: ["hola@shop.example"],
  from: `Ana Ruiz <${ana}>`,
  subject: "Mi pedido",
  message_id: "<one@mail.example>",
  reply_to: [],
  html: null,
  text: words,
  headers: {},
  created_at,
  attachments: [],
  ...change,
})

export const subject: ChannelSubject<Parameters<typeof resend>[0]> & { readonly config: typeof config } = {
  make: resend,
  config,
  otherConfig: { ...config, apiKey: "re_key_of_two", webhookSecret: other },
  rotated: { ...config, webhookSecret: [other, secret] },
  secrets: ["apiKey", "webhookSecret"],
  address: ana,
  source: new URL("../../src/channels/resend.ts", import.meta.url),
  wrong: [
    { option: "webhookSecret", config: { ...config, webhookSecret: "not a secret" } },
    { option: "from", config: { ...config, from: "nobody" } },
    { option: "baseUrl", config: { ...config, baseUrl: "ftp://x" } },
  ],
  webhooks: {
    signedAt,
    valid: await event("email.received"),
    receipt: await event("email.delivered"),
    receipts: {
      delivered: await event("email.delivered"),
      failed: await event("email.failed", { failed: { reason: "x" } }),
    },
    wish: await event("contact.updated", { email: ana, unsubscribed: true }),
    attachment: await event("email.received", {}, "msg_with_file"),
    asked: ({ url }) => {
      if (url.includes("/attachments/"))
        return answer(200, { id: "file-1", download_url: "https://inbound-cdn.resend.com/a.pdf?signature=x" })
      const file = {
        id: "file-1",
        filename: "a.pdf",
        content_type: "application/pdf",
        content_disposition: "attachment",
      }
      return answer(200, mail({ attachments: [{ ...file, size: 900 }] }))
    },
  },
  responses: {
    accepted: answer(200, { id: email_id }),
    alreadyAccepted: answer(200, { id: email_id }),
    limited: {
      response: answer(
        429,
        { statusCode: 429, name: "rate_limit_exceeded", message: "Too many requests" },
        { "retry-after": "1" },
      ),
      retryAfter: 1_000,
    },
  },
}
