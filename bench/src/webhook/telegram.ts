// https://core.telegram.org/bots/api#setwebhook: a secret in a header, the update as JSON.
import { telegram } from "@escucha/adapters/channels/telegram"
import { timingSafeEqual } from "node:crypto"
import { type Normalised, refused, type WebhookCase } from "./case.ts"
import { throughChannel, throughGuards } from "./ours.ts"

const secret = "a-secret-of-the-bench"
const text = "hola, mi pedido no llega"
const body = JSON.stringify({
  update_id: 1,
  message: {
    message_id: 5,
    from: { id: 7, is_bot: false, first_name: "Ana", language_code: "es" },
    chat: { id: 7, first_name: "Ana", type: "private" },
    date: 1_700_000_000,
    text,
  },
})
const header = "x-telegram-bot-api-secret-token"
const webhook = {
  method: "POST",
  url: "http://localhost/hooks/telegram",
  headers: { "content-type": "application/json", [header]: secret },
  body,
}

interface Update {
  readonly update_id?: unknown
  readonly message?: {
    readonly message_id?: unknown
    readonly date?: unknown
    readonly text?: unknown
    readonly chat?: { readonly id?: unknown; readonly type?: unknown }
  }
}

const expected = Buffer.from(secret)

const limit = (): Normalised => {
  const given = Buffer.from(webhook.headers[header] ?? "")
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refused("the limit")
  const { update_id: update, message }: Update = JSON.parse(webhook.body)
  if (
    typeof update !== "number" ||
    typeof message?.message_id !== "number" ||
    typeof message.date !== "number" ||
    typeof message.text !== "string" ||
    typeof message.chat?.id !== "number" ||
    message.chat.type !== "private"
  )
    throw refused("the limit")
  return { id: `1:${update}`, address: String(message.chat.id), text: message.text }
}

const channel = telegram({ token: "1:bench", webhookSecret: secret })

const botInfo = {
  id: 1,
  is_bot: true,
  first_name: "bench",
  username: "bench_bot",
  can_join_groups: true,
  can_read_all_group_messages: false,
  can_manage_bots: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  supports_join_request_queries: false,
} as const

/** Its own webhook callback wants a web server's request, so the secret is compared here, as that callback does. */
const createGrammy = async (): Promise<() => Promise<Normalised>> => {
  const { Bot } = await import("grammy")
  const bot = new Bot("1:bench", { botInfo })
  let heard: Normalised | undefined
  bot.on("message:text", (context) => {
    heard = { id: `1:${context.update.update_id}`, address: String(context.chat.id), text: context.message.text }
  })
  return async () => {
    if (webhook.headers[header] !== secret) throw refused("grammy")
    await bot.handleUpdate(JSON.parse(webhook.body))
    if (!heard) throw refused("grammy")
    return heard
  }
}

/** A text to a Telegram bot. */
export const telegramCase = (): WebhookCase => ({
  name: "telegram",
  limit,
  ours: throughChannel(channel, webhook),
  guarded: throughGuards(channel, webhook),
  peers: async () => ({ variants: { grammy: await createGrammy() } }),
})
