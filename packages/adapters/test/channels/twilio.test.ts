import type { Outgoing, Payload } from "@escucha/core"
import { channelConformance } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { verifyCheck } from "../../../core/src/channel/signature.ts"
import { twilio } from "../../src/channels/twilio.ts"
import { twilioWhatsApp } from "../../src/channels/twilio-whatsapp.ts"
import { incoming, signedForm, status, subject } from "./twilio.subject.ts"
import { subject as ofWhatsApp } from "./twilio-whatsapp.subject.ts"

const channel = twilio(subject.config)
const whatsapp = twilioWhatsApp(ofWhatsApp.config)
if (channel.shape !== "http" || !channel.inbound || whatsapp.shape !== "http") throw new TypeError("Twilio talks HTTP")
const { inbound, request, receipt } = channel
const context = { now: 0, access: "" }
const outgoing = (content: Payload, address: string): Outgoing => ({ id: "m_1", address, attempt: 1, content })
const form = (content: Payload) =>
  Object.fromEntries(new URLSearchParams(String(request(outgoing(content, "+34600000001"), context).body)))

describe("twilio", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("asks to be told what became of a message, under our own id of it", () => {
    expect(form({ text: "hola" })).toMatchObject({
      From: "+34910000000",
      StatusCallback: "https://shop.example/hooks/sms?message=m_1",
    })
    expect(inbound.parse(status("delivered"))).toMatchObject({ inbound: [{ type: "receipt", reference: "m_1" }] })
  })

  it("is believed at an address with a query of its own, with the whole of it and nothing else", async () => {
    const { webhookUrl } = subject.config
    const own = twilio({ ...subject.config, webhookUrl: `${webhookUrl}?shop=1` })
    if (own.shape !== "http" || !own.inbound) throw new TypeError("Twilio talks HTTP")
    const { verify } = own.inbound
    const told = signedForm(subject.config, { MessageSid: "SM9" }, "?shop=1&message=m_1")
    expect(await verifyCheck(verify(told), 0)).toBe(true)
    for (const query of ["", "?shop=1", "?shop=1&message=m_2", "?message=m_1"])
      expect(await verifyCheck(verify({ ...told, url: `http://127.0.0.1:3000/hooks/sms${query}` }), 0)).toBe(false)
  })

  it("is not kept busy by a form of very many fields, which anybody may send", async () => {
    const fields = Object.fromEntries(Array.from({ length: 100_000 }, (_, place) => [`f${place}`, "1"]))
    const { headers, ...told } = signedForm(subject.config, { MessageSid: "SM9" })
    const body = new URLSearchParams(fields).toString()
    expect(await verifyCheck(inbound.verify({ ...told, headers, body }), 0)).toBe(false)
  })

  it("sends by a messaging service, where one is named", () => {
    const { from: _, ...rest } = subject.config
    const pool = twilio({ ...rest, messagingServiceSid: `MG${"3".repeat(32)}` })
    if (pool.shape !== "http") throw new TypeError("Twilio talks HTTP")
    const body = String(pool.request(outgoing({ text: "hola" }, "+34600000001"), context).body)
    expect(body).toContain(`MessagingServiceSid=MG${"3".repeat(32)}`)
    expect(body).not.toContain("From=")
  })

  it("answers a message with silence: what we say goes out as a message of its own", () => {
    expect(inbound.parse(incoming({ Body: "hola" }))).toMatchObject({
      answer: { body: expect.stringContaining("<Response/>") },
    })
  })

  it("gives a number up that takes nothing any more", () => {
    expect(inbound.parse(status("undelivered", { ErrorCode: "30005" }))).toMatchObject({
      inbound: [{ status: "failed", error: "30005", suppress: "bounce" }],
    })
  })

  it.each([
    [21211, "invalid-recipient"],
    [21614, "invalid-recipient"],
    [20003, "auth"],
    [21617, "rejected"],
  ])("reads error %i as %s", (code, reason) => {
    expect(receipt({ status: 400, headers: {}, body: JSON.stringify({ code }) })).toMatchObject({
      error: { reason, sent: "no" },
    })
  })
})

describe("whatsapp by twilio", () => {
  it.each(channelConformance(ofWhatsApp))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("sends an approved template by its id, with its values", () => {
    const template = { name: "HX1", language: "es", values: { "1": "Ana" } }
    const body = new URLSearchParams(
      String(whatsapp.request(outgoing({ text: "", template }, "34600000001"), context).body),
    )
    expect(body.get("To")).toBe("whatsapp:+34600000001")
    expect(body.get("ContentSid")).toBe("HX1")
    expect(JSON.parse(body.get("ContentVariables") ?? "")).toEqual({ "1": "Ana" })
    expect(body.has("Body")).toBe(false)
  })
})
