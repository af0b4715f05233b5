// Resend: https://resend.com/docs/api-reference/emails/send-email, https://resend.com/docs/dashboard/emails/idempotency-keys,
// https://resend.com/docs/dashboard/webhooks/event-types, https://resend.com/docs/dashboard/receiving/introduction
import { DeliveryError, defineChannel, type HttpResponse, type Sent } from "@escucha/core"
import * as z from "zod"
import { bodyOf, textOf } from "../json.ts"
import { encodedFile } from "../mail/letter.ts"
import { soleAddress, writtenSender } from "../mail/mailbox-address.ts"
import { acceptedAs, jsonPost, letterFrom, mailAtProvider, mailOptions, secretOption, tagOf } from "../mail/provider.ts"
import { readResend } from "../mail/resend-webhook.ts"
import { standardWebhook, webhookSecretOption } from "../standard-webhooks.ts"

const config = z.strictObject({
  /** A key of the API with full access: incoming mail is fetched with it. */
  apiKey: secretOption("must be a key of the API, such as re_…"),
  /** The signing secret of the webhook, `whsec_…`; two of them, while one follows another. */
  webhookSecret: z.union([webhookSecretOption, z.array(webhookSecretOption).min(1)]),
  ...mailOptions("https://api.resend.com"),
})

const receipt = (response: HttpResponse): Sent => {
  const { id, name } = bodyOf(response.body)
  // the first call with this key is still under way: it will have left, or not
  if (response.status === 409 && name === "concurrent_idempotent_requests")
    return { status: "failed", error: new DeliveryError("resend", "unavailable", { retryable: true, sent: "unknown" }) }
  return acceptedAs("resend", response, textOf(id))
}

/**
 * E-mail through Resend. Write down a webhook to `/hooks/<name of this channel>` with the events `email.*` and `contact.updated`; for
 * incoming mail, a receiving domain. Its webhooks announce a mail, and the mail is fetched. Nobody vouches for who wrote: Resend does not
 * tell what it checked.
 *
 * @example
 * resend({ apiKey: env.RESEND_KEY, webhookSecret: env.RESEND_SECRET, from: "Hola <hola@example.com>" })
 */
export const resend = defineChannel({
  id: "resend",
  kind: "email",
  scheme: "email",
  config,
  capabilities: {
    ...mailAtProvider(28_000_000), // 40 MB with everything, in base64
    idempotency: { kind: "key", window: 86_400_000 },
    rate: [{ count: 2, per: 1_000 }], // of an account that did not ask for more
  },
  request: (message, options) => {
    const { files, ...letter } = letterFrom(message, options)
    return jsonPost(
      `${options.baseUrl}/emails`,
      { authorization: `Bearer ${options.apiKey}`, "idempotency-key": message.id },
      {
        from: writtenSender(options.from),
        to: [soleAddress(message.address)],
        ...letter,
        tags: tagOf(message.id).map((value) => ({ name: "escucha", value })),
        ...(files.length > 0 && {
          attachments: files
            .map(encodedFile)
            .map(({ name, type, content }) => ({ filename: name, content_type: type, content })),
        }),
      },
    )
  },
  receipt,
  extras: ({ baseUrl, apiKey }) => ({
    media: {
      hosts: ["*.resend.com"],
      locate: (reference) => {
        const [mail = "", file = ""] = reference.split("/").map(encodeURIComponent)
        const url = `${baseUrl}/emails/receiving/${mail}/attachments/${file}`
        return { method: "GET", url, headers: { authorization: `Bearer ${apiKey}` } }
      },
      download: (_, located) => {
        const url = textOf(bodyOf(located?.body ?? "")["download_url"])
        return url === undefined ? undefined : { method: "GET", url, headers: {} }
      },
    },
  }),
  inbound: {
    verify: (request, { webhookSecret }) => standardWebhook(request, [webhookSecret].flat(), "svix"),
    parse: (request, options) => readResend(request, options),
  },
})
