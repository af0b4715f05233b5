// SendGrid: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send,
// https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event,
// https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook
import { defineChannel, type HttpResponse, type Sent, type WebhookRequest } from "@escucha/core"
import * as z from "zod"
import { encodedFile } from "../mail/letter.ts"
import { soleAddress } from "../mail/mailbox-address.ts"
import { jsonPost, letterFrom, mailAtProvider, mailFailure, mailOptions, secretOption } from "../mail/provider.ts"
import { readSendGrid } from "../mail/sendgrid-webhook.ts"

const publicKey = z
  .string()
  .regex(
    /^[A-Za-z0-9+/]{80,200}={0,2}$/,
    "must be the verification key of the webhook, in base64, as SendGrid shows it",
  )

const config = z.strictObject({
  /** A key of the API that may send mail. */
  apiKey: secretOption("must be a key of the API, such as SG.…"),
  /** The verification key of the signed event webhook, and that of the security policy of Inbound Parse. */
  webhookKey: z.union([publicKey, z.array(publicKey).min(1)]),
  ...mailOptions("https://api.sendgrid.com"),
})

const receipt = (response: HttpResponse): Sent => {
  const provider = response.headers["x-message-id"]
  return response.status === 202
    ? { status: "sent", ...(provider && { provider }) }
    : { status: "failed", error: mailFailure("sendgrid", response) }
}

const encoder = new TextEncoder()

/** The time and the raw bytes behind it: events are text, incoming mail is a form with files. */
const signedBy = (time: string, { body, bytes }: WebhookRequest): string | Uint8Array => {
  if (!bytes) return `${time}${body}`
  const head = encoder.encode(time)
  const signed = new Uint8Array(head.length + bytes.length)
  signed.set(head)
  signed.set(bytes, head.length)
  return signed
}

/**
 * E-mail through SendGrid. Write down a signed event webhook to `/hooks/<name of this channel>` with deliveries, bounces, drops, spam
 * reports and unsubscribes; for incoming mail, Inbound Parse to the same address, with a security policy that signs. What a DKIM signature
 * of its own house passed is believed to be from whom it says. SendGrid knows no key against sending twice, and tells of messages only in
 * events.
 *
 * @example
 * sendgrid({ apiKey: env.SENDGRID_KEY, webhookKey: env.SENDGRID_WEBHOOK_KEY, from: "Hola <hola@example.com>" })
 */
export const sendgrid = defineChannel({
  id: "sendgrid",
  kind: "email",
  scheme: "email",
  config,
  capabilities: { ...mailAtProvider(21_000_000), idempotency: { kind: "none" } }, // 30 MB with everything, in base64
  request: (message, { baseUrl, apiKey, ...options }) => {
    const { from } = options
    const { subject, text, html, headers, files } = letterFrom(message, options)
    return jsonPost(
      `${baseUrl}/v3/mail/send`,
      { authorization: `Bearer ${apiKey}` },
      {
        // it comes back in every event
        personalizations: [{ to: [{ email: soleAddress(message.address) }], custom_args: { escucha: message.id } }],
        from: { email: from.address, ...(from.name !== "" && { name: from.name }) },
        subject,
        content: [
          { type: "text/plain", value: text || " " }, // nothing at all is refused
          ...(html === undefined ? [] : [{ type: "text/html", value: html }]),
        ],
        headers,
        ...(files.length > 0 && {
          attachments: files
            .map(encodedFile)
            .map(({ name, type, content }) => ({ filename: name, type, content, disposition: "attachment" })),
        }),
      },
    )
  },
  receipt,
  inbound: {
    verify: (request, { webhookKey }) => {
      const time = request.headers["x-twilio-email-event-webhook-timestamp"] ?? ""
      return {
        scheme: "ecdsa-p256",
        key: webhookKey,
        signed: signedBy(time, request),
        given: request.headers["x-twilio-email-event-webhook-signature"],
        at: { seconds: /^\d{1,12}$/.test(time) ? Number(time) : undefined, tolerance: 300 },
      }
    },
    parse: (request) => readSendGrid(request),
  },
})
