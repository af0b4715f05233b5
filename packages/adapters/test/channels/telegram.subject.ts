import { type ChannelSubject, signedWebhook } from "@escucha/core/testing"
import { telegram } from "../../src/channels/telegram.ts"

const config = { token: "8001:AAtoken_of-one", webhookSecret: "secret-of-one" }
const date = 1_767_225_600
const chat = { id: 42, type: "private" }
const from = { id: 42, is_bot: false, first_name: "Ana", last_name: "Ruiz", language_code: "es" }

/** Any update, under the secret of this bot. */
export const webhook = (update: object) => ({
  ...signedWebhook.telegram({ webhookSecret: config.webhookSecret, text: "" }),
  body: JSON.stringify(update),
})
const message = (part: object) => webhook({ update_id: 9, message: { message_id: 9, date, chat, from, ...part } })
const answer = (status: number, body: object) => ({ status, headers: {}, body: JSON.stringify(body) })

/** How a poll stands, as Telegram tells it. */
export const poll = (...votes: readonly number[]) => ({
  question: "¿?",
  options: votes.map((voter_count, place) => ({ persistent_id: `${place}`, text: `${place}`, voter_count })),
  is_closed: false,
  is_anonymous: true,
})
const tooMany = {
  ok: false,
  error_code: 429,
  description: "Too Many Requests: retry after 5",
  parameters: { retry_after: 5 },
}

export const subject: ChannelSubject<Parameters<typeof telegram>[0]> & { readonly config: typeof config } = {
  make: telegram,
  config,
  otherConfig: { token: "8002:AAtoken_of-two", webhookSecret: "secret-of-two" },
  secrets: ["token", "webhookSecret"],
  address: "42",
  wrong: [
    { option: "token", config: { ...config, token: "no-colon" } },
    { option: "baseUrl", config: { ...config, baseUrl: "ftp://x" } },
  ],
  webhooks: {
    valid: signedWebhook.telegram({ webhookSecret: config.webhookSecret, text: "¿dónde está mi pedido?" }),
    unknown: message({ dice: { emoji: "🎲", value: 3 } }),
    wish: webhook({ update_id: 10, my_chat_member: { chat, from, date, new_chat_member: { status: "kicked" } } }),
    reaction: webhook({
      update_id: 11,
      message_reaction: { chat, user: from, date, message_id: 3, new_reaction: [{ type: "emoji", emoji: "👍" }] },
    }),
    edit: webhook({
      update_id: 12,
      edited_message: { message_id: 9, date, edit_date: date + 60, chat, from, text: "¿dónde está mi paquete?" },
    }),
    attachment: message({
      photo: [
        { file_id: "small", file_size: 900 },
        { file_id: "large", file_size: 90_000 },
      ],
      caption: "así llegó",
    }),
  },
  responses: {
    accepted: answer(200, { ok: true, result: { message_id: 7, date: 1, chat, text: "hola" } }),
    limited: { response: answer(429, tooMany), retryAfter: 5_000 },
    refusedAs200: answer(200, { ok: false, error_code: 400, description: "Bad Request: message text is empty" }),
    optedOut: answer(403, { ok: false, error_code: 403, description: "Forbidden: bot was blocked by the user" }),
    publicPoll: {
      published: answer(200, {
        ok: true,
        result: { message_id: 8, date, chat: { id: -1001, type: "channel" }, poll: { id: "801", ...poll(0, 0) } },
      }),
      tally: answer(200, { ok: true, result: { id: "801", ...poll(7, 0), is_closed: true } }),
      stands: { votes: [7, 0], isClosed: true },
    },
  },
}
