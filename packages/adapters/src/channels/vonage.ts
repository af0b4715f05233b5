// SMS by Vonage's Messages API: https://developer.vonage.com/en/api/messages,
// https://developer.vonage.com/en/getting-started/concepts/webhooks#decoding-signed-webhooks
import {
  type Check,
  defineChannel,
  DeliveryError,
  failureOf,
  type HttpResponse,
  type Sent,
  type WebhookRequest,
} from "@escucha/core"
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import * as z from "zod"
import { bodyOf, textOf } from "../json.ts"
import { readVonage } from "../vonage/webhook.ts"
import { providerUrl } from "../provider-url.ts"

const signing = z.string().min(16, "must be the signature secret of the account")
const config = z.strictObject({
  apiKey: z.string().regex(/^[\da-f]{8}$/, "must be the API key of the account, eight signs"),
  apiSecret: z.string().min(8, "must be the API secret of the account"),
  /** Signs what Vonage sends. Two of them, while one follows another. */
  signatureSecret: z.union([signing, z.array(signing).min(1)]),
  /** The number that sends, as digits with the country. */
  from: z.string().regex(/^\d{6,15}$/, "must be a number without its +, such as 34910000000"),
  baseUrl: providerUrl("https://api.nexmo.com"),
})
type Config = z.output<typeof config>

/** Vonage signs who it is and a digest of the body; its own library looks at the first alone. */
const verify = ({ headers, body }: WebhookRequest, { apiKey, signatureSecret }: Config): Check => {
  const given = headers["authorization"]
  return {
    scheme: "jwt",
    token: given?.startsWith("Bearer ") ? given.slice(7) : undefined,
    keys: { secret: signatureSecret },
    issuer: ["Vonage"],
    claims: { api_key: apiKey, payload_hash: bytesToHex(sha256(utf8ToBytes(body))) },
    tolerance: 300,
  }
}

const receipt = (response: HttpResponse): Sent => {
  const { message_uuid: id, title } = bodyOf(response.body)
  const provider = textOf(id)
  if (response.status === 202 && provider !== undefined) return { status: "sent", provider }
  if (response.status === 422 && /invalid.*(?:to|recipient)|number/i.test(textOf(title) ?? ""))
    return {
      status: "failed",
      error: new DeliveryError("vonage", "invalid-recipient", { retryable: false, sent: "no" }),
    }
  return { status: "failed", error: failureOf("vonage", response) }
}

/**
 * SMS by Vonage. Write `/hooks/<name of this channel>` down as inbound URL and as status URL of the application, with signed webhooks.
 * Vonage
 * repeats what is sent twice; its status calls name our own id of a message.
 *
 * @example
 * vonage({ apiKey: env.VONAGE_KEY, apiSecret: env.VONAGE_SECRET, signatureSecret: env.VONAGE_SIGNATURE, from: "34910000000" })
 */
export const vonage = defineChannel({
  id: "vonage",
  kind: "sms",
  scheme: "tel",
  config,
  capabilities: {
    parts: {},
    text: { max: 1000 },
    inbound: true,
    receipts: ["delivered"],
    idempotency: { kind: "none" },
    rate: [{ count: 30, per: 1000 }],
  },
  request: ({ id, address, content: { text } }, { apiKey, apiSecret, from, baseUrl }) => ({
    method: "POST",
    url: `${baseUrl}/v1/messages`,
    headers: {
      authorization: `Basic ${btoa(`${apiKey}:${apiSecret}`)}`,
      "content-type": "application/json",
      accept: "application/json",
    },
    body: JSON.stringify({
      channel: "sms",
      message_type: "text",
      to: address.replace(/^\+/, ""),
      from,
      text,
      client_ref: id.slice(0, 100),
    }),
  }),
  receipt,
  inbound: { verify, parse: readVonage },
})
