import { channelConformance } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { postmark } from "../../src/channels/postmark.ts"
import { ana, answer, signedAt, words } from "./mail-fixtures.ts"
import { bounce, config, delivery, mail, subject, webhook } from "./postmark.subject.ts"
import { byHttp, headers, inboundOf, jsonOf, message, pdf, plain, rich } from "./provider-requests.ts"

describe("postmark as a channel", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

const channel = byHttp(postmark(config))
const context = { now: signedAt, access: "" }
const read = (body: object) => channel.inbound?.parse(webhook(body)) ?? { inbound: [] }
const come = (body: object) => inboundOf(read(body))[0]

describe("a mail through Postmark", () => {
  it("has everything that a mail has", () => {
    expect(jsonOf(channel.request(rich, context))).toEqual({
      From: '"Tienda" <hola@shop.example>',
      To: ana,
      Subject: "Tu pedido",
      TextBody: plain,
      HtmlBody: rich.content.text,
      Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
      Attachments: [{ Name: "factura.pdf", ContentType: "application/pdf", Content: pdf }],
      MessageStream: "outbound",
      Metadata: { escucha: "m_1" },
    })
  })

  it("goes to one person, or to nobody: Postmark takes fifty addresses in one field", () => {
    const { To } = jsonOf(channel.request(message({ address: `${ana},eva@example.com` }), context)) as { To: string } // its own field
    expect(To).toBe("invalid")
  })

  it("to an address that Postmark closed is no question of trying again", () => {
    expect(channel.receipt(answer(422, { ErrorCode: 406, Message: `${ana} is inactive` }))).toMatchObject({
      error: { reason: "invalid-recipient", retryable: false, sent: "no", cause: 406 },
    })
  })
})

describe("what Postmark tells", () => {
  const known = { type: "receipt", address: ana, message: "883953f4-6105-42a2-a16a-77a8eac79483" }
  it.each([
    [delivery, { status: "delivered" }],
    [
      { ...delivery, Metadata: { escucha: "m_1" } },
      { status: "delivered", reference: "m_1" },
    ],
    [bounce(), { status: "failed", error: "HardBounce", suppress: "bounce" }],
    [bounce({ Type: "SpamComplaint", RecordType: "SpamComplaint" }), { status: "delivered", suppress: "complaint" }],
  ])("%o is a receipt", (body, receipt) => {
    expect(come(body)).toMatchObject({ ...known, ...receipt })
  })

  it("of a bounce after which the address stays open closes nothing", () => {
    expect(come(bounce({ Type: "SoftBounce", Inactive: false }))).not.toHaveProperty("suppress")
  })

  it.each([
    bounce({ Type: "AutoResponder" }),
    bounce({ Type: "Transient" }),
    { RecordType: "Open", MessageID: "x", Recipient: ana, ReceivedAt: "2026-01-01T00:00:00Z" },
    { RecordType: "Click", MessageID: "x", Recipient: ana },
  ])("%o says nothing of a person or of an end", (body) => {
    expect(come(body)).toBeUndefined()
  })

  const change = {
    RecordType: "SubscriptionChange",
    MessageID: null,
    Recipient: ana,
    ChangedAt: "2026-01-01T00:00:00Z",
  }
  it.each([
    [{ Origin: "Recipient", SuppressSending: true, SuppressionReason: "ManualSuppression" }, "stop"],
    [{ Origin: "Recipient", SuppressSending: false, SuppressionReason: null }, "start"],
    [{ Origin: "Admin", SuppressSending: false, SuppressionReason: null }, undefined],
    [{ Origin: "Customer", SuppressSending: true, SuppressionReason: "ManualSuppression" }, undefined],
    [{ Origin: "Recipient", SuppressSending: true, SuppressionReason: "HardBounce" }, undefined],
  ])("of a change of subscription by %o is the person's wish: %s", (by, wish) => {
    const came = come({ ...change, ...by })
    expect(came?.type === "wish" ? came.wish : undefined).toBe(wish)
  })

  it("of a mail that came in is that mail, with its files and without the pictures of its signature", () => {
    const body = mail({
      Headers: [
        { Name: "Message-ID", Value: "<one@mail.example>" },
        { Name: "In-Reply-To", Value: "<883953f4-6105-42a2-a16a-77a8eac79483@mtasv.net>" },
        { Name: "X-Spam-Tests", Value: "DKIM_VALID_AU,SPF_PASS" },
      ],
      Attachments: [
        { Name: "así.png", Content: pdf, ContentType: "image/png", ContentLength: 4 },
        { Name: "logo.png", Content: pdf, ContentType: "image/png", ContentID: "logo" },
        { Name: "x", Content: "%%%", ContentType: "image/png" },
      ],
    })
    const url = "provider:22c74902-a0c1-4511-804f-341342852c90/0"
    expect(read(body)).toEqual({
      inbound: [
        {
          type: "message",
          id: "22c74902-a0c1-4511-804f-341342852c90",
          provider: "<one@mail.example>",
          address: ana,
          name: "Ana Ruiz",
          text: words,
          repliesTo: "883953f4-6105-42a2-a16a-77a8eac79483",
          attachments: [{ kind: "image", url, type: "image/png", name: "así.png", size: 4 }],
          claimed: true,
          metadata: { subject: "Mi pedido", repliesTo: "883953f4-6105-42a2-a16a-77a8eac79483" },
        },
      ],
      files: { [url]: { bytes: new TextEncoder().encode("%PDF"), type: "image/png", name: "así.png" } },
    })
  })

  it("of a mail that a machine wrote says so", () => {
    expect(come(mail({ Headers: [{ Name: "Auto-Submitted", Value: "auto-replied" }] }))).toMatchObject({
      automatic: true,
    })
  })
})
