import type { WebhookRequest } from "@escucha/core"
import type { ChannelSubject } from "@escucha/core/testing"
import { createHmac } from "node:crypto"
import { twilio } from "../../src/channels/twilio.ts"

const config = {
  accountSid: `AC${"1".repeat(32)}`,
  authToken: "auth-token-of-account-one",
  from: "+34910000000",
  webhookUrl: "https://shop.example/hooks/sms",
}
const person = "+34600000001"

/** Signs a form as Twilio does: the address, then each field by name. */
export const signedForm = (
  { webhookUrl, authToken }: { readonly webhookUrl: string; readonly authToken: string },
  fields: { readonly [name: string]: string },
  query = "",
): WebhookRequest => {
  const signed = Object.keys(fields)
    .sort()
    .map((name) => name + (fields[name] ?? ""))
    .join("")
  return {
    method: "POST",
    url: `http://127.0.0.1:3000${new URL(webhookUrl).pathname}${query}`, // as it comes in behind a proxy
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": createHmac("sha1", authToken).update(`${webhookUrl}${query}${signed}`).digest("base64"),
    },
    body: new URLSearchParams(fields).toString(),
  }
}

/** A message of a person to our number. */
export const incoming = (fields: { readonly [name: string]: string }) =>
  signedForm(config, {
    MessageSid: "SM00000000000000000000000000000001",
    AccountSid: config.accountSid,
    From: person,
    To: config.from,
    NumMedia: "0",
    SmsStatus: "received",
    ApiVersion: "2010-04-01",
    ...fields,
  })

/** What became of a message of ours. */
export const status = (name: string, more: { readonly [name: string]: string } = {}) =>
  signedForm(
    config,
    {
      MessageSid: "SM00000000000000000000000000000009",
      AccountSid: config.accountSid,
      From: config.from,
      To: person,
      MessageStatus: name,
      SmsStatus: name,
      ...more,
    },
    "?message=m_1",
  )
const answer = (code: number, body: object) => ({ status: code, headers: {}, body: JSON.stringify(body) })

export const subject: ChannelSubject<Parameters<typeof twilio>[0]> & { readonly config: typeof config } = {
  make: twilio,
  config,
  otherConfig: {
    ...config,
    accountSid: `AC${"2".repeat(32)}`,
    authToken: "auth-token-of-account-two",
    from: "+34920000000",
  },
  secrets: ["authToken"],
  address: person,
  wrong: [
    { option: "accountSid", config: { ...config, accountSid: "AC1" } },
    { option: "from", config: { ...config, from: undefined } },
    { option: "webhookUrl", config: { ...config, webhookUrl: "/hooks/sms" } },
  ],
  webhooks: {
    valid: incoming({ Body: "¿dónde está mi pedido?" }),
    unknown: incoming({ MessageSid: "SM00000000000000000000000000000002", Body: "", MessageType: "sticker" }),
    receipt: status("delivered"),
    receipts: {
      sent: status("sent"),
      delivered: status("delivered"),
      failed: status("undelivered", { ErrorCode: "30003" }),
    },
    wish: incoming({ MessageSid: "SM00000000000000000000000000000003", Body: "NADA MAS", OptOutType: "STOP" }),
    attachment: incoming({
      MessageSid: "MM00000000000000000000000000000004",
      Body: "así llegó",
      NumMedia: "1",
      MediaUrl0: "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM4/Media/ME5",
      MediaContentType0: "image/jpeg",
    }),
  },
  responses: {
    accepted: answer(201, { sid: "SM00000000000000000000000000000009", status: "queued", error_code: null }),
    limited: { response: answer(429, { code: 20429, message: "Too Many Requests", status: 429 }) },
    optedOut: answer(400, { code: 21610, message: "Attempt to send to unsubscribed recipient", status: 400 }),
  },
}
