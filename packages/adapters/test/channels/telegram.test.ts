import type { Inbound, Outgoing } from "@escucha/core"
import { channelConformance, signedWebhook } from "@escucha/core/testing"
import { existsSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { telegram } from "../../src/channels/telegram.ts"

const config = { token: "8001:AAtoken_of-one", webhookSecret: "secret-of-one" }
const channel = telegram(config)
if (channel.shape !== "http" || !channel.inbound) throw new TypeError("telegram is an http channel with a way in")
const { request, receipt, inbound } = channel

const webhook = (update: object) => ({
  ...signedWebhook.telegram({ webhookSecret: config.webhookSecret, text: "" }),
  body: JSON.stringify(update),
})
const chat = { id: 42, type: "private" }
const from = { id: 42, is_bot: false, first_name: "Ana", last_name: "Ruiz", language_code: "es" }
const read = (update: object): readonly Inbound[] => {
  const parsed = inbound.parse(webhook(update))
  return "inbound" in parsed ? parsed.inbound : []
}
const message = (content: Outgoing["content"]): Outgoing => ({ id: "m_1", address: "42", content, attempt: 1 })
const bodyOf = (content: Outgoing["content"]) =>
  JSON.parse(String(request(message(content), { now: 0, access: "" }).body))
const answer = (status: number, body: object) => receipt({ status, headers: {}, body: JSON.stringify(body) })

describe("telegram", () => {
  it.each(
    channelConformance({
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
        unknown: webhook({
          update_id: 9,
          message: { message_id: 9, date: 1_767_225_600, chat, from, photo: [{ file_id: "f" }] },
        }),
      },
      responses: {
        accepted: {
          status: 200,
          headers: {},
          body: JSON.stringify({ ok: true, result: { message_id: 7, date: 1, chat, text: "hola" } }),
        },
        limited: {
          response: {
            status: 429,
            headers: {},
            body: JSON.stringify({
              ok: false,
              error_code: 429,
              description: "Too Many Requests: retry after 5",
              parameters: { retry_after: 5 },
            }),
          },
          retryAfter: 5_000,
        },
        refusedAs200: {
          status: 200,
          headers: {},
          body: JSON.stringify({ ok: false, error_code: 400, description: "Bad Request: message text is empty" }),
        },
      },
    }),
  )("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("lays a scale out in rows, so that it is seen at once", () => {
    const choices = Array.from({ length: 11 }, (_, score) => ({ value: String(score), label: String(score) }))
    const { reply_markup: markup } = bodyOf({ text: "¿Cuánto?", choices })
    expect(markup.inline_keyboard.map((row: readonly object[]) => row.length)).toEqual([6, 5])
  })

  it("shows choices as buttons, one per line", () => {
    expect(
      bodyOf({
        text: "¿Qué tal?",
        choices: [
          { value: "good", label: "Bien" },
          { value: "bad", label: "Mal" },
        ],
      }),
    ).toEqual({
      chat_id: "42",
      text: "¿Qué tal?",
      reply_markup: {
        inline_keyboard: [[{ text: "Bien", callback_data: "good" }], [{ text: "Mal", callback_data: "bad" }]],
      },
    })
  })

  it("writes choices out that do not fit behind a button", () => {
    expect(bodyOf({ text: "¿Cuál?", choices: [{ value: "ñ".repeat(33), label: "Una" }] })).toEqual({
      chat_id: "42",
      text: "¿Cuál?\n1. Una",
    })
  })

  it("waits as long as the body of a 429 says", () => {
    expect(
      answer(429, {
        ok: false,
        error_code: 429,
        description: "Too Many Requests: retry after 5",
        parameters: { retry_after: 5 },
      }),
    ).toMatchObject({
      status: "failed",
      error: { reason: "rate-limit", retryable: true, retryAfter: 5_000, sent: "no" },
    })
  })

  it.each([
    [403, "Forbidden: bot was blocked by the user", "invalid-recipient"],
    [403, "Forbidden: user is deactivated", "invalid-recipient"],
    [403, "Forbidden: bot can't initiate conversation with a user", "invalid-recipient"],
    [400, "Bad Request: chat not found", "invalid-recipient"],
    [400, "Bad Request: group chat was upgraded to a supergroup chat", "invalid-recipient"],
    [401, "Unauthorized", "auth"],
    [404, "Not Found", "auth"],
    [400, "Bad Request: message is too long", "rejected"],
  ])("reads %i %s as %s", (status, description, reason) => {
    expect(answer(status, { ok: false, error_code: status, description })).toMatchObject({
      status: "failed",
      error: { reason, retryable: false, sent: "no" },
    })
  })

  it.each([403, 404])("does not give a person up for a %i that Telegram did not write", (status) => {
    expect(receipt({ status, headers: {}, body: "<html>Access denied</html>" })).toMatchObject({
      status: "failed",
      error: { reason: "auth" },
    })
  })
})

const at = 1_767_225_600
const privately = (part: object) => ({ message_id: 4, date: at, chat, from, ...part })

