// Postmark: https://postmarkapp.com/developer/api/email-api, https://postmarkapp.com/developer/webhooks/webhooks-overview,
// https://postmarkapp.com/developer/webhooks/inbound-webhook, https://postmarkapp.com/developer/api/messages-api
import { DeliveryError, defineChannel, type HttpResponse, type Sent } from "@escucha/core"
import * as z from "zod"
import { bodyOf, fieldsOf, integerOf, objectsOf, textOf } from "../json.ts"
import { toBase64 } from "../mail/base64.ts"
import { encodedFile } from "../mail/letter.ts"
import { soleAddress, writtenSender } from "../mail/mailbox-address.ts"
import { readPostmark } from "../mail/postmark-webhook.ts"
import {
  acceptedAs,
  jsonPost,
  letterFrom,
  mailAtProvider,
  mailFailure,
  mailOptions,
  secretOption,
  unclear,
} from "../mail/provider.ts"

const config = z.strictObject({
  /** The API token of the server. */
  serverToken: secretOption("must be the API token of the server, from its page of API tokens"),
  /** What stands before the host of the webhook's address: `https://user:password@…`. Postmark signs nothing. */
  webhookAuth: z
    .string()
    .regex(
      /^[^:\s]+:[^\s]{16,}$/,
      "must be user:password, the same as in the address of the webhook; 16 signs or more",
    ),
  /** The stream by which mail leaves: `outbound` unless told. */
  stream: z.string().min(1).default("outbound"),
  ...mailOptions("https://api.postmarkapp.com"),
})

/** 406: the address bounced before, complained, or was closed by hand: https://postmarkapp.com/developer/api/overview#error-codes */
const inactive = 406

const receipt = (response: HttpResponse): Sent => {
  const { ErrorCode: told, MessageID: id } = bodyOf(response.body)
  const code = integerOf(told)
  if (code === inactive)
    return {
      status: "failed",
      error: new DeliveryError("postmark", "invalid-recipient", { retryable: false, sent: "no" }, { cause: inactive }),
    }
  if (response.status === 200 && code !== undefined && code !== 0)
    return { status: "failed", error: mailFailure("postmark", { ...response, status: 422 }) }
  return acceptedAs("postmark", response, textOf(id))
}

/**
 * E-mail through Postmark. Write down webhooks to `https://user:password@…/hooks/<name of this channel>` for deliveries, bounces, spam
 * complaints and changes of subscription, and the same address for the inbound stream. Postmark signs nothing: whoever knows the password
 * can write in its name. It knows no key against sending twice, but is asked whether it has a message.
 *
 * @example
 * postmark({ serverToken: env.POSTMARK_TOKEN, webhookAuth: env.POSTMARK_WEBHOOK, from: "Hola <hola@example.com>" })
 */
export const postmark = defineChannel({
  id: "postmark",
  kind: "email",
  scheme: "email",
  config,
  capabilities: { ...mailAtProvider(7_000_000), idempotency: { kind: "reconcile" } }, // 10 MB with everything, in base64
  request: (message, { baseUrl, serverToken, stream, ...options }) => {
    const { subject, text, html, headers, files } = letterFrom(message, options)
    return jsonPost(
      `${baseUrl}/email`,
      { "x-postmark-server-token": serverToken, accept: "application/json" },
      {
        From: writtenSender(options.from),
        To: soleAddress(message.address),
        Subject: subject,
        TextBody: text,
        ...(html !== undefined && { HtmlBody: html }),
        Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
        Attachments: files
          .map(encodedFile)
          .map(({ name, type, content }) => ({ Name: name, ContentType: type, Content: content })),
        MessageStream: stream,
        Metadata: { escucha: message.id },
      },
    )
  },
  receipt,
  extras: ({ baseUrl, serverToken }) => ({
    find: {
      request: ({ id }) => ({
        method: "GET",
        url: `${baseUrl}/messages/outbound?${new URLSearchParams({ count: "1", offset: "0", metadata_escucha: id })}`,
        headers: { "x-postmark-server-token": serverToken, accept: "application/json" },
      }),
      read: ({ status, body }, { id }) => {
        const { Messages: messages } = bodyOf(body)
        if (status !== 200 || !Array.isArray(messages)) return unclear("postmark")
        const found = objectsOf(messages).find(({ Metadata }) => fieldsOf(Metadata)["escucha"] === id)
        const provider = textOf(found?.["MessageID"])
        return provider === undefined ? undefined : { status: "sent", provider }
      },
    },
  }),
  inbound: {
    verify: ({ headers }, { webhookAuth }) => ({
      scheme: "token",
      given: headers["authorization"],
      expected: `Basic ${toBase64(new TextEncoder().encode(webhookAuth))}`,
    }),
    parse: ({ body }) => readPostmark(body),
  },
})
