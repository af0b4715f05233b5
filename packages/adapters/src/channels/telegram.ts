// Telegram Bot API: https://core.telegram.org/bots/api#sendmessage, https://core.telegram.org/bots/api#update
import { defineChannel, type Extras, type HttpRequest } from "@escucha/core"
import * as z from "zod"
import { bodyOf, fieldsOf, textOf } from "../json.ts"
import { receipt } from "../telegram/answer.ts"
import { type BotCall, editCall, sendCall } from "../telegram/message.ts"
import { closeCall, limits, pollCall, published, stopped } from "../telegram/poll.ts"
import { readUpdate } from "../telegram/update.ts"
import { providerUrl } from "../provider-url.ts"

const config = z.strictObject({
  /** What BotFather gave: `123456:ABC…`. */
  token: z.string().regex(/^\d+:[\w-]+$/, "must be the token that BotFather gave, such as 123456:ABC"),
  /** The `secret_token` given to `setWebhook`. */
  webhookSecret: z
    .string()
    .regex(/^[\w-]{1,256}$/, "must be 1 to 256 letters, digits, _ or -, the same as secret_token of setWebhook"),
  baseUrl: providerUrl("https://api.telegram.org"),
})
type Config = z.output<typeof config>

const call = ({ method, body }: BotCall, { token, baseUrl }: Config): HttpRequest => ({
  method: "POST",
  url: `${baseUrl}/bot${token}/${method}`,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
})

const on = (provider: string) => {
  const [chat = "", message = ""] = provider.split(":")
  return { chat_id: chat, message_id: Number(message) }
}

const extras = (options: Config): Extras => ({
  typing: ({ address }) => call({ method: "sendChatAction", body: { chat_id: address, action: "typing" } }, options),
  react: ({ provider }, emoji) =>
    call(
      {
        method: "setMessageReaction",
        body: { ...on(provider), reaction: emoji === null ? [] : [{ type: "emoji", emoji }] },
      },
      options,
    ),
  edit: ({ provider }, content) => call(editCall(provider, content), options),
  remove: ({ provider }) => call({ method: "deleteMessage", body: on(provider) }, options),
  polls: {
    limits,
    needsPlace: true,
    publish: (poll) => call(pollCall(poll), options),
    published,
    tally: ({ provider, isLast }) => (isLast ? call(closeCall(provider), options) : undefined),
    read: stopped,
  },
  media: {
    hosts: [new URL(options.baseUrl).hostname],
    locate: (reference) => call({ method: "getFile", body: { file_id: reference } }, options),
    download: (_, located) => {
      const path = textOf(fieldsOf(bodyOf(located?.body ?? "")["result"])["file_path"])
      if (path === undefined || !/^[\w./-]+$/.test(path) || path.includes("..")) return undefined
      return { method: "GET", url: `${options.baseUrl}/file/bot${options.token}/${path}`, headers: {} }
    },
  },
})

const file = { level: "full", caption: 1024 } as const

/**
 * A Telegram bot, in private chats: what is said in groups and channels is passed over. Register the webhook with `setWebhook`, the
 * same `secret_token`, the address `/hooks/<name of this channel>`, and `message`, `edited_message`, `callback_query`,
 * `message_reaction`, `my_chat_member` and `poll` in `allowed_updates`. Telegram sends bots no receipts.
 *
 * @example
 * telegram({ token: env.TELEGRAM_TOKEN, webhookSecret: env.TELEGRAM_SECRET })
 */
export const telegram = defineChannel({
  id: "telegram",
  kind: "chat",
  scheme: "telegram",
  config,
  capabilities: {
    parts: {
      // what fits behind a button: https://core.telegram.org/bots/api#inlinekeyboardbutton
      choices: { level: "full", max: 100, maxValue: 64 },
      links: { level: "full", max: 100 },
      image: { ...file, maxBytes: 5 * 1_048_576 },
      audio: { ...file, types: ["audio/mpeg", "audio/mp4"], maxBytes: 20 * 1_048_576 },
      voice: { ...file, types: ["audio/ogg", "audio/mpeg", "audio/mp4"], maxBytes: 20 * 1_048_576 },
      video: { ...file, types: ["video/mp4"], maxBytes: 20 * 1_048_576 },
      file: {
        level: "partial",
        types: ["application/pdf", "application/zip", "image/gif"],
        maxBytes: 20 * 1_048_576,
        caption: 1024,
      },
      place: "full",
      contact: "partial",
    },
    text: { max: 4096, format: "telegram" },
    inbound: true,
    receipts: [],
    idempotency: { kind: "none" },
    rate: [
      { count: 30, per: 1000 },
      { count: 1, per: 1000, each: "address" },
    ],
    optOut: "network",
  },
  request: ({ address, content }, options) => call(sendCall(address, content), options),
  receipt,
  extras,
  inbound: {
    verify: ({ headers }, { webhookSecret }) => ({
      scheme: "token",
      given: headers["x-telegram-bot-api-secret-token"],
      expected: webhookSecret,
    }),
    parse: ({ body }, { token }) => readUpdate(body, token.slice(0, token.indexOf(":"))),
  },
})
