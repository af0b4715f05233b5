import { verifyCheck } from "../../../core/src/channel/signature.ts"
import { channelConformance } from "@escucha/core/testing"
import { existsSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import * as z from "zod"
import { sendgrid } from "../../src/channels/sendgrid.ts"
import { ana, call, signedAt, words } from "./mail-fixtures.ts"
import { byHttp, headers, inboundOf, jsonOf, pdf, plain, rich } from "./provider-requests.ts"
import { config, event, events, form, mail, subject } from "./sendgrid.subject.ts"

describe("sendgrid as a channel", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

const channel = byHttp(sendgrid(config))
const context = { now: signedAt, access: "" }
const come = (webhook: ReturnType<typeof call>) => inboundOf(channel.inbound?.parse(webhook) ?? { inbound: [] })

describe("a mail through SendGrid", () => {
  it("has everything that a mail has", () => {
    expect(jsonOf(channel.request(rich, context))).toEqual({
      personalizations: [{ to: [{ email: ana }], custom_args: { escucha: "m_1" } }],
      from: { email: "hola@shop.example", name: "Tienda" },
      subject: "Tu pedido",
      content: [
        { type: "text/plain", value: plain },
        { type: "text/html", value: rich.content.text },
      ],
      headers,
      attachments: [{ filename: "factura.pdf", type: "application/pdf", content: pdf, disposition: "attachment" }],
    })
  })
})

describe("what SendGrid tells", () => {
  it.each([
    ["delivered", {}, { status: "delivered" }],
    ["bounce", { type: "bounce", status: "5.1.1" }, { status: "failed", error: "bounce 5.1.1", suppress: "bounce" }],
    ["bounce", { type: "blocked", status: "5.7.1" }, { status: "failed", error: "blocked 5.7.1" }],
    ["dropped", { reason: "Bounced Address" }, { error: "dropped: Bounced Address", suppress: "bounce" }],
    ["dropped", { reason: "Unsubscribed Address" }, { status: "failed", error: "dropped: Unsubscribed Address" }],
    ["dropped", { reason: `to <${ana}>` }, { error: "dropped: for another reason" }],
    ["spamreport", {}, { status: "delivered", suppress: "complaint" }],
  ])("%s %o is a receipt of our own id", (kind, change, receipt) => {
    const known = { type: "receipt", address: ana, message: "14c5d75ce93.dfd.64b469", reference: "m_1", at: signedAt }
    const [came] = come(events(event(kind, change)))
    expect(came).toMatchObject({ ...known, ...receipt })
    expect(came?.type === "receipt" && came.suppress).toBe("suppress" in receipt ? receipt.suppress : undefined)
  })

  it("of somebody who unsubscribed, or came back, is their wish", () => {
    const came = come(events(event("unsubscribe"), event("group_unsubscribe"), event("group_resubscribe")))
    expect(came.map((one) => one.type === "wish" && one.wish)).toEqual(["stop", "stop", "start"])
  })

  it("of opened and clicked says nothing of a person, of deferred nothing of an end", () => {
    expect(come(events(...["open", "click", "deferred", "processed"].map((kind) => event(kind))))).toEqual([])
  })

  it("of a mail that came in is that mail, in the letters that it was written in", () => {
    const [came] = come(
      form({ ...mail, text: `${words}\n\nOn Mon, Tienda wrote:\n> hola` }, { name: "a.pdf", body: "%PDF" }),
    )
    expect(came).toMatchObject({
      address: ana,
      name: "Ana Ruiz",
      text: words,
      provider: "<one@mail.example>",
      attachments: [{ kind: "file", name: "a.pdf", type: "application/pdf", size: 4 }],
    })
    const latin = Buffer.from(
      form({ ...mail, charsets: JSON.stringify({ text: "iso-8859-1" }), text: "señor" }).body,
      "latin1",
    )
    const webhook = { ...call("", form(mail).headers), bytes: new Uint8Array(latin) }
    expect(come(webhook)[0]).toMatchObject({ text: "señor" })
  })

  it.each([
    ["{@example.com : pass}", true],
    ["{@other.example : pass, @example.com : pass}", true],
    ["{@other.example : pass}", false],
    ["{@example.com : fail}", false],
    ["none", false],
    ["", false],
  ])("of a mail with DKIM %j is vouched for: %s", (dkim, isVouched) => {
    expect(come(form({ ...mail, dkim }))[0]).toHaveProperty("type", "message")
    expect((come(form({ ...mail, dkim }))[0] as { claimed?: boolean }).claimed !== true).toBe(isVouched) // it is a message
  })

  it("of a mail with two senders is vouched for by nobody", () => {
    const two = `From: Eva <eva@example.com>\n${mail.headers}`
    expect(come(form({ ...mail, headers: two }))[0]).toMatchObject({ claimed: true })
  })
})

const file = resolve(
  process.env["ESCUCHA_DATA"] ?? resolve(import.meta.dirname, "../../../../../shared/data"),
  "messaging/vectors/webhook-vectors.json",
)
const Vector = z.object({
  scheme: z.string(),
  publicKey: z.string(),
  body: z.string(),
  headers: z.record(z.string(), z.string()),
})
describe.skipIf(!existsSync(file))("the vectors of SendGrid (skipped: data not present)", () => {
  it("are believed, and not with one letter changed", async () => {
    const vectors = z
      .array(z.unknown())
      .parse(JSON.parse(readFileSync(file, "utf8")))
      .flatMap((each) => Vector.safeParse(each).data ?? [])
      .filter(({ scheme }) => scheme.startsWith("sendgrid"))
    expect(vectors.length).toBeGreaterThan(0)
    for (const { publicKey, body, headers: given } of vectors) {
      const { inbound } = byHttp(sendgrid({ ...config, webhookKey: publicKey }))
      const lower = Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]))
      const seconds = Number(lower["x-twilio-email-event-webhook-timestamp"])
      const passes = async (text: string) => inbound && verifyCheck(inbound.verify(call(text, lower)), seconds * 1_000)
      expect(await passes(body)).toBe(true)
      expect(await passes(`${body} `)).toBe(false)
    }
  })
})
