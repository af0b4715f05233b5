import type { Outgoing, Payload } from "@escucha/core"
import { channelConformance } from "@escucha/core/testing"
import { existsSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { whatsapp } from "../../src/channels/whatsapp.ts"
import { readWhatsApp } from "../../src/meta/whatsapp-webhook.ts"
import { messages, subject } from "./whatsapp.subject.ts"

const channel = whatsapp(subject.config)
if (channel.shape !== "http" || !channel.inbound) throw new TypeError("WhatsApp talks HTTP both ways")
const { inbound, request } = channel

const bodyOf = (content: Payload, more: Partial<Outgoing> = {}) =>
  JSON.parse(
    String(request({ id: "m_1", address: "34600000001", attempt: 1, ...more, content }, { now: 0, access: "" }).body),
  )
const first = async (message: object) => {
  const parsed = inbound.parse(await messages(message))
  return "inbound" in parsed ? parsed.inbound[0] : undefined
}

describe("whatsapp", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("shows three short answers as buttons and more of them as a list", () => {
    const choices = ["Sí", "No", "Más tarde", "Nunca"].map((label) => ({ value: label, label }))
    expect(bodyOf({ text: "¿Llamamos?", choices: choices.slice(0, 3) }).interactive).toMatchObject({
      type: "button",
      action: { buttons: [{ reply: { id: "Sí", title: "Sí" } }, {}, {}] },
    })
    expect(bodyOf({ text: "¿Llamamos?", choices }).interactive).toMatchObject({
      type: "list",
      action: { sections: [{ rows: [{ id: "Sí", title: "Sí" }, {}, {}, {}] }] },
    })
  })

  it("sends an approved template with the values of its places", () => {
    expect(
      bodyOf({ text: "", template: { name: "order_news", language: "es-ES", values: { "1": "Ana" } } }),
    ).toMatchObject({
      type: "template",
      template: {
        name: "order_news",
        language: { code: "es_ES" },
        components: [{ type: "body", parameters: [{ type: "text", text: "Ana" }] }],
      },
    })
  })

  it("writes to whoever gave no number by the id that Meta gives them", () => {
    const body = bodyOf({ text: "hola" }, { address: "ES.1047385771169864" })
    expect(body).toMatchObject({ recipient: "ES.1047385771169864" })
    expect(body).not.toHaveProperty("to")
  })

  it("gives our own id of the message back in its receipts", () => {
    expect(bodyOf({ text: "hola" })).toMatchObject({ biz_opaque_callback_data: "m_1" })
  })

  it("hears what was tapped, with the value behind it", async () => {
    const tapped = {
      type: "interactive",
      interactive: { type: "button_reply", button_reply: { id: "yes", title: "Sí" } },
    }
    expect(await first(tapped)).toMatchObject({ type: "message", text: "Sí", choice: "yes" })
  })

  it("hears a voice note as one, by a reference that only this channel can resolve", async () => {
    const voice = { type: "audio", audio: { id: "4050", mime_type: "audio/ogg; codecs=opus", voice: true } }
    expect(await first(voice)).toMatchObject({
      attachments: [{ kind: "voice", url: "provider:4050", type: "audio/ogg" }],
    })
  })

  it("knows that the number of whoever writes is theirs", async () => {
    expect(await first({ type: "text", text: { body: "hola" } })).toMatchObject({ also: ["tel:+34600000001"] })
  })
})

const folder = resolve(
  process.env["ESCUCHA_DATA"] ?? resolve(import.meta.dirname, "../../../../../shared/data"),
  "messaging/webhooks",
)
const file = (name: string) => resolve(folder, name)
const isThere = existsSync(file("whatsapp-official-examples.json"))

describe.skipIf(!isThere)("recorded webhooks of WhatsApp (skipped: data not present)", () => {
  const examples: { readonly [name: string]: object } = isThere
    ? JSON.parse(readFileSync(file("whatsapp-official-examples.json"), "utf8"))
    : {}

  const countIn = (example: object): number => {
    const body = JSON.stringify(example)
    const [, phoneNumberId = ""] = /"phone_number_id":"(\d+)"/.exec(body) ?? []
    const parsed = readWhatsApp(body, { phoneNumberId })
    return "inbound" in parsed ? parsed.inbound.length : -1
  }
  const isOfGroup = ([name]: readonly [string, object]) => name.startsWith("Group")

  it.each(Object.entries(examples).filter((one) => !isOfGroup(one)))("%s brings something in", (_, example) => {
    expect(countIn(example)).toBeGreaterThan(0)
  })

  it.each(Object.entries(examples).filter(isOfGroup))("%s is said by nobody, and brings nothing", (_, example) => {
    expect(countIn(example)).toBe(0)
  })

  it("hear somebody who is known by a name alone, and the receipts of our answer", () => {
    const { message, status } = JSON.parse(readFileSync(file("whatsapp-bsuid-username-only.json"), "utf8"))
    const account = { phoneNumberId: "business-phone-id" }
    expect(readWhatsApp(JSON.stringify(message), account)).toMatchObject({
      inbound: [{ type: "message", address: "CO.1047385771169864", text: "Hello" }],
    })
    const value = { ...message.entry[0].changes[0].value, messages: [], ...status }
    const body = JSON.stringify({ ...message, entry: [{ changes: [{ field: "messages", value }] }] })
    expect(readWhatsApp(body, account)).toMatchObject({
      inbound: [{ type: "receipt", address: "CO.1047385771169864", status: "delivered" }],
    })
  })
})
