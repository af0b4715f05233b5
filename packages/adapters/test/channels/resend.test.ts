import { channelConformance } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { resend } from "../../src/channels/resend.ts"
import { ana, answer, signedAt, words } from "./mail-fixtures.ts"
import { byHttp, headers, inboundOf, jsonOf, message, pdf, plain, rich } from "./provider-requests.ts"
import { config, event, mail, subject } from "./resend.subject.ts"

describe("resend as a channel", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

const channel = byHttp(resend(config))
const context = { now: signedAt, access: "" }
const come = async (type: string, data: object = {}) => {
  const [first] = inboundOf(channel.inbound?.parse(await event(type, data)) ?? { inbound: [] })
  return first
}

describe("a mail through Resend", () => {
  it("has everything that a mail has", () => {
    const request = channel.request(rich, context)
    expect(request.headers["idempotency-key"]).toBe("m_1")
    expect(jsonOf(request)).toEqual({
      from: '"Tienda" <hola@shop.example>',
      to: [ana],
      subject: "Tu pedido",
      text: plain,
      html: rich.content.text,
      headers,
      tags: [{ name: "escucha", value: "m_1" }],
      attachments: [{ filename: "factura.pdf", content_type: "application/pdf", content: pdf }],
    })
  })

  it("goes to one person, or to nobody", () => {
    for (const address of ["ana@example.com,eva@example.com", "Ana <ana@example.com>", "a b@example.com", ""])
      expect(jsonOf(channel.request(message({ address }), context))).toMatchObject({ to: ["invalid"] })
  })

  it("is refused under the key of another mail, and nobody knows of one whose first call is under way", () => {
    const conflict = (name: string) => channel.receipt(answer(409, { statusCode: 409, name, message: "x" }))
    expect(conflict("invalid_idempotent_request")).toMatchObject({ error: { reason: "rejected", sent: "no" } })
    expect(conflict("concurrent_idempotent_requests")).toMatchObject({ error: { retryable: true, sent: "unknown" } })
  })
})

describe("what Resend tells", () => {
  const bounce = (type: string) => ({ bounce: { type, subType: "General", message: "x", diagnosticCode: [] } })
  it.each([
    ["email.delivered", {}, { status: "delivered" }],
    ["email.bounced", bounce("Permanent"), { status: "failed", error: "Permanent General", suppress: "bounce" }],
    ["email.bounced", bounce("Transient"), { status: "failed", error: "Transient General" }],
    ["email.complained", {}, { status: "delivered", suppress: "complaint" }],
    [
      "email.suppressed",
      { suppressed: { reason: "previous_bounce" } },
      { error: "previous_bounce", suppress: "bounce" },
    ],
    ["email.failed", { failed: { reason: "reached_daily_quota" } }, { status: "failed", error: "reached_daily_quota" }],
  ])("%s %o is a receipt", async (type, data, receipt) => {
    const about = { type: "receipt", id: `msg_${type}`, address: ana, message: "56761188-7520-42d8-8898-ff6fc54ce618" }
    expect(await come(type, { ...data, tags: { escucha: "m_1" } })).toMatchObject({
      ...about,
      reference: "m_1",
      ...receipt,
    })
  })

  it.each(["email.opened", "email.clicked", "email.delivery_delayed", "email.sent", "domain.created"])(
    "%s says nothing of a person",
    async (type) => {
      expect(await come(type)).toBeUndefined()
    },
  )

  it("of an address that unsubscribed closes it", async () => {
    const wish = { type: "wish", wish: "stop", address: ana, by: "list-unsubscribe" }
    expect(await come("contact.updated", { email: ana, unsubscribed: true })).toMatchObject(wish)
    expect(await come("contact.updated", { email: ana, unsubscribed: false })).toBeUndefined()
  })

  const fetchOf = async (change: object, status = 200) => {
    const parsed = channel.inbound?.parse(await event("email.received"))
    const [ask] = (parsed && "asks" in parsed && parsed.asks) || []
    return { request: ask?.request, found: ask?.read(answer(status, mail(change))) }
  }

  it("of a mail that came in is fetched with our key", async () => {
    const { request, found } = await fetchOf({ headers: { "In-Reply-To": "<two@resend.example>" } })
    expect(request).toEqual({
      method: "GET",
      url: "https://api.resend.com/emails/receiving/56761188-7520-42d8-8898-ff6fc54ce618",
      headers: { authorization: `Bearer ${config.apiKey}` },
    })
    expect(found).toMatchObject({
      inbound: [
        {
          id: "msg_email.received",
          address: ana,
          name: "Ana Ruiz",
          text: words,
          provider: "<one@mail.example>",
          repliesTo: "<two@resend.example>",
          claimed: true,
          metadata: { subject: "Mi pedido" },
        },
      ],
    })
  })

  it("of a mail that cannot be fetched comes again", async () => {
    for (const status of [500, 401, 429]) expect((await fetchOf({}, status)).found).toHaveProperty("error")
    expect((await fetchOf({ from: "nobody" })).found).toMatchObject({ error: { retryable: true } })
  })

  it("of a file leads to it, and gives our key to nobody but Resend", () => {
    const { media } = channel.extras
    const located = answer(200, { download_url: "https://inbound-cdn.resend.com/a.pdf?signature=x" })
    expect(media?.locate("mail-1/file-1", context)?.url).toBe(
      "https://api.resend.com/emails/receiving/mail-1/attachments/file-1",
    )
    expect(media?.download("mail-1/file-1", located, context)).toEqual({
      method: "GET",
      url: "https://inbound-cdn.resend.com/a.pdf?signature=x",
      headers: {},
    })
    expect(media?.download("mail-1/file-1", answer(404, {}), context)).toBeUndefined()
  })
})
