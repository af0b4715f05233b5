import type { Payload } from "@escucha/core"
import { channelConformance } from "@escucha/core/testing"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { teams } from "../../src/channels/teams.ts"
import { readActivity } from "../../src/teams/activity.ts"
import { activity, subject } from "./teams.subject.ts"

const channel = teams(subject.config)
if (channel.shape !== "http" || !channel.inbound) throw new TypeError("Teams talks HTTP both ways")
const { inbound, request } = channel

const bodyOf = (content: Payload) =>
  JSON.parse(String(request({ id: "m_1", address: "a:1", attempt: 1, content }, { now: 0, access: "token" }).body))
const first = (value: object) => {
  const parsed = inbound.parse(activity(value))
  return "inbound" in parsed ? parsed.inbound[0] : undefined
}

describe("teams", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("shows answers as buttons that say what was tapped, and hears the value behind them", () => {
    const { attachments } = bodyOf({ text: "¿Llegó?", choices: [{ value: "yes", label: "Sí" }] })
    expect(attachments).toMatchObject([
      { content: { buttons: [{ type: "messageBack", displayText: "Sí", value: { choice: "yes" } }] } },
    ])
    expect(first({ text: "Sí", value: { choice: "yes" } })).toMatchObject({ text: "Sí", choice: "yes" })
  })

  it("says that its text has markup, and only then", () => {
    expect(bodyOf({ text: "**hoy**", format: "markdown" })).toMatchObject({ textFormat: "markdown" })
    expect(bodyOf({ text: "a * b" })).toMatchObject({ textFormat: "plain" })
  })

  it("hears the new reaction where one was exchanged for another", () => {
    const exchanged = { reactionsAdded: [{ type: "heart" }], reactionsRemoved: [{ type: "like" }] }
    const parsed = inbound.parse(activity({ type: "messageReaction", replyToId: "1767225600000", ...exchanged }))
    const emojis = "inbound" in parsed ? parsed.inbound.map((one) => one.type === "reaction" && one.emoji) : []
    expect(emojis).toEqual(["heart"]) // of two words at one moment, that it ended would hold
  })

  it("hears the words without the mention of the bot, however the person wrote", () => {
    expect(first({ text: "<at>Shop</at> ¿abrís hoy?" })).toMatchObject({ text: "¿abrís hoy?" })
  })

  it("hears a deleted message as gone", () => {
    expect(first({ type: "messageDelete", id: "9" })).toMatchObject({ type: "edit", message: "9", text: null })
  })

  it("passes over what Teams tells about members", () => {
    expect(first({ type: "conversationUpdate", membersAdded: [{ id: "29:ana" }] })).toBeUndefined()
  })
})

const folder = resolve(
  process.env["ESCUCHA_DATA"] ?? resolve(import.meta.dirname, "../../../../../shared/data"),
  "messaging/webhooks",
)
describe.skipIf(!existsSync(folder))("recorded activities of Teams (skipped: data not present)", () => {
  const found: { readonly bot: string; readonly text: unknown; readonly body: string }[] = []
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return
    if ("serviceUrl" in value && "recipient" in value && "type" in value && value.type === "message") {
      const { recipient } = value
      const bot = typeof recipient === "object" && recipient !== null && "id" in recipient ? String(recipient.id) : ""
      found.push({ bot, text: "text" in value ? value.text : undefined, body: JSON.stringify(value) })
    }
    Object.values(value).forEach(walk)
  }
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    if (name.includes("teams")) walk(JSON.parse(readFileSync(resolve(folder, name), "utf8")))

  it("are there", () => expect(found.length).toBeGreaterThan(3))

  it("bring in each message, or what was tapped", () => {
    for (const { bot, body } of found) {
      const parsed = readActivity(body, bot.replace(/^28:/, ""))
      expect("inbound" in parsed ? parsed.inbound : []).toMatchObject([{ type: "message" }])
    }
  })
})
