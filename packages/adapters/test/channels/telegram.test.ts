import { type Inbound, type Outgoing, render } from "@escucha/core"
import { channelConformance } from "@escucha/core/testing"
import { existsSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { telegram } from "../../src/channels/telegram.ts"
import { subject, webhook } from "./telegram.subject.ts"

const channel = telegram(subject.config)
if (channel.shape !== "http" || !channel.inbound) throw new TypeError("telegram is an http channel with a way in")
const { request, receipt, inbound } = channel

const chat = { id: 42, type: "private" }
const from = { id: 42, is_bot: false, first_name: "Ana", last_name: "Ruiz", language_code: "es" }
const read = (update: object): readonly Inbound[] => {
  const parsed = inbound.parse(webhook(update))
  return "inbound" in parsed ? parsed.inbound : []
}
const message = (content: Outgoing["content"]): Outgoing => ({ id: "m_1", address: "42", content, attempt: 1 })
const requestOf = (content: Outgoing["content"]) => request(message(content), { now: 0, access: "" })
const bodyOf = (content: Outgoing["content"]) => JSON.parse(String(requestOf(content).body))
const answer = (status: number, body: object) => receipt({ status, headers: {}, body: JSON.stringify(body) })

describe("telegram", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("says of a variable of the environment that is not there which option it was meant for", () => {
    const environment: { readonly [name: string]: string } = {}
    const token = String(environment["TOKEN"] ?? "")
    const missing = { ...subject.config, webhookSecret: environment["SECRET"] as string } // a program without types
    expect(() => telegram(missing)).toThrow("telegram.webhookSecret: give it; nothing was given (expected: string)")
    expect(() => telegram({ ...subject.config, token })).toThrow(
      "telegram.token: must be the token that BotFather gave",
    )
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
    const rendered = render(
      { text: "¿Cuál?", choices: [{ value: "ñ".repeat(33), label: "Una" }] },
      channel.capabilities,
    )
    expect(rendered).toMatchObject({ payloads: [{ text: "¿Cuál?\n1. Una" }] })
  })

  it.each([
    ["sendPhoto", { image: { url: "https://shop.example/p.jpg" } }, { photo: "https://shop.example/p.jpg" }],
    ["sendVoice", { voice: { url: "https://shop.example/v.ogg" } }, { voice: "https://shop.example/v.ogg" }],
    [
      "sendVenue",
      { place: { latitude: 40.4, longitude: -3.7, name: "Tienda" } },
      { title: "Tienda", address: "Tienda" },
    ],
    ["sendContact", { contact: { name: "Ana", phones: ["+34600000001"] } }, { phone_number: "+34600000001" }],
  ])("has a method of its own for what it sends: %s", (method, part, body) => {
    expect(requestOf({ text: "", ...part }).url).toMatch(new RegExp(`/${method}$`))
    expect(bodyOf({ text: "", ...part })).toMatchObject(body)
  })

  it("says that its text has markup, and only then", () => {
    expect(bodyOf({ text: "<b>hoy</b>", format: "telegram" })).toMatchObject({ parse_mode: "HTML" })
    expect(bodyOf({ text: "a < b" })).not.toHaveProperty("parse_mode")
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
    [403, "Forbidden: bot was blocked by the user", "opted-out"],
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
        provider: "42:4",
      },
    ])
  })

  it("an edited message when it was edited, and which one it was", () => {
    const edited = { type: "edit", message: "42:4", at: (at + 100) * 1000 }
    expect(read({ update_id: 6, edited_message: privately({ edit_date: at + 100, text: "hola, Ana" }) })).toMatchObject(
      [{ ...edited, text: "hola, Ana" }],
    )
    const caption = privately({ edit_date: at + 100, photo: [{}], caption: "así llegó" })
    expect(read({ update_id: 6, edited_message: caption })).toMatchObject([{ ...edited, text: "así llegó" }])
  })

  it("nothing new in an edit without words, such as a place that moves", () => {
    const moved = privately({ edit_date: at + 60, location: { latitude: 40, longitude: -3, live_period: 900 } })
    expect(read({ update_id: 6, edited_message: moved })).toEqual([])
  })

  it("a tapped choice as its value, and tells the customer's app that it heard", () => {
    const reply_markup = { inline_keyboard: [[{ text: "Bien", callback_data: "good" }]] }
    const tap = (date: number) => ({
      update_id: 7,
      callback_query: {
        id: "q",
        from,
        chat_instance: "c",
        data: "good",
        message: { message_id: 7, date, chat, reply_markup },
      },
    })
    for (const date of [at, 0]) {
      // the date of the question says nothing of the tap, and is 0 where the question is too old
      const [heard] = read(tap(date))
      expect(heard).toMatchObject({
        type: "message",
        id: "8001:7",
        address: "42",
        text: "Bien",
        choice: "good",
        repliesTo: "42:7",
      })
      expect(heard).not.toHaveProperty("at")
    }
    expect(inbound.parse(webhook(tap(at)))).toMatchObject({
      answer: { body: JSON.stringify({ method: "answerCallbackQuery", callback_query_id: "q" }) },
    })
  })

  it.each([
    ["photo", "image", [{ file_id: "s" }, { file_id: "f" }]],
    ["voice", "voice", { file_id: "f", duration: 3, mime_type: "audio/ogg" }],
    ["video_note", "video", { file_id: "f" }],
    ["document", "file", { file_id: "f", file_name: "factura.pdf" }],
  ])("a %s as a file that can be fetched when somebody wants to see it", (part, kind, value) => {
    const [heard] = read({ update_id: 8, message: privately({ [part]: value, caption: "llegó roto" }) })
    expect(heard).toMatchObject({ text: "llegó roto", attachments: [{ kind, url: "provider:f" }] })
    expect(heard).not.toHaveProperty("unsupported")
  })

  it.each(["photo", "sticker", "poll", "dice", "checklist"])("a %s that it cannot read, kept raw", (kind) => {
    const update = { update_id: 8, message: privately({ [kind]: {} }) }
    expect(read(update)).toMatchObject([{ text: "", unsupported: kind, metadata: { raw: JSON.stringify(update) } }])
  })

  it("an animation and a venue as what they are, not as what stands in for them", () => {
    const animation = { file_id: "a", mime_type: "video/mp4" }
    expect(read({ update_id: 8, message: privately({ document: { file_id: "d" }, animation }) })).toMatchObject([
      { attachments: [{ kind: "video", url: "provider:a" }] },
    ])
    const location = { latitude: 40.4, longitude: -3.7 }
    const venue = { location, title: "Tienda", address: "Mayor 1" }
    expect(read({ update_id: 8, message: privately({ location, venue }) })).toMatchObject([
      { place: { ...location, name: "Tienda", address: "Mayor 1" } },
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

  it("who blocked the bot, and who let it in again", () => {
    const member = (status: string) => ({
      update_id: 10,
      my_chat_member: { chat, from, date: at, new_chat_member: { status } },
    })
    expect(read(member("kicked"))).toMatchObject([{ type: "wish", wish: "stop", by: "blocked" }])
    expect(read(member("member"))).toMatchObject([{ type: "wish", wish: "start", by: "unblocked" }])
  })

  it("a reaction to a message, and its end", () => {
    const reaction = (now: readonly object[]) => ({
      update_id: 10,
      message_reaction: { chat, user: from, date: at, message_id: 3, new_reaction: now },
    })
    expect(read(reaction([{ type: "emoji", emoji: "👍" }]))).toMatchObject([{ message: "42:3", emoji: "👍" }])
    expect(read(reaction([]))).toMatchObject([{ message: "42:3", emoji: null }])
  })

  it("what Telegram writes by itself, and owes it no answer", () => {
    expect(read({ update_id: 10, message: privately({ pinned_message: {} }) })).toMatchObject([
      { unsupported: "pinned_message", automatic: true },
    ])
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
