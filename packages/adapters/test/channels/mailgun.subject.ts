import type { ChannelSubject } from "@escucha/core/testing"
import { createHmac } from "node:crypto"
import { mailgun } from "../../src/channels/mailgun.ts"
import { ana, answer, call, signedAt, words } from "./mail-fixtures.ts"

export const config = {
  apiKey: "key-of-one",
  signingKey: "signing-key-of-one",
  domain: "mg.shop.example",
  from: "Tienda <hola@mg.shop.example>",
}
const timestamp = String(signedAt / 1_000)

/** What Mailgun signs. */
export const signature = (token: string) => ({
  timestamp,
  token,
  signature: createHmac("sha256", config.signingKey).update(`${timestamp}${token}`).digest("hex"),
})

let number = 0
const nextToken = () => `token-${(number += 1)}`.padEnd(50, "0")

/** An event of this account. */
export const event = (kind: string, change: object = {}, token = nextToken()) =>
  call(
    JSON.stringify({
      signature: signature(token),
      "event-data": {
        id: `id-${token}`,
        event: kind,
        timestamp: signedAt / 1_000 + 0.25,
        recipient: ana,
        message: { headers: { "message-id": "20260101.1@mg.shop.example" } },
        "user-variables": { escucha: "m_1" },
        ...change,
      },
    }),
  )

/** A mail that came in. */
export const mail = (change: { readonly [name: string]: string } = {}, token = nextToken()) =>
  call(
    new URLSearchParams({
      recipient: "hola@mg.shop.example",
      sender: ana,
      subject: "Mi pedido",
      "body-plain": words,
      "message-headers": JSON.stringify([
        ["From", `Ana Ruiz <${ana}>`],
        ["Message-Id", "<one@mail.example>"],
      ]),
      ...signature(token),
      ...change,
    }).toString(),
    { "content-type": "application/x-www-form-urlencoded" },
  )

const found = {
  event: "accepted",
  "user-variables": { escucha: "m_0123456789abcdef" },
  message: { headers: { "message-id": "20260101.1@mg.shop.example" } },
}

export const subject: ChannelSubject<Parameters<typeof mailgun>[0]> & { readonly config: typeof config } = {
  make: mailgun,
  config,
  otherConfig: { ...config, apiKey: "key-of-two", signingKey: "signing-key-of-two" },
  rotated: { ...config, signingKey: ["signing-key-of-two", config.signingKey] },
  secrets: ["apiKey", "signingKey"],
  address: ana,
  source: new URL("../../src/channels/mailgun.ts", import.meta.url),
  wrong: [
    { option: "domain", config: { ...config, domain: "a/b" } },
    { option: "from", config: { ...config, from: "nobody" } },
  ],
  webhooks: {
    signedAt,
    bodyIsUnsigned: "Mailgun signs a token, and not what it says",
    valid: mail(),
    unsigned: mail({ signature: "" }),
    receipt: event("delivered"),
    receipts: { delivered: event("delivered"), failed: event("failed", { severity: "permanent", reason: "bounce" }) },
    wish: event("unsubscribed"),
  },
  responses: {
    accepted: answer(200, { id: "<20260101.1@mg.shop.example>", message: "Queued. Thank you." }),
    found: { there: answer(200, { items: [found] }), absent: answer(200, { items: [] }) },
  },
}
