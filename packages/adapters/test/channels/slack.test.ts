import type { Outgoing, Payload } from "@escucha/core"
import { channelConformance } from "@escucha/core/testing"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { slack } from "../../src/channels/slack.ts"
import { plainOf } from "../../src/slack/message.ts"
import { event, form, subject } from "./slack.subject.ts"

const channel = slack(subject.config)
if (channel.shape !== "http" || !channel.inbound) throw new TypeError("Slack talks HTTP both ways")
const { inbound, request, receipt } = channel

const bodyOf = (content: Payload, more: Partial<Outgoing> = {}) =>
  JSON.parse(
    String(request({ id: "m_1", address: "U01ANA", attempt: 1, ...more, content }, { now: 0, access: "" }).body),
  )
const first = async (webhook: ReturnType<typeof event>) => {
  const parsed = inbound.parse(await webhook)
  return "inbound" in parsed ? parsed.inbound[0] : undefined
}

describe("slack", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("answers a mention in its thread, and everything else in the direct messages of the person", () => {
    const there = { inReplyTo: "C01:1767225600.000200" }
    expect(bodyOf({ text: "sí" }, { ...there, public: { post: "C01:1767225600.000200" } })).toMatchObject({
      channel: "C01",
      thread_ts: "1767225600.000200",
    })
    expect(bodyOf({ text: "sí" }, there)).toMatchObject({ channel: "U01ANA" })
  })

  it("knows each message of a thread by itself: one that is written anew or taken back changes no other", async () => {
    const [root, reply, author] = ["1767225600.000200", "1767225660.000300", "U01ANA"]
    const mention = { type: "app_mention", channel: "C01", user: author, text: "<@U0BOT> hola" }
    const changed = { type: "message", channel: "C01", channel_type: "channel", event_ts: "1767225700.000100" }
    expect(await first(event({ ...mention, ts: root }))).toMatchObject({ provider: `C01:${root}` })
    const inThread = await first(event({ ...mention, ts: reply, thread_ts: root }, "Ev2"))
    expect(inThread).toMatchObject({ provider: `C01:${reply}`, public: { post: `C01:${root}` } })
    const before = { type: "message", user: author, text: "hola", ts: reply, thread_ts: root }
    const edit = { ...changed, subtype: "message_changed", message: { ...before, text: "adiós" } }
    expect(await first(event(edit, "Ev3"))).toMatchObject({ type: "edit", message: `C01:${reply}`, text: "adiós" })
    const removal = {
      ...changed,
      subtype: "message_deleted",
      deleted_ts: root,
      previous_message: { ...before, ts: root },
    }
    expect(await first(event(removal, "Ev4"))).toMatchObject({ type: "edit", message: `C01:${root}`, text: null })
    // the answer goes into the thread all the same
    const answered = { inReplyTo: `C01:${reply}`, public: { post: `C01:${root}` } }
    expect(bodyOf({ text: "sí" }, answered)).toMatchObject({ channel: "C01", thread_ts: root })
  })

  it("hears that a message was taken back under which others answered", async () => {
    const [stamp, author] = ["1767225600.000200", "U01ANA"]
    const tombstone = {
      type: "message",
      subtype: "message_changed",
      hidden: true,
      channel: "C01",
      channel_type: "channel",
      event_ts: "1767225700.000100",
      message: {
        subtype: "tombstone",
        text: "This message was deleted.",
        user: "USLACKBOT",
        ts: stamp,
        thread_ts: stamp,
      },
      previous_message: { type: "message", user: author, text: "hola", ts: stamp, thread_ts: stamp },
    }
    expect(await first(event(tombstone))).toMatchObject({
      type: "edit",
      address: author,
      message: `C01:${stamp}`,
      text: null,
    })
  })

  it("takes the preview that Slack puts under a link for no new words", async () => {
    const said = { type: "message", user: "U01ANA", text: "<https://shop.example/a>", ts: "1767225600.000200" }
    const preview = { ...said, attachments: [{ title: "Shop", from_url: "https://shop.example/a" }] }
    const changed = { type: "message", subtype: "message_changed", hidden: true, channel: "D01", channel_type: "im" }
    expect(
      await first(event({ ...changed, message: preview, previous_message: said, event_ts: "1767225601.000100" })),
    ).toBeUndefined()
  })

  it("hears what was tapped, and under which question", async () => {
    const tap = {
      type: "block_actions",
      team: { id: subject.config.teamId },
      user: { id: "U01ANA" },
      container: { type: "message", message_ts: "1767225601.000100", channel_id: "D01" },
      actions: [
        {
          action_id: "choice-0",
          value: "yes",
          text: { type: "plain_text", text: "Sí" },
          action_ts: "1767225602.000300",
        },
      ],
    }
    expect(await first(form(tap))).toMatchObject({
      text: "Sí",
      choice: "yes",
      repliesTo: "D01:1767225601.000100",
      at: 1_767_225_602_000,
    })
  })

  it("hears words as they were meant, not as Slack writes them", () => {
    expect(plainOf("<@U0BOT> mira &lt;esto&gt; <https://shop.example/a|aquí> &amp; <https://b.example>")).toBe(
      "mira <esto> aquí & https://b.example",
    )
  })

  it.each([
    ["invalid_auth", "auth", false],
    ["token_revoked", "auth", false],
    ["user_disabled", "invalid-recipient", false],
    ["msg_blocks_too_long", "rejected", false],
    ["internal_error", "unavailable", true],
  ])("reads %s under a 200 as %s", (error, reason, retryable) => {
    expect(receipt({ status: 200, headers: {}, body: JSON.stringify({ ok: false, error }) })).toMatchObject({
      status: "failed",
      error: { reason, retryable },
    })
  })
})

const folder = resolve(
  process.env["ESCUCHA_DATA"] ?? resolve(import.meta.dirname, "../../../../../shared/data"),
  "messaging/webhooks",
)
describe.skipIf(!existsSync(folder))("recorded webhooks of Slack (skipped: data not present)", () => {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.includes("slack")) : []
  const events = files.flatMap((name) => {
    const found: { readonly team_id: unknown }[] = []
    const walk = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return
      if ("event_id" in value && "team_id" in value) found.push(value)
      else Object.values(value).forEach(walk)
    }
    walk(JSON.parse(readFileSync(resolve(folder, name), "utf8")))
    return found.map((one) => [name, one] as const)
  })

  it("are there", () => expect(events.length).toBeGreaterThan(3))

  it.each(events)("of %s are read without a problem", async (_, one) => {
    const workspace = slack({ ...subject.config, teamId: String(one.team_id) })
    const body = JSON.stringify(one)
    const parsed =
      workspace.shape === "http"
        ? workspace.inbound?.parse({ method: "POST", url: "http://localhost/", headers: {}, body })
        : undefined
    expect(parsed).toHaveProperty("inbound")
  })
})

it("sees that an edit was refused under the status of a success", () => {
  const { refusal } = channel.extras
  const said = (body: object) => refusal?.({ status: 200, headers: {}, body: JSON.stringify(body) })
  expect(said({ ok: false, error: "cant_update_message" })).toMatchObject({ reason: "rejected", retryable: false })
  expect(said({ ok: true, channel: "D1", ts: "1.2", text: "dos" })).toBeUndefined()
})
