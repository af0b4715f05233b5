// Webhooks that are signed with a secret which both sides know.
import type { WebhookRequest } from "../channel/channel.ts"
import { fromBase64, toBase64 } from "../channel/signature-encoding.ts"
import { bodyOf, digestOf, hmac, posted, secondsOf, secretToken, type Signing } from "./signed-webhook-call.ts"

/** A body under a header of its own, signed by HMAC-SHA256. */
const overBody =
  (provider: string, header: string, encoding: "hex" | "base64", prefix = "") =>
  async ({ secret, ...call }: Signing & { readonly secret: string }): Promise<WebhookRequest> =>
    posted(provider, call, { [header]: `${prefix}${await hmac("hmac-sha256", secret, bodyOf(call.body), encoding)}` })

const meta = (provider: string) => overBody(provider, "x-hub-signature-256", "hex", "sha256=")

/** The fields of a form as Twilio signs them: by name, a value that is there twice once. */
const fieldsOf = (form: URLSearchParams): string =>
  [...new Set(form.keys())]
    .sort()
    .map((name) => name + [...new Set(form.getAll(name))].sort().join(name))
    .join("")

/** A webhook of Twilio. */
export interface TwilioWebhook extends Omit<Signing, "body"> {
  readonly authToken: string
  /** The fields of the form. */
  readonly form?: { readonly [name: string]: string }
  /** In place of a form: what Twilio posts as JSON. Then a digest of it stands in the address. */
  readonly body?: string | object
}

/** Signs as Standard Webhooks and Svix do, under headers that begin with `name`. */
const standard =
  (provider: string, name: "webhook" | "svix") =>
  async ({
    secret,
    id = "msg_1",
    ...call
  }: Signing & {
    /** `whsec_` and base64. */
    readonly secret: string
    /** The same id twice is the same delivery twice. */
    readonly id?: string
  }): Promise<WebhookRequest> => {
    const key = fromBase64(secret.replace(/^whsec_/, "")) ?? secret
    const seconds = secondsOf(call.at)
    const signature = await hmac("hmac-sha256", key, `${id}.${seconds}.${bodyOf(call.body)}`, "base64")
    return posted(provider, call, {
      [`${name}-id`]: id,
      [`${name}-timestamp`]: seconds,
      [`${name}-signature`]: `v1,${signature}`,
    })
  }

/** Webhooks of providers that share a secret with us. */
export const secretWebhooks = {
  whatsapp: meta("whatsapp"),
  messenger: meta("messenger"),
  instagram: meta("instagram"),
  line: overBody("line", "x-line-signature", "base64"),
  viber: overBody("viber", "x-viber-content-signature", "hex"),
  x: overBody("x", "x-twitter-webhooks-signature", "base64", "sha256="),
  /** Standard Webhooks: https://www.standardwebhooks.com */
  standard: standard("generic", "webhook"),
  resend: standard("resend", "svix"),
  slack: async ({ secret, ...call }: Signing & { readonly secret: string }): Promise<WebhookRequest> => {
    const seconds = secondsOf(call.at)
    const signature = await hmac("hmac-sha256", secret, `v0:${seconds}:${bodyOf(call.body)}`, "hex")
    return posted("slack", call, { "x-slack-request-timestamp": seconds, "x-slack-signature": `v0=${signature}` })
  },
  /** A form, or `body` as JSON. The address is signed, as Twilio knows it. */
  twilio: async ({
    authToken,
    form = {},
    body,
    url = "http://localhost/hooks/twilio",
    ...call
  }: TwilioWebhook): Promise<WebhookRequest> => {
    const fields = new URLSearchParams(form)
    const address = new URL(url)
    if (body !== undefined) address.searchParams.set("bodySHA256", await digestOf(bodyOf(body)))
    const signed = body === undefined ? url + fieldsOf(fields) : address.href
    const type = body === undefined ? "application/x-www-form-urlencoded" : "application/json"
    const signature = await hmac("hmac-sha1", authToken, signed, "base64")
    return {
      ...posted(
        "twilio",
        { ...call, body: body ?? fields.toString(), url: body === undefined ? url : address.href },
        {},
      ),
      headers: { ...call.headers, "content-type": type, "x-twilio-signature": signature },
    }
  },
  /** The signature lies in the body, over a token and not over what it says. */
  mailgun: async ({
    signingKey,
    token = "0123456789abcdef",
    ...call
  }: Omit<Signing, "body"> & {
    readonly signingKey: string
    /** The same token twice is the same delivery twice. */
    readonly token?: string
    /** What stands beside the signature: `event-data`. */
    readonly body: object
  }): Promise<WebhookRequest> => {
    const timestamp = secondsOf(call.at)
    const signature = await hmac("hmac-sha256", signingKey, `${timestamp}${token}`, "hex")
    return posted("mailgun", { ...call, body: { signature: { timestamp, token, signature }, ...call.body } }, {})
  },
  /** No signature: a name and a password in the address of the webhook. */
  postmark: ({ auth, ...call }: Signing & { readonly auth: string }): WebhookRequest =>
    posted("postmark", call, { authorization: `Basic ${toBase64(new TextEncoder().encode(auth))}` }),
  /** A token with a digest of the body. */
  vonage: async ({
    signatureSecret,
    claims = {},
    ...call
  }: Signing & {
    readonly signatureSecret: string
    /** Beside the usual ones: `api_key`, `application_id`. */
    readonly claims?: { readonly [name: string]: string }
  }): Promise<WebhookRequest> => {
    const iat = Number(secondsOf(call.at))
    const hash = await digestOf(bodyOf(call.body))
    const token = await secretToken(signatureSecret, {
      iss: "Vonage",
      iat,
      jti: `${iat}`,
      payload_hash: hash,
      ...claims,
    })
    return posted("vonage", call, { authorization: `Bearer ${token}` })
  },
  /** A token with digests of the address and of the body. */
  messagebird: async ({ signingKey, ...call }: Signing & { readonly signingKey: string }): Promise<WebhookRequest> => {
    const nbf = Number(secondsOf(call.at))
    const { url } = posted("messagebird", call, {})
    const [urlHash, bodyHash] = [await digestOf(url), await digestOf(bodyOf(call.body))]
    const token = await secretToken(signingKey, {
      iss: "MessageBird",
      nbf,
      iat: nbf,
      exp: nbf + 60,
      jti: `${nbf}`,
      url_hash: urlHash,
      payload_hash: bodyHash,
    })
    return posted("messagebird", call, { "messagebird-signature-jwt": token })
  },
} as const
