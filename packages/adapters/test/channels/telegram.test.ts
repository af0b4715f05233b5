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
const bodyOf = (content: Outgoing["content"]) => JSON.parse(request(message(content)).body ?? "")
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
    [400, "Bad Request: chat not found", "invalid-recipient"],
    [401, "Unauthorized", "auth"],
    [404, "Not Found", "auth"],
    [400, "Bad Request: message is too long", "rejected"],
  ])("reads %i %s as %s", (status, description, reason) => {
    expect(answer(status, { ok: false, error_code: status, description })).toMatchObject({
      status: "failed",
      error: { reason, retryable: false },
    })
  })

  it("brings in who wrote, what and when, under an id of this bot", () => {
    expect(read({ update_id: 5, message: { message_id: 3, date: 1_767_225_600, chat, from, text: "hola" } })).toEqual([
      {
        type: "message",
        id: "8001:5",
        address: "42",
        text: "hola",
        at: 1_767_225_600_000,
        name: "Ana Ruiz",
        language: "es",
      },
    ])
  })

  it("brings in an edited message, and says so", () => {
    expect(
      read({
        update_id: 6,
        edited_message: { message_id: 3, date: 1_767_225_600, edit_date: 1_767_225_700, chat, from, text: "hola, Ana" },
      }),
    ).toMatchObject([{ text: "hola, Ana", metadata: { edited: "42:3" } }])
  })

  it("brings in a tapped choice as its value", () => {
    expect(
      read({
        update_id: 7,
        callback_query: { id: "q", from, data: "good", message: { message_id: 7, date: 1_767_225_600, chat } },
      }),
    ).toMatchObject([
      { type: "message", id: "8001:7", address: "42", text: "good", metadata: { choice: "good", repliesTo: "42:7" } },
    ])
  })

  it.each(["photo", "voice", "document", "location", "sticker"])("keeps a %s raw", (kind) => {
    const update = {
      update_id: 8,
      message: { message_id: 4, date: 1_767_225_600, chat, from, [kind]: { file_id: "f" } },
    }
    expect(read(update)).toMatchObject([{ text: "", unsupported: kind, metadata: { raw: JSON.stringify(update) } }])
  })

  it("does not read what is said in a group, taps included", () => {
    const group = { id: -100, type: "supergroup" }
    expect(read({ update_id: 9, message: { message_id: 4, date: 1, chat: group, from, text: "hola" } })).toMatchObject([
      { unsupported: "group", text: "" },
    ])
    expect(
      read({
        update_id: 9,
        callback_query: { id: "q", from, data: "x", message: { message_id: 7, date: 1, chat: group } },
      }),
    ).toMatchObject([{ unsupported: "group", text: "" }])
  })

  it("keeps that somebody blocked the bot, and passes over what nobody wrote", () => {
    expect(
      read({ update_id: 10, my_chat_member: { chat, from, date: 1, new_chat_member: { status: "kicked" } } }),
    ).toMatchObject([{ unsupported: "my_chat_member" }])
    expect(read({ update_id: 11, poll: { id: "p" } })).toEqual([])
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
