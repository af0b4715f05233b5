import type { Outgoing, Payload } from "@escucha/core"
import { channelConformance } from "@escucha/core/testing"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { slack } from "../../src/channels/slack.ts"
import { plainOf } from "../../src/slack/message.ts"
import { type event, form, subject } from "./slack.subject.ts"

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
