// Mailgun: https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages,
// https://documentation.mailgun.com/docs/mailgun/user-manual/events/webhooks,
// https://documentation.mailgun.com/docs/mailgun/user-manual/receive-forward-store/receive-http
import { type Check, defineChannel, type FormPart, type Outgoing, type WebhookRequest } from "@escucha/core"
import * as z from "zod"
import { bodyOf, fieldsOf, integerOf, objectsOf, textOf } from "../json.ts"
import { toBase64 } from "../mail/base64.ts"
import { soleAddress, writtenSender } from "../mail/mailbox-address.ts"
import { bareId, readMailgun, signatureIn } from "../mail/mailgun-webhook.ts"
import { acceptedAs, letterFrom, mailAtProvider, mailOptions, secretOption, unclear } from "../mail/provider.ts"

const config = z.strictObject({
  /** A sending key of the domain, or the key of the account. */
  apiKey: secretOption("must be a key of the API"),
  /** The HTTP webhook signing key of the account; two of them, while one follows another. */
  signingKey: z.union([secretOption("must be the signing key of the account"), z.array(z.string().min(1)).min(1)]),
  /** The domain that sends. */
  domain: z.string().regex(/^[a-z\d](?:[a-z\d.-]*[a-z\d])?\.[a-z]{2,}$/i, "must be a domain, such as mg.example.com"),
  ...mailOptions("https://api.mailgun.net"),
})
type Config = z.output<typeof config>

const authorization = ({ apiKey }: Config) => `Basic ${toBase64(new TextEncoder().encode(`api:${apiKey}`))}`

const formOf = (message: Outgoing, options: Config): readonly FormPart[] => {
  const { subject, text, html, headers, files } = letterFrom(message, options)
  const fields = {
    from: writtenSender(options.from),
    to: soleAddress(message.address),
    subject,
    text,
    ...(html !== undefined && { html }),
    // it comes back in every event, and by it we find the message
    "v:escucha": message.id,
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [`h:${name}`, value])),
  }
  return [
    ...Object.entries(fields).map(([name, value]) => ({ name, value })),
    ...files.map(({ bytes, type, name }) => ({ name: "attachment", value: bytes, filename: name, type })),
  ]
}

const verify = (request: WebhookRequest, { signingKey }: Config): Check => {
  const { timestamp, token, signature } = signatureIn(request)
  const at = { seconds: integerOf(timestamp), tolerance: 300 }
  return {
    scheme: "hmac-sha256",
    key: signingKey,
    signed: `${timestamp}${token}`,
    given: signature,
    encoding: "hex",
    at,
  }
}

/**
 * E-mail through Mailgun. Write down webhooks to `/hooks/<name of this channel>` for delivered, failed, complained and unsubscribed; for
 * incoming mail, a route that forwards to the same address. Mailgun signs a token and not what it says: a token is taken once. Nobody
 * vouches for who wrote. It knows no key against sending twice, but is asked whether it has a message.
 *
 * @example
 * mailgun({ apiKey: env.MAILGUN_KEY, signingKey: env.MAILGUN_SIGNING_KEY, domain: "mg.example.com", from: "Hola <hola@mg.example.com>" })
 */
export const mailgun = defineChannel({
  id: "mailgun",
  kind: "email",
  scheme: "email",
  config,
  capabilities: { ...mailAtProvider(18_000_000), idempotency: { kind: "reconcile" } }, // 25 MB with everything, in base64
  request: (message, options) => ({
    method: "POST",
    url: `${options.baseUrl}/v3/${options.domain}/messages`,
    headers: { authorization: authorization(options) },
    form: formOf(message, options),
  }),
  receipt: (response) => acceptedAs("mailgun", response, bareId(textOf(bodyOf(response.body)["id"]))),
  extras: (options) => ({
    find: {
      request: ({ address, since }) => {
        const query = {
          event: "accepted",
          recipient: address,
          begin: String(since / 1_000),
          ascending: "yes",
          limit: "100",
        }
        const url = `${options.baseUrl}/v3/${options.domain}/events?${new URLSearchParams(query)}`
        return { method: "GET", url, headers: { authorization: authorization(options) } }
      },
      read: ({ status, body }, { id }) => {
        const { items } = bodyOf(body)
        if (status !== 200 || !Array.isArray(items)) return unclear("mailgun")
        const found = objectsOf(items).find(({ "user-variables": variables }) => fieldsOf(variables)["escucha"] === id)
        const headers = fieldsOf(fieldsOf(found?.["message"])["headers"])
        const provider = bareId(textOf(headers["message-id"]))
        return provider === undefined ? undefined : { status: "sent", provider }
      },
    },
  }),
  inbound: { verify, parse: (request) => readMailgun(request) },
})
