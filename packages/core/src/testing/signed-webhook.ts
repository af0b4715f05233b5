import type { WebhookRequest } from "../channel/channel.ts"
import { hmac } from "./signed-webhook-call.ts"
import { keyWebhooks } from "./signed-webhook-keys.ts"
import { secretWebhooks } from "./signed-webhook-secret.ts"

/** A webhook of a generic provider that signs the body by HMAC-SHA256. */
export interface HmacWebhook {
  readonly key: string | Uint8Array
  readonly body: string
  /** The header that carries the signature. */
  readonly header: string
  readonly encoding?: "hex" | "base64"
  /** What stands before the signature, such as `sha256=`. */
  readonly prefix?: string
  /** What is signed where it is not the body alone, such as `${timestamp}.${body}`. */
  readonly signed?: string
  readonly headers?: { readonly [name: string]: string }
  readonly url?: string
}

/** A message to a Telegram bot. */
export interface TelegramWebhook {
  readonly webhookSecret: string
  readonly text: string
  /** The customer's chat. */
  readonly chat?: number
  /** The same number twice is the same delivery twice. */
  readonly update?: number
  readonly name?: string
  readonly language?: string
  /** Milliseconds. */
  readonly at?: number
  readonly url?: string
}

const post = (url: string, headers: WebhookRequest["headers"], body: string): WebhookRequest => ({
  method: "POST",
  url,
  headers: { "content-type": "application/json", ...headers },
  body,
})

/**
 * Webhooks with a correct signature, for tests of an application's own endpoints: one maker for each provider, and `hmac` for others.
 * Where a provider signs with a key whose other half is public, `webhookKeys` makes a pair.
 *
 * @example
 * import { createEscucha } from "@escucha/core"
 * import { signedWebhook } from "@escucha/core/testing"
 *
 * const escucha = createEscucha()
 * const { body, ...webhook } = signedWebhook.telegram({ webhookSecret: "s3cret", text: "hola" })
 * await escucha.handle({ ...webhook, body: new TextEncoder().encode(body) })
 */
export const signedWebhook = {
  ...secretWebhooks,
  ...keyWebhooks,
  /** A private message to a bot, with the secret token in its header. */
  telegram: ({
    webhookSecret,
    text,
    chat = 1001,
    update = 1,
    name = "Ana",
    language = "es",
    at = Date.UTC(2026, 0, 1),
    url = "http://localhost/hooks/telegram",
  }: TelegramWebhook): WebhookRequest =>
    post(
      url,
      { "x-telegram-bot-api-secret-token": webhookSecret },
      JSON.stringify({
        update_id: update,
        message: {
          message_id: update,
          date: Math.floor(at / 1000),
          text,
          chat: { id: chat, type: "private", first_name: name },
          from: { id: chat, is_bot: false, first_name: name, language_code: language },
        },
      }),
    ),
  /** Any body under any header, signed by HMAC-SHA256. */
  hmac: async ({
    key,
    body,
    header,
    encoding = "hex",
    prefix = "",
    signed = body,
    headers = {},
    url = "http://localhost/hooks/generic",
  }: HmacWebhook): Promise<WebhookRequest> => {
    const signature = await hmac("hmac-sha256", key, signed, encoding)
    return post(url, { ...headers, [header.toLowerCase()]: `${prefix}${signature}` }, body)
  },
} as const
