import type { ChannelSubject } from "@escucha/core/testing"
import { postmark } from "../../src/channels/postmark.ts"
import { ana, answer, call, words } from "./mail-fixtures.ts"

export const config = {
  serverToken: "server-token-of-one",
  webhookAuth: "escucha:password-number-one",
  from: "Tienda <hola@shop.example>",
}
const MessageID = "883953f4-6105-42a2-a16a-77a8eac79483"

/** A webhook under the password of this account. */
export const webhook = (body: object) =>
  call(JSON.stringify(body), { authorization: `Basic ${Buffer.from(config.webhookAuth).toString("base64")}` })

/** A mail that came in. */
export const mail = (change: object = {}) => ({
  FromName: "Ana Ruiz",
  MessageStream: "inbound",
  From: ana,
  FromFull: { Email: ana, Name: "Ana Ruiz", MailboxHash: "" },
  To: "hola@inbound.example",
  Subject: "Mi pedido",
  MessageID: "22c74902-a0c1-4511-804f-341342852c90",
  ReplyTo: "",
  Date: "Thu, 1 Jan 2026 00:00:00 +0000",
  TextBody: words,
  HtmlBody: "",
  StrippedTextReply: "",
  Headers: [{ Name: "Message-ID", Value: "<one@mail.example>" }],
  Attachments: [],
  ...change,
})

export const delivery = { RecordType: "Delivery", MessageID, Recipient: ana, DeliveredAt: "2026-01-01T00:00:00Z" }
export const bounce = (change: object = {}) => ({
  RecordType: "Bounce",
  ID: 42,
  Type: "HardBounce",
  TypeCode: 1,
  MessageID,
  Email: ana,
  BouncedAt: "2026-01-01T00:00:00.1234567Z",
  Inactive: true,
  ...change,
})

export const subject: ChannelSubject<Parameters<typeof postmark>[0]> & { readonly config: typeof config } = {
  make: postmark,
  config,
  otherConfig: { ...config, serverToken: "server-token-of-two", webhookAuth: "escucha:password-number-two" },
  secrets: ["serverToken", "webhookAuth"],
  address: ana,
  source: new URL("../../src/channels/postmark.ts", import.meta.url),
  wrong: [
    { option: "webhookAuth", config: { ...config, webhookAuth: "user:short" } },
    { option: "from", config: { ...config, from: "A\r\nBcc: x@example.com <a@example.com>" } },
    { option: "subject", config: { ...config, subject: "a\nb" } },
  ],
  webhooks: {
    bodyIsUnsigned: "Postmark signs nothing: the secret is a password in the address",
    valid: webhook(mail()),
    receipt: webhook(delivery),
    receipts: { delivered: webhook(delivery), failed: webhook(bounce()) },
    wish: webhook({
      RecordType: "SubscriptionChange",
      MessageID,
      Recipient: ana,
      Origin: "Recipient",
      SuppressSending: true,
      SuppressionReason: "ManualSuppression",
      ChangedAt: "2026-01-01T00:00:00Z",
    }),
  },
  responses: {
    accepted: answer(200, { To: ana, SubmittedAt: "2026-01-01T00:00:00Z", MessageID, ErrorCode: 0, Message: "OK" }),
    refusedAs200: answer(200, { ErrorCode: 300, Message: "Invalid email request" }),
    found: {
      there: answer(200, { TotalCount: 1, Messages: [{ MessageID, Metadata: { escucha: "m_0123456789abcdef" } }] }),
      absent: answer(200, { TotalCount: 0, Messages: [] }),
    },
  },
}
