// Telegram Bot API: https://core.telegram.org/bots/api#sendmessage, https://core.telegram.org/bots/api#update
import { defineChannel, failureOf, jsonOf } from "@escucha/core"
import type { Choice, HttpResponse, Outgoing, Sent } from "@escucha/core"
import * as z from "zod"
import { readUpdate } from "../telegram/update.ts"

const config = z.strictObject({
  /** What BotFather gave: `123456:ABC…`. */
  token: z.string().regex(/^\d+:[\w-]+$/, "must be the token that BotFather gave, such as 123456:ABC"),
  /** The `secret_token` given to `setWebhook`. */
  webhookSecret: z
    .string()
    .regex(/^[\w-]{1,256}$/, "must be 1 to 256 letters, digits, _ or -, the same as secret_token of setWebhook"),
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .default("https://api.telegram.org")
    .transform((url) => url.replace(/\/+$/, "")),
})
type Config = z.output<typeof config>

const capabilities = {
  // what fits behind a button: https://core.telegram.org/bots/api#inlinekeyboardbutton
  parts: { choices: { level: "full", maxValue: 64 } },
  text: { max: 4096 },
  inbound: true,
  receipts: [],
  idempotency: { kind: "none" },
} as const

/** A scale lies in rows of six, so that it is seen at once; words have a row of their own. */
const rowsOf = (choices: readonly Choice[]) => {
  const buttons = choices.map(({ value, label }) => ({ text: label, callback_data: value }))
  const width = choices.every(({ label }) => label.length <= 2) ? 6 : 1
  return Array.from({ length: Math.ceil(buttons.length / width) }, (_, row) =>
    buttons.slice(row * width, (row + 1) * width),
  )
}

const request = ({ address, content }: Outgoing, { token, baseUrl }: Config) => {
  const { text, choices } = content
  const keyboard = choices && rowsOf(choices)
  return {
    method: "POST",
    url: `${baseUrl}/bot${token}/sendMessage`,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ chat_id: address, text, ...(keyboard && { reply_markup: { inline_keyboard: keyboard } }) }),
  } as const
}

const Answer = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), result: z.object({ message_id: z.int(), chat: z.object({ id: z.int() }) }) }),
  z.object({
    ok: z.literal(false),
    error_code: z.int().optional(),
    description: z.string().optional(),
    parameters: z.object({ retry_after: z.number().optional() }).optional(),
  }),
])

const failed = (response: HttpResponse, status: number): Sent => ({
  status: "failed",
  error: failureOf("telegram", { ...response, status }),
})

/** What Telegram says of a person or a chat that is not there for us any more, under the code of a bad request. */
const goneChat = /chat not found|user not found|upgraded to a supergroup|PEER_ID_INVALID/i

const receipt = (response: HttpResponse): Sent => {
  const answer = Answer.safeParse(jsonOf(response.body)).data
  // Not Telegram's own words: somebody between us, or another server. It says nothing of the person.
  if (!answer) return failed(response, response.status === 404 ? 401 : response.status)
  if (answer.ok) return { status: "sent", provider: `${answer.result.chat.id}:${answer.result.message_id}` }
  const { error_code: code = response.status, description = "", parameters } = answer
  const pause = parameters?.retry_after
  const paused =
    pause === undefined ? response : { ...response, headers: { ...response.headers, "retry-after": String(pause) } }
  // 403 is a person who blocked the bot or left Telegram, 404 a token that Telegram does not know.
  if (code === 403 || goneChat.test(description)) return failed(response, 410)
  if (code === 404) return failed(response, 401)
  return failed(paused, code < 400 ? 400 : code)
}

/**
 * A Telegram bot, in private chats: what is said in groups and channels is passed over. Register the webhook with `setWebhook`, the
 * same `secret_token` and the address `/hooks/<name of this channel>`.
 *
 * @example
 * telegram({ token: env.TELEGRAM_TOKEN, webhookSecret: env.TELEGRAM_SECRET })
 */
export const telegram = defineChannel({
  id: "telegram",
  kind: "chat",
  scheme: "telegram",
  config,
  capabilities,
  request,
  receipt,
  inbound: {
    verify: ({ headers }, { webhookSecret }) => ({
      scheme: "token",
      given: headers["x-telegram-bot-api-secret-token"],
      expected: webhookSecret,
    }),
    parse: ({ body }, { token }) => readUpdate(body, token.slice(0, token.indexOf(":"))),
  },
})
