import type { Outgoing, Payload } from "@escucha/core"
import { channelConformance } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { discord } from "../../src/channels/discord.ts"
import { snowflakeTime } from "../../src/discord/interaction.ts"
import { interaction, message, subject } from "./discord.subject.ts"

const channel = discord(subject.config)
if (channel.shape !== "http" || !channel.inbound || !channel.poll) throw new TypeError("Discord is called and asked")
const { inbound, poll, receipt, request } = channel
const context = { now: 0, access: "" }

const call = (content: Payload, more: Partial<Outgoing> = {}) =>
  request({ id: "m_1", address: "900800700600500400", attempt: 1, ...more, content }, context)
const bodyOf = (content: Payload, more: Partial<Outgoing> = {}) => JSON.parse(String(call(content, more).body))

describe("discord", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("has for each message a nonce of its own, the same at every attempt, and asks that it be enforced", () => {
    const nonce = (id: string, attempt: number) => bodyOf({ text: "hola" }, { id, attempt }).nonce
    expect(nonce("m_1", 1)).toHaveLength(25)
    expect(nonce("m_1", 2)).toBe(nonce("m_1", 1))
    expect(nonce("m_2", 1)).not.toBe(nonce("m_1", 1))
    expect(bodyOf({ text: "hola" }).enforce_nonce).toBe(true)
  })

  it("calls nobody by name, whatever the text says", () => {
    expect(bodyOf({ text: "@everyone" }).allowed_mentions).toEqual({ parse: [] })
  })

  it("answers under the message where it was asked", () => {
    const there = { inReplyTo: "700700700700700700:1457000000000000009", public: { post: "700700700700700700" } }
    expect(call({ text: "sí" }, there).url).toMatch(/\/channels\/700700700700700700\/messages$/)
    expect(bodyOf({ text: "sí" }, there).message_reference).toMatchObject({ message_id: "1457000000000000009" })
  })

  it("hears what was tapped, as its label and its value", async () => {
    const components = [{ type: 1, components: [{ type: 2, custom_id: "yes", label: "Sí" }] }]
    const tap = {
      type: 3,
      data: { custom_id: "yes", component_type: 2 },
      message: { id: "1457000000000000005", components },
    }
    expect(inbound.parse(await interaction(tap))).toMatchObject({
      inbound: [{ text: "Sí", choice: "yes", repliesTo: "900800700600500400:1457000000000000005" }],
      answer: { body: '{"type":6}' },
    })
  })

  it("asks for what was said since, and passes over machines and itself", () => {
    const bot = { ...message, id: "1457000000000000010", author: { id: "7", bot: true } }
    const read = poll.read({ status: 200, headers: {}, body: JSON.stringify([bot, message]) })
    expect(read).toMatchObject({ inbound: [{ id: message.id, public: {} }], cursor: bot.id })
    expect(poll.request("1457000000000000010", context).url).toContain("after=1457000000000000010")
  })

  it.each([10003, 10013, 50007])("gives a person up who takes no messages (%i)", (code) => {
    expect(receipt({ status: 403, headers: {}, body: JSON.stringify({ code, message: "no" }) })).toMatchObject({
      error: { reason: "invalid-recipient", sent: "no" },
    })
  })

  it("knows when an id was made", () => {
    // https://docs.discord.com/developers/reference#snowflakes
    expect(snowflakeTime("175928847299117063")).toBe(1_462_015_105_796)
    expect(snowflakeTime("hello")).toBeUndefined()
  })
})
