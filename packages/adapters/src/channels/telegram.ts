// Telegram Bot API: https://core.telegram.org/bots/api#sendmessage, https://core.telegram.org/bots/api#update
import { defineChannel, degrade, failureOf, jsonOf } from "@escucha/core"
import type { HttpResponse, Inbound, Outgoing, Parsed, Sent } from "@escucha/core"
import * as z from "zod"

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
  features: ["choices"],
  maxLength: 4096,
  inbound: true,
  receipts: [],
  idempotency: { kind: "none" },
} as const

/** What fits behind a button, in bytes (https://core.telegram.org/bots/api#inlinekeyboardbutton). */
const longestChoice = 64
const fits = (value: string) => new TextEncoder().encode(value).length <= longestChoice

const request = ({ address, content }: Outgoing, { token, baseUrl }: Config) => {
  const tappable = content.choices?.every(({ value }) => value !== "" && fits(value)) ?? true
  const { text, choices } = tappable ? content : degrade(content, { ...capabilities, features: [] }).content
  const keyboard = choices?.map(({ value, label }) => [{ text: label, callback_data: value }])
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

/** Here 403 is a person who blocked the bot and 404 a token that Telegram does not know. */
const meaning: { readonly [status: number]: number } = { 403: 410, 404: 401 }
const failed = (response: HttpResponse, status: number): Sent => ({
  status: "failed",
  error: failureOf("telegram", { ...response, status: meaning[status] ?? status }),
})

const receipt = (response: HttpResponse): Sent => {
  const answer = Answer.safeParse(jsonOf(response.body)).data
  if (!answer) return failed(response, response.status)
  if (answer.ok) return { status: "sent", provider: `${answer.result.chat.id}:${answer.result.message_id}` }
  const { error_code: code = response.status, description = "", parameters } = answer
  const pause = parameters?.retry_after
  const paused =
    pause === undefined ? response : { ...response, headers: { ...response.headers, "retry-after": String(pause) } }
  if (/chat not found|user not found|PEER_ID_INVALID/i.test(description)) return failed(response, 410)
  return failed(paused, code < 400 ? 400 : code)
}

const Person = z.object({
  first_name: z.string().default(""),
  last_name: z.string().default(""),
  language_code: z.string().optional(),
  is_bot: z.boolean().default(false),
})
const Chat = z.object({ id: z.int(), type: z.string() })
const Message = z.object({
  message_id: z.int(),
  date: z.int(),
  chat: Chat,
  from: Person.optional(),
  text: z.string().optional(),
})
const Tap = z.object({
  data: z.string(),
  from: Person,
  message: z.object({ message_id: z.int(), date: z.int(), chat: Chat }),
})
const Update = z.object({ update_id: z.int() })
/** Any other kind of update that says who and when; the rest of it is kept as it came. */
const Other = z.object({ date: z.int(), chat: Chat, from: Person.optional() })
const Nested = z.object({ message: Other })

/** Parts of a message that are not text; the first that is there names what we cannot read. */
const kinds = [
  "photo",
  "voice",
  "video",
  "video_note",
  "audio",
  "document",
  "sticker",
  "animation",
  "location",
  "venue",
  "contact",
  "poll",
  "dice",
  "story",
] as const

const sender = (person: z.output<typeof Person> | undefined) => {
  const name = `${person?.first_name ?? ""} ${person?.last_name ?? ""}`.trim()
  return {
    ...(name && { name }),
    ...(person?.language_code && { language: person.language_code }),
    ...(person?.is_bot && { automatic: true }),
  }
}

/** Longer updates are kept without their raw form. */
const longestRaw = 16_384
const rawOf = (body: string) => (body.length <= longestRaw ? { metadata: { raw: body } } : {})

const inboundOf = (id: string, kind: string, value: unknown, body: string): Inbound | undefined => {
  const tap = kind === "callback_query" ? Tap.safeParse(value).data : undefined
  // A tap carries no time of its own: the time is that of the message which holds the button.
  if (tap?.message.chat.type === "private") {
    return {
      type: "message",
      id,
      address: String(tap.message.chat.id),
      text: tap.data,
      at: tap.message.date * 1000,
      ...sender(tap.from),
      metadata: { choice: tap.data, repliesTo: `${tap.message.chat.id}:${tap.message.message_id}` },
    }
  }
  const message = kind === "message" || kind === "edited_message" ? Message.safeParse(value).data : undefined
  if (message?.text !== undefined && message.chat.type === "private") {
    return {
      type: "message",
      id,
      address: String(message.chat.id),
      text: message.text,
      at: message.date * 1000,
      ...sender(message.from),
      ...(kind === "edited_message" && { metadata: { edited: `${message.chat.id}:${message.message_id}` } }),
    }
  }
  const other = Other.safeParse(value).data ?? Nested.safeParse(value).data?.message
  if (!other) return undefined
  const part =
    typeof value === "object" && value !== null ? kinds.find((name) => Object.hasOwn(value, name)) : undefined
  return {
    type: "message",
    id,
    address: String(other.chat.id),
    text: "",
    at: other.date * 1000,
    ...sender(other.from),
    unsupported: other.chat.type === "private" ? (part ?? kind) : "group",
    ...rawOf(body),
  }
}

const parse = (body: string, { token }: Config): Parsed => {
  const update = jsonOf(body)
  const known = Update.safeParse(update)
  if (!known.success)
    return { problem: { field: "update_id", remedy: "the body must be a JSON object with an integer update_id" } }
  const id = `${token.slice(0, token.indexOf(":"))}:${known.data.update_id}`
  const inbound = Object.entries(Object(update))
    .map(([kind, value]) => (kind === "update_id" ? undefined : inboundOf(id, kind, value, body)))
    .find((found) => found !== undefined)
  return { inbound: inbound ? [inbound] : [] }
}

/**
 * A Telegram bot. Private chats only: what is said in a group comes in as `unsupported`. Register the webhook with `setWebhook`,
 * the same `secret_token` and the address `/hooks/<name of this channel>`.
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
    parse: (webhook, options) => parse(webhook.body, options),
  },
})
