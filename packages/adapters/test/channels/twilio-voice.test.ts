import type { Outgoing } from "@escucha/core"
import { channelConformance } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { twilioVoice } from "../../src/channels/twilio-voice.ts"
import { incoming, outgoing, subject, voicemail } from "./twilio-voice.subject.ts"

const channel = twilioVoice(subject.config)
const dialled = twilioVoice({ ...subject.config, dial: "+34911111111" })
if (channel.shape !== "http" || !channel.inbound || dialled.shape !== "http" || !dialled.inbound)
  throw new TypeError("Twilio calls")
const { inbound, request } = channel
const team = dialled.inbound

const twiml = (content: Outgoing["content"]) =>
  new URLSearchParams(
    String(request({ id: "m_1", address: "+34600000001", attempt: 1, content }, { now: 0, access: "" }).body),
  ).get("Twiml")

describe("calls by twilio", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("reads a message out in its language, and lets no text become a command", () => {
    expect(twiml({ text: "Tu pedido <llega> & mañana" })).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response><Say language="es-ES">Tu pedido &lt;llega&gt; &amp; mañana</Say></Response>',
    )
    expect(twiml({ text: "</Say><Dial>+1900</Dial>" })).not.toContain("<Dial>")
  })

  it("offers choices as keys, and hears which was pressed", () => {
    const choices = [
      { value: "yes", label: "Sí" },
      { value: "no", label: "No" },
    ]
    expect(twiml({ text: "¿Llegó?", choices })).toMatch(
      /<Gather .*numDigits="1".*choice-1=yes&amp;choice-2=no.*¿Llegó\? 1: Sí\. 2: No\./,
    )
    expect(inbound.parse(outgoing({ Digits: "2" }, "?step=key&message=m_1&choice-1=yes&choice-2=no"))).toMatchObject({
      inbound: [{ type: "message", text: "2", choice: "no", repliesTo: "CA9" }],
    })
  })

  it("takes a score of two digits under its own keys, and what was said instead of pressed", () => {
    const choices = Array.from({ length: 11 }, (_, score) => ({ value: String(score), label: String(score) }))
    const asked = twiml({ text: "¿Del 0 al 10?", choices })
    expect(asked).toMatch(/numDigits="2" finishOnKey="#".*choice-0=0&amp;.*choice-10=10/)
    expect(asked).toContain(">¿Del 0 al 10?</Say></Gather>")
    const query = "?step=key&message=m_1&choice-0=0&choice-9=9&choice-10=10"
    const heard = (form: { readonly [name: string]: string }) => inbound.parse(outgoing(form, query))
    expect(heard({ Digits: "10" })).toMatchObject({ inbound: [{ text: "10", choice: "10" }] })
    expect(heard({ Digits: "0" })).toMatchObject({ inbound: [{ text: "0", choice: "0" }] })
    expect(heard({ SpeechResult: "un nueve" })).toMatchObject({ inbound: [{ text: "un nueve" }] })
    expect(heard({ Digits: "7" })).not.toHaveProperty("inbound.0.choice")
  })

  it("asks up to three times where nothing is heard, as far as there is room, and ends kindly", () => {
    const choices = [
      { value: "yes", label: "Sí" },
      { value: "no", label: "No" },
    ]
    const times = (text: string) => twiml({ text, choices })?.match(/<Gather /g)?.length
    expect([times("¿Llegó?"), times("¿Llegó? ".repeat(150)), times("¿Llegó? ".repeat(400))]).toEqual([3, 2, 1])
    expect(twiml({ text: "¿Llegó?", choices })).toMatch(/No hemos oído nada\. Hasta luego\.<\/Say><\/Response>$/)
  })

  it("lets whoever calls leave a message, and counts the call as one that nobody took", () => {
    expect(inbound.parse(incoming())).toMatchObject({
      inbound: [{ type: "message", call: { status: "missed" }, address: "+34600000001" }],
      answer: { body: expect.stringContaining("<Record ") },
    })
  })

  it("puts a call through first, where somebody takes calls", () => {
    expect(team.parse(incoming())).toMatchObject({
      inbound: [],
      answer: { body: expect.stringContaining("<Number>+34911111111</Number>") },
    })
    expect(team.parse(incoming({ DialCallStatus: "no-answer" }, "?step=dialled"))).toMatchObject({
      inbound: [{ call: { status: "missed" } }],
      answer: { body: expect.stringContaining("<Record ") },
    })
    expect(
      team.parse(incoming({ DialCallStatus: "completed", DialCallDuration: "61" }, "?step=dialled")),
    ).toMatchObject({
      inbound: [{ call: { status: "answered", duration: 61_000 }, automatic: true }],
    })
  })

  it("brings in what was left, with its length, and later its words", () => {
    expect(inbound.parse(voicemail)).toMatchObject({
      inbound: [
        { call: { status: "voicemail", duration: 12_000 }, attachments: [{ kind: "voice", duration: 12_000 }] },
      ],
    })
    expect(inbound.parse(incoming({ TranscriptionText: "quiero hablar" }, "?step=transcript"))).toMatchObject({
      inbound: [{ type: "edit", message: "CA1:voicemail", text: "quiero hablar" }],
    })
  })

  it.each(["anonymous", "", "+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"])(
    "passes over whoever hides their number (%s), and lets their call go on and end as any other",
    (From) => {
      const bodyOf = (fields: { readonly [name: string]: string }, query: string, by = inbound) => {
        const parsed = by.parse(incoming({ From, ...fields }, query))
        expect(parsed).toMatchObject({ inbound: [] })
        return "inbound" in parsed ? parsed.answer?.body : undefined
      }
      expect(bodyOf({}, "")).toContain("<Record ")
      expect(bodyOf({ RecordingDuration: "12" }, "?step=voicemail")).toMatch(/<Response\/>$/)
      expect(bodyOf({}, "", team)).toContain("<Dial ")
      expect(bodyOf({ DialCallStatus: "no-answer" }, "?step=dialled", team)).toContain("<Record ")
      expect(bodyOf({ DialCallStatus: "completed" }, "?step=dialled", team)).toMatch(/<Response\/>$/)
    },
  )
})
