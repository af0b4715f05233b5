import type { ChannelSubject } from "@escucha/core/testing"
import { generateKeyPairSync, sign } from "node:crypto"
import { sendgrid } from "../../src/channels/sendgrid.ts"
import { ana, answer, call, signedAt, words } from "./mail-fixtures.ts"

const pair = () => generateKeyPairSync("ec", { namedCurve: "P-256" })
const keys = pair()
const publicKey = (of: ReturnType<typeof pair>) =>
  of.publicKey.export({ type: "spki", format: "der" }).toString("base64")
const seconds = signedAt / 1_000

export const config = {
  apiKey: "SG.key_of_one",
  webhookKey: publicKey(keys),
  from: "Tienda <hola@shop.example>",
}

/** Any body, signed by this account. */
export const webhook = (body: string, type = "application/json") =>
  call(body, {
    "content-type": type,
    "x-twilio-email-event-webhook-timestamp": String(seconds),
    "x-twilio-email-event-webhook-signature": sign(
      "sha256",
      Buffer.from(`${seconds}${body}`),
      keys.privateKey,
    ).toString("base64"),
  })

let number = 0
/** An event, without its envelope. */
export const event = (kind: string, change: object = {}) => ({
  email: ana,
  timestamp: seconds,
  event: kind,
  sg_event_id: `event-${(number += 1)}`,
  sg_message_id: "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0",
  "smtp-id": "<14c5d75ce93.dfd.64b469@ismtpd-555>",
  escucha: "m_1",
  ...change,
})
/** Events as they are posted, with the line end that is signed, too. */
export const events = (...list: readonly object[]) => webhook(`${JSON.stringify(list)}\r\n`)

const boundary = "xYzZY"
/** A mail that came in, field by field. */
export const form = (
  fields: { readonly [name: string]: string },
  file?: { readonly name: string; readonly body: string },
) => {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const attached = file
    ? `--${boundary}\r\nContent-Disposition: form-data; name="attachment1"; filename="${file.name}"\r\nContent-Type: application/pdf\r\n\r\n${file.body}\r\n`
    : ""
  return webhook(`${parts.join("")}${attached}--${boundary}--\r\n`, `multipart/form-data; boundary=${boundary}`)
}
export const mail = {
  headers: `From: Ana Ruiz <${ana}>\nMessage-ID: <one@mail.example>\nSubject: Mi pedido\n`,
  from: `Ana Ruiz <${ana}>`,
  to: "hola@parse.shop.example",
  subject: "Mi pedido",
  text: words,
  envelope: JSON.stringify({ to: ["hola@parse.shop.example"], from: ana }),
  charsets: JSON.stringify({ to: "UTF-8", from: "UTF-8", subject: "UTF-8", text: "UTF-8" }),
  dkim: "{@example.com : pass}",
  SPF: "pass",
}

export const subject: ChannelSubject<Parameters<typeof sendgrid>[0]> & { readonly config: typeof config } = {
  make: sendgrid,
  config,
  otherConfig: { ...config, apiKey: "SG.key_of_two", webhookKey: publicKey(pair()) },
  rotated: { ...config, webhookKey: [publicKey(pair()), config.webhookKey] },
  secrets: ["apiKey"],
  address: ana,
  source: new URL("../../src/channels/sendgrid.ts", import.meta.url),
  wrong: [
    { option: "webhookKey", config: { ...config, webhookKey: "short" } },
    { option: "from", config: { ...config, from: "nobody" } },
  ],
  webhooks: {
    signedAt,
    valid: form(mail),
    receipt: events(event("delivered")),
    receipts: {
      delivered: events(event("delivered")),
      failed: events(event("bounce", { type: "bounce", status: "5.1.1" })),
    },
    batch: events(event("delivered"), event("bounce", { type: "blocked" }), event("open")),
    partlyBad: events({ event: 5 }, event("delivered"), []),
    wish: events(event("unsubscribe")),
  },
  responses: { accepted: answer(202, "", { "x-message-id": "14c5d75ce93.dfd.64b469" }) },
}