describe("a Telegram bot hears", () => {
  it("who wrote, what and when, under an id of this bot", () => {
    expect(read({ update_id: 5, message: privately({ text: "hola" }) })).toEqual([
      {
        type: "message",
        id: "8001:5",
        address: "42",
        text: "hola",
        at: at * 1000,
        name: "Ana Ruiz",
        language: "es",
      },
    ])
  })

  it("an edited message when it was edited, and which one it was", () => {
    expect(read({ update_id: 6, edited_message: privately({ edit_date: at + 100, text: "hola, Ana" }) })).toMatchObject(
      [{ text: "hola, Ana", at: (at + 100) * 1000, metadata: { edited: "42:4" } }],
    )
    expect(read({ update_id: 6, edited_message: privately({ photo: [{}], caption: "así llegó" }) })).toMatchObject([
      { text: "así llegó", metadata: { edited: "42:4" } },
    ])
  })

  it("nothing new in an edit without words, such as a place that moves", () => {
    const moved = privately({ edit_date: at + 60, location: { latitude: 40, longitude: -3, live_period: 900 } })
    expect(read({ update_id: 6, edited_message: moved })).toEqual([])
  })

  it("a tapped choice as its value, and tells the customer's app that it heard", () => {
    const tap = (date: number) => ({
      update_id: 7,
      callback_query: { id: "q", from, chat_instance: "c", data: "good", message: { message_id: 7, date, chat } },
    })
    for (const date of [at, 0]) {
      // the date of the question says nothing of the tap, and is 0 where the question is too old
      const [heard] = read(tap(date))
      expect(heard).toMatchObject({
        type: "message",
        id: "8001:7",
        address: "42",
        text: "good",
        metadata: { choice: "good", repliesTo: "42:7" },
      })
      expect(heard).not.toHaveProperty("at")
    }
    expect(inbound.parse(webhook(tap(at)))).toMatchObject({
      answer: { method: "answerCallbackQuery", callback_query_id: "q" },
    })
  })

  it.each(["photo", "voice", "document", "location", "sticker", "contact", "video_note"])("a %s, kept raw", (kind) => {
    const update = { update_id: 8, message: privately({ [kind]: { file_id: "f" } }) }
    expect(read(update)).toMatchObject([{ text: "", unsupported: kind, metadata: { raw: JSON.stringify(update) } }])
  })

  it("the words under a photo, and that there was one", () => {
    const update = { update_id: 8, message: privately({ photo: [{ file_id: "f" }], caption: "llegó roto" }) }
    expect(read(update)).toMatchObject([{ text: "llegó roto", unsupported: "photo" }])
  })

  it("an animation and a venue as what they are, not as what stands in for them", () => {
    expect(read({ update_id: 8, message: privately({ document: {}, animation: {} }) })).toMatchObject([
      { unsupported: "animation" },
    ])
    expect(read({ update_id: 8, message: privately({ location: {}, venue: {} }) })).toMatchObject([
      { unsupported: "venue" },
    ])
  })

  it("a kind that is newer than this adapter", () => {
    expect(read({ update_id: 8, message: privately({ hologram: {} }) })).toMatchObject([{ unsupported: "message" }])
  })

  it.each(["group", "supergroup", "channel"])("nothing of what is said in a %s, taps included", (type) => {
    const place = { id: -100, type }
    const said = { message_id: 4, date: 1, chat: place, from, text: "hola" }
    const tap = { id: "q", from, data: "x", message: { message_id: 7, date: 1, chat: place } }
    const updates = [
      { message: said },
      { edited_message: said },
      { channel_post: said },
      { callback_query: tap },
      { my_chat_member: { chat: place, from, date: 1 } },
    ]
    for (const update of updates) expect(read({ update_id: 9, ...update })).toEqual([])
  })

  it("nothing of what others say to each other, or of what nobody said", () => {
    expect(read({ update_id: 9, business_message: privately({ text: "hola" }) })).toEqual([])
    expect(read({ update_id: 9, guest_message: privately({ text: "hola" }) })).toEqual([])
    expect(read({ update_id: 11, poll: { id: "p" } })).toEqual([])
    expect(read({ update_id: 12, inline_query: { id: "i", from, query: "x", offset: "" } })).toEqual([])
  })

  it("who blocked the bot or pinned a message, and owes them no answer", () => {
    expect(
      read({ update_id: 10, my_chat_member: { chat, from, date: 1, new_chat_member: { status: "kicked" } } }),
    ).toMatchObject([{ unsupported: "my_chat_member", automatic: true }])
    expect(read({ update_id: 10, message: privately({ pinned_message: {} }) })).toMatchObject([
      { unsupported: "pinned_message", automatic: true },
    ])
    expect(
      read({ update_id: 10, message_reaction: { chat, user: from, date: 1, message_id: 3, new_reaction: [] } }),
    ).toMatchObject([{ unsupported: "message_reaction", automatic: true, name: "Ana Ruiz" }])
  })

  it("another bot as a machine", () => {
    const bot = { ...from, is_bot: true }
    expect(read({ update_id: 13, message: { ...privately({ text: "hola" }), from: bot } })).toMatchObject([
      { automatic: true },
    ])
  })
})

const recorded = resolve(
  process.env["ESCUCHA_DATA"] ?? resolve(import.meta.dirname, "../../../../../shared/data"),
  "messaging/webhooks/chat-telegram.json",
)
describe.skipIf(!existsSync(recorded))("recorded updates (skipped: data not present)", () => {
  it("are read: all that carry a private text", () => {
    const updates = Object.values<unknown>(
      existsSync(recorded) ? JSON.parse(readFileSync(recorded, "utf8")) : {},
    ).filter(
      (value): value is { readonly message: { readonly text: string } } =>
        typeof value === "object" && value !== null && "update_id" in value && "message" in value,
    )
    expect(updates.length).toBeGreaterThan(0)
    for (const update of updates) expect(read(update)).toMatchObject([{ type: "message", text: update.message.text }])
  })
})
