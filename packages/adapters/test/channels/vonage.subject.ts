import type { WebhookRequest } from "@escucha/core"
import type { ChannelSubject } from "@escucha/core/testing"
import { createHash, createHmac } from "node:crypto"
import { vonage } from "../../src/channels/vonage.ts"

const config = {
  apiKey: "aaaa1111",
  apiSecret: "api-secret-of-one",
  signatureSecret: "signature-secret-of-one",
  from: "34910000000",
}
const seconds = 1_767_225_600
const person = "34600000001"

/** Signs a body as Vonage does: who it is, when, and a digest of the body. */
export const signed = (value: object, secret = config.signatureSecret, apiKey = config.apiKey): WebhookRequest => {
  const body = JSON.stringify(value)
  const part = (json: object) => Buffer.from(JSON.stringify(json)).toString("base64url")
  const claims = {
    iat: seconds,
    nbf: seconds,
    exp: seconds + 300,
    iss: "Vonage",
    api_key: apiKey,
    payload_hash: createHash("sha256").update(body).digest("hex"),
  }
  const text = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`
  const token = `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`
  return {
    method: "POST",
    url: "http://localhost/hooks/vonage",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body,
  }
}
const incoming = (value: object) =>
  signed({
    channel: "sms",
    message_uuid: "11111111-2222-4333-8444-555555555555",
    to: config.from,
    from: person,
    timestamp: "2026-01-01T00:00:00Z",
    ...value,
  })
const status = (name: string, more: object = {}) =>
  signed({
    channel: "sms",
    message_uuid: "99999999-2222-4333-8444-555555555555",
    to: person,
    from: config.from,
    timestamp: "2026-01-01T00:00:01Z",
    status: name,
    client_ref: "m_1",
    ...more,
  })
const answer = (code: number, body: object) => ({ status: code, headers: {}, body: JSON.stringify(body) })

export const subject: ChannelSubject<Parameters<typeof vonage>[0]> = {
  make: vonage,
  config,
  otherConfig: {
    apiKey: "bbbb2222",
    apiSecret: "api-secret-of-two",
    signatureSecret: "signature-secret-of-two",
    from: "34920000000",
  },
  secrets: ["apiKey", "apiSecret", "signatureSecret"],
  address: `+${person}`,
  wrong: [{ option: "from", config: { ...config, from: "+34910000000" } }],
  webhooks: {
    valid: incoming({ message_type: "text", text: "¿dónde está mi pedido?" }),
    unknown: incoming({ message_uuid: "11111111-2222-4333-8444-666666666666", message_type: "unsupported" }),
    receipt: status("delivered"),
    receipts: {
      sent: status("submitted"),
      delivered: status("delivered"),
      failed: status("rejected", {
        error: { type: "https://developer.vonage.com/api-errors/messages#1330", title: "1330" },
      }),
    },
    signedAt: seconds * 1000,
  },
  responses: {
    accepted: answer(202, { message_uuid: "99999999-2222-4333-8444-555555555555" }),
    limited: {
      response: answer(429, { type: "https://developer.vonage.com/api-errors#throttled", title: "Rate Limit Hit" }),
    },
  },
}
