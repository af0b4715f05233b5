import type { ChannelSubject } from "@escucha/core/testing"
import { generateKeyPairSync, sign } from "node:crypto"
import { certificateOf, utcTime } from "../../../core/test/channel/certificate.ts"
import { ses } from "../../src/channels/ses.ts"
import { ana, answer, call, signedAt, words } from "./mail-fixtures.ts"

const keys = generateKeyPairSync("rsa", { modulusLength: 2_048 })
const published = certificateOf(
  keys.publicKey.export({ type: "spki", format: "der" }),
  utcTime(signedAt - 86_400_000),
  utcTime(signedAt + 86_400_000),
)
const topic = "arn:aws:sns:eu-west-1:123456789012:mail"
const SigningCertURL = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123.pem"
const Timestamp = new Date(signedAt).toISOString()

export const config = {
  accessKeyId: "AKIDOFONE",
  secretAccessKey: "secret-access-key-of-one",
  region: "eu-west-1",
  topics: [topic],
  from: "Tienda <hola@shop.example>",
}

const order = ["Message", "MessageId", "SubscribeURL", "Subject", "Timestamp", "Token", "TopicArn", "Type"] as const
type Envelope = { readonly [Name in (typeof order)[number]]?: string }

let number = 0
/** A message of a topic, as SNS signs it. */
export const envelope = (fields: Envelope) => {
  const all: Envelope = {
    Type: "Notification",
    MessageId: `sns-${(number += 1)}`,
    TopicArn: topic,
    Timestamp,
    ...fields,
  }
  const signed = order.flatMap((name) => (all[name] === undefined ? [] : [`${name}\n${all[name]}\n`])).join("")
  const Signature = sign("sha256", Buffer.from(signed), keys.privateKey).toString("base64")
  return call(JSON.stringify({ ...all, SignatureVersion: "2", Signature, SigningCertURL }), {
    "content-type": "text/plain; charset=UTF-8",
  })
}
export const notification = (message: object) => envelope({ Message: JSON.stringify(message) })

const messageId = "00000138111222aa-33322211-cccc-cccc-cccc-ddddaaaa0680-000000"
const about = { timestamp: Timestamp, messageId, source: "hola@shop.example", destination: [ana] }
/** An event about a mail of ours. */
export const event = (kind: string, change: object) => notification({ eventType: kind, mail: about, ...change })
export const bounce = (change: object = {}) => ({
  bounce: {
    bounceType: "Permanent",
    bounceSubType: "General",
    bouncedRecipients: [{ emailAddress: ana, status: "5.1.1" }],
    timestamp: Timestamp,
    ...change,
  },
})
export const delivery = { delivery: { timestamp: Timestamp, recipients: [ana] } }

export const raw = (body = words, more: readonly string[] = ["Content-Type: text/plain; charset=utf-8"]) =>
  [
    `From: Ana Ruiz <${ana}>`,
    "To: hola@shop.example",
    "Subject: =?utf-8?q?Mi_pedido_n=C2=BA_5?=",
    "Message-ID: <one@mail.example>",
    ...more,
    "",
    body,
  ].join("\r\n")
/** A mail that came in. */
export const received = (content: string | undefined, receipt: object = {}, source = ana) =>
  notification({
    notificationType: "Received",
    mail: {
      timestamp: Timestamp,
      source,
      messageId: "d6iitobk75ur44p8kdnnp7g2n800",
      destination: ["hola@shop.example"],
    },
    receipt: { action: { type: "SNS" }, dmarcVerdict: { status: "PASS" }, ...receipt },
    ...(content !== undefined && { content }),
  })

export const subject: ChannelSubject<Parameters<typeof ses>[0]> & { readonly config: typeof config } = {
  make: ses,
  config,
  otherConfig: {
    ...config,
    accessKeyId: "AKIDOFTWO",
    secretAccessKey: "secret-access-key-of-two",
    topics: ["arn:aws:sns:eu-west-1:210987654321:mail"],
  },
  secrets: ["accessKeyId", "secretAccessKey"],
  address: ana,
  source: new URL("../../src/channels/ses.ts", import.meta.url),
  wrong: [
    { option: "region", config: { ...config, region: "Ireland" } },
    { option: "topics", config: { ...config, topics: ["mail"] } },
    { option: "topics", config: { ...config, topics: [] } },
  ],
  webhooks: {
    signedAt,
    published: (url) => (url === SigningCertURL ? published : undefined),
    bodyIsUnsigned: "SNS signs the fields of its envelope, not the text in which they are written",
    valid: received(raw()),
    unsigned: call(received(raw()).body.replace(/"Signature":"[^"]*",/, "")),
    foreign: envelope({ Message: "{}", TopicArn: "arn:aws:sns:eu-west-1:123456789012:other" }),
    receipt: event("Delivery", delivery),
    receipts: { delivered: event("Delivery", delivery), failed: event("Bounce", bounce()) },
    wish: event("Subscription", {
      subscription: { timestamp: Timestamp, newTopicPreferences: { unsubscribeAll: true } },
    }),
  },
  responses: {
    accepted: answer(200, { MessageId: messageId }),
    limited: [
      {
        response: answer(
          429,
          { message: "Maximum sending rate exceeded." },
          { "x-amzn-errortype": "TooManyRequestsException" },
        ),
      },
      { response: answer(400, { message: "Rate exceeded" }, { "x-amzn-errortype": "ThrottlingException" }) },
    ],
  },
}
