import type { WebhookRequest } from "@escucha/core"
import { channelConformance, createTestEscucha } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { form } from "../../src/channels/form.ts"
import { sandbox } from "../../src/channels/sandbox.ts"
import { filled, subject } from "./form.subject.ts"

const noon = Date.UTC(2026, 2, 2, 12)
const ana = "ana@example.com"
const asked = { email: ana, message: "¿Abrís los domingos?" }

const aHouse = () => {
  const mail = sandbox({ scheme: "email" })
  const sms = sandbox({ scheme: "tel" })
  const escucha = createTestEscucha({ channels: { form: form(subject.config), mail, sms }, report: () => {} })
  const hears = async (body: object, id = "f_1") => {
    const { body: text, ...webhook } = await filled(body, id, noon)
    const { status } = await escucha.handle({ ...webhook, body: new TextEncoder().encode(text) })
    await escucha.settled()
    return status
  }
  return { escucha, mail, sms, hears, [Symbol.asyncDispose]: () => escucha.close() }
}

const parsed = (webhook: WebhookRequest) => {
  const channel = form(subject.config)
  const found = channel.shape === "http" ? channel.inbound?.parse(webhook) : undefined
  return found && "problem" in found ? found.problem.field : found && "inbound" in found ? found.inbound[0] : found
}

describe("form", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("starts a clock, and is answered by mail where a mail address was given", async () => {
    await using house = aHouse()
    expect(await house.hears(asked)).toBe(200)
    expect((await house.escucha.conversations.unanswered()).items).toHaveLength(1)
    const answer = await house.escucha.messages.reply(`email:${ana}`, { text: "Sí, de 10 a 14." })
    expect((await answer.settled()).status).toBe("sent")
    expect(house.mail.sent.map(({ address, content }) => [address, content.text])).toEqual([[ana, "Sí, de 10 a 14."]])
    expect((await house.escucha.conversations.unanswered()).items).toEqual([])
  })

  it("is answered by phone where only a number was given, however it was written", async () => {
    await using house = aHouse()
    await house.hears({ phone: "+34 (600) 000-001", message: "Llamadme" })
    const answer = await house.escucha.messages.reply("tel:+34600000001", { text: "Enseguida" })
    expect((await answer.settled()).status).toBe("sent")
    expect(house.sms.sent.map(({ address }) => address)).toEqual(["+34600000001"])
    expect(house.mail.sent).toEqual([])
  })

  it("says that nobody can be answered where no channel reaches the address", async () => {
    const escucha = createTestEscucha({ channels: { form: form(subject.config) } })
    const { body, ...webhook } = await filled(asked, "f_1", noon)
    await escucha.handle({ ...webhook, body: new TextEncoder().encode(body) })
    const answer = await escucha.messages.reply(`email:${ana}`, { text: "Sí" })
    expect(await answer.settled()).toMatchObject({ status: "withheld", because: "no-address" })
    await escucha.close()
  })

  it("is taken once, however often it is handed on", async () => {
    await using house = aHouse()
    for (let time = 0; time < 3; time += 1) expect(await house.hears(asked)).toBe(200)
    expect((await house.escucha.conversations.unanswered()).items).toHaveLength(1)
    const { items } = await house.escucha.customers.timeline(`email:${ana}`)
    expect(items.filter(({ kind }) => kind === "message-received")).toHaveLength(1)
  })

  it("joins nobody to the number that somebody wrote into it", async () => {
    await using house = aHouse()
    await house.hears({ ...asked, phone: "+34600000009" })
    expect(await house.escucha.customers.get("tel:+34600000009")).toBeUndefined()
    expect(await parsed(await filled({ ...asked, phone: "+34600000009" }))).toMatchObject({
      claimed: true,
      metadata: { phone: "+34600000009" },
    })
  })

  it("stops what we start by mail, when somebody writes BAJA into it", async () => {
    await using house = aHouse()
    const send = async () =>
      (await (await house.escucha.messages.send(`email:${ana}`, { text: "novedades" }, { via: "mail" })).settled())
        .status
    await house.hears(asked)
    expect(await send()).toBe("sent")
    await house.hears({ email: ana, message: "BAJA" }, "f_2")
    expect(await send()).toBe("withheld")
  })

  it("keeps what else was filled in, within limits", async () => {
    const fields = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`field-${index}`, "x".repeat(5_000)]))
    const message = await parsed(await filled({ ...asked, name: "Ana", page: "https://shop.example/", fields }))
    expect(message).toMatchObject({ name: "Ana", metadata: { page: "https://shop.example/", email: ana } })
    expect(JSON.stringify(message).length).toBeLessThan(25_000)
  })

  it.each([
    ["email", { email: "ana at example", message: "hola" }],
    ["email", { phone: "600000001", message: "hola" }],
    ["email", { email: "a@example.com,b@example.com", message: "hola" }],
    ["message", { email: ana, message: " " }],
    ["message", { email: ana, message: "ñ".repeat(40_000) }],
    ["at", { ...asked, at: "ayer" }],
  ])("refuses a form whose %s is wrong, by its name", async (field, body) => {
    expect(parsed(await filled(body))).toBe(field)
  })
})
