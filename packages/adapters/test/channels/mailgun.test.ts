import { channelConformance } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { mailgun } from "../../src/channels/mailgun.ts"
import { ana, call, signedAt, words } from "./mail-fixtures.ts"
import { config, event, mail, signature, subject } from "./mailgun.subject.ts"
import { byHttp, headers, inboundOf, plain, rich } from "./provider-requests.ts"

describe("mailgun as a channel", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

const channel = byHttp(mailgun(config))
const context = { now: signedAt, access: "" }
const come = (webhook: ReturnType<typeof call>) => inboundOf(channel.inbound?.parse(webhook) ?? { inbound: [] })[0]

describe("a mail through Mailgun", () => {
  it("has everything that a mail has", () => {
    const { form = [], url } = channel.request(rich, context)
    expect(url).toBe("https://api.mailgun.net/v3/mg.shop.example/messages")
    const fields = Object.fromEntries(form.flatMap(({ name, value, filename }) => (filename ? [] : [[name, value]])))
    expect(fields).toEqual({
      from: '"Tienda" <hola@mg.shop.example>',
      to: ana,
      subject: "Tu pedido",
      text: plain,
      html: rich.content.text,
      "v:escucha": "m_1",
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [`h:${name}`, value])),
    })
    const bytes = new TextEncoder().encode("%PDF")
    expect(form.filter(({ filename }) => filename)).toEqual([
      { name: "attachment", value: bytes, filename: "factura.pdf", type: "application/pdf" },
    ])
  })

  it("is looked for among what was taken since, by our own id", () => {
    const request = channel.extras.find?.request({ id: "m_1", address: ana, since: signedAt }, context)
    expect(request?.url).toBe(
      `https://api.mailgun.net/v3/mg.shop.example/events?event=accepted&recipient=ana%40example.com&begin=${signedAt / 1_000}&ascending=yes&limit=100`,
    )
  })
})

describe("what Mailgun tells", () => {
  const code = { "delivery-status": { code: 550 } }
  it.each([
    ["delivered", {}, { status: "delivered" }],
    ["failed", { severity: "permanent", reason: "bounce", ...code }, { error: "bounce 550", suppress: "bounce" }],
    ["failed", { severity: "permanent", reason: "suppress-complaint" }, { status: "failed", suppress: "complaint" }],
    ["complained", {}, { status: "delivered", suppress: "complaint" }],
  ])("%s %o is a receipt of our own id", (kind, change, receipt) => {
    const known = { type: "receipt", address: ana, message: "20260101.1@mg.shop.example", reference: "m_1" }
    expect(come(event(kind, change))).toMatchObject({ ...known, at: signedAt + 250, ...receipt })
  })

  it("of a mailbox that is there closes nothing", () => {
    expect(come(event("failed", { severity: "permanent", reason: "generic" }))).not.toHaveProperty("suppress")
  })

  it.each([
    ["failed", { severity: "temporary", reason: "bounce" }],
    ["opened", {}],
    ["clicked", {}],
    ["accepted", {}],
  ])("%s %o says nothing of a person or of an end", (kind, change) => {
    expect(come(event(kind, change))).toBeUndefined()
  })

  it("under a token that was told before is the same thing again, whatever it says: Mailgun signs nothing else", () => {
    const token = "x".repeat(50)
    const [one, other] = [come(event("delivered", {}, token)), come(mail({}, token))]
    expect([one?.id, other?.id]).toEqual([token, token])
  })

  it("of a mail that came in with files is that mail", () => {
    const fields = {
      ...signature("t".repeat(50)),
      sender: ana,
      "body-plain": `${words}\n\n> ¿Algo más?`,
      "message-headers": JSON.stringify([
        ["From", `=?utf-8?q?Ana_Ru=C3=ADz?= <${ana}>`],
        ["In-Reply-To", "<20260101.1@mg.shop.example>"],
      ]),
      "content-id-map": JSON.stringify({ "<logo>": "attachment-2" }),
    }
    const parts = Object.entries(fields).map(
      ([name, value]) => `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`,
    )
    const files = [1, 2].map(
      (index) =>
        `Content-Disposition: form-data; name="attachment-${index}"; filename="f${index}.png"\r\nContent-Type: image/png\r\n\r\nPNG`,
    )
    const body = `${[...parts, ...files].map((part) => `--b\r\n${part}\r\n`).join("")}--b--`
    expect(come(call(body, { "content-type": "multipart/form-data; boundary=b" }))).toMatchObject({
      id: "t".repeat(50),
      address: ana,
      name: "Ana Ruíz",
      text: words,
      repliesTo: "20260101.1@mg.shop.example",
      attachments: [{ kind: "image", name: "f1.png", type: "image/png", size: 3 }],
      claimed: true,
    })
  })
})
