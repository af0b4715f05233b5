import { longestText, type InboundMessage } from "@escucha/core"
import { existsSync, globSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { type Arrival, incoming } from "../../src/mail/incoming.ts"

const now = Date.UTC(2026, 2, 2, 12)
const headers = [
  "From: Ana Ruiz <ana@example.com>",
  "To: hola@shop.example",
  "Subject: =?utf-8?q?Mi_pedido_n=C2=BA_5?=",
  "Message-ID: <one@example.com>",
  "Date: Mon, 02 Mar 2026 11:59:00 +0000",
]
const mail = (more: readonly string[] = [], body = "Sigue roto.") =>
  Buffer.from([...headers, ...more, "", body, ""].join("\r\n"))
const taken = async (raw: Buffer, arrival: Partial<Arrival> = {}) => {
  const came = await incoming(raw, { sender: "ana@example.com", now, ...arrival })
  if (!("message" in came)) throw new TypeError("it came in as something else")
  return came
}
const read = async (raw: Buffer, sender = "ana@example.com"): Promise<InboundMessage> =>
  (await taken(raw, { sender })).message
/** The names and types of its files. */
const filesIn = async (raw: Buffer) => (await taken(raw)).files.map(({ type, name }) => `${name} ${type}`)

describe("a mail that came in", () => {
  it("says who wrote, what, when and about what", async () => {
    expect(await read(mail())).toEqual({
      type: "message",
      id: expect.stringMatching(/^[\w-]{43}$/),
      provider: "<one@example.com>",
      address: "ana@example.com",
      name: "Ana Ruiz",
      text: "Sigue roto.",
      at: Date.UTC(2026, 2, 2, 11, 59),
      claimed: true,
      metadata: { subject: "Mi pedido nº 5" },
    })
  })

  it("without a Message-ID has an id of its bytes: the same mail, the same id", async () => {
    const raw = Buffer.from(
      mail()
        .toString()
        .replace(/Message-ID.*\r\n/, ""),
    )
    const other = Buffer.from(raw.toString().replace("roto", "rota"))
    expect((await read(raw)).id).toMatch(/^[\w-]{43}$/)
    expect((await read(raw)).id).toBe((await read(raw)).id)
    expect((await read(raw)).id).not.toBe((await read(other)).id)
  })

  it("is not believed about a time in the future or long ago", async () => {
    for (const date of ["Mon, 02 Mar 2027 11:59:00 +0000", "Thu, 01 Jan 1970 00:00:00 +0000", "soon"]) {
      expect(
        (
          await read(
            Buffer.from(
              mail()
                .toString()
                .replace(/Date: .*\r\n/, `Date: ${date}\r\n`),
            ),
          )
        ).at,
      ).toBe(now)
    }
  })

  it("is read from its HTML where it has no text", async () => {
    expect(
      (await read(mail(["Content-Type: text/html; charset=utf-8"], "<p>Sigue <b>roto</b></p><style>p{}</style>"))).text,
    ).toBe("Sigue roto")
  })

  it.each([
    ["Auto-Submitted: auto-replied", true],
    ["Auto-Submitted: no", false],
    ["Precedence: bulk", true],
    ["Precedence: list", true],
    ["Precedence: first-class", false],
    ["List-Id: <x.example.com>", true],
    ["X-Autoreply: yes", true],
    ["Content-Type: multipart/report; boundary=x", true],
    ["X-Other: 1", false],
  ])("with %s was written by a machine: %s", async (header, automatic) => {
    expect((await read(mail([header]))).automatic ?? false).toBe(automatic)
  })

  it("from nobody (a bounce) or from a daemon was written by a machine", async () => {
    expect((await read(mail(), "")).automatic).toBe(true)
    expect(
      (await read(Buffer.from(mail().toString().replace("ana@example.com>", "MAILER-DAEMON@example.com>")))).automatic,
    ).toBe(true)
  })

  it("with nothing but an attachment brings that", async () => {
    const parts = [
      "--b",
      "Content-Type: image/png",
      "Content-Disposition: attachment; filename=../x.png",
      "",
      "x",
      "--b--",
    ].join("\r\n")
    const raw = mail(["Content-Type: multipart/mixed; boundary=b"], parts)
    expect((await read(raw)).text).toBe("")
    expect(await filesIn(raw)).toEqual([".._x.png image/png"])
  })

  const withParts = (...parts: readonly string[]) =>
    mail(["Content-Type: multipart/mixed; boundary=b"], `${parts.map((part) => `--b\r\n${part}\r\n`).join("")}--b--`)
  const words = "Content-Type: text/plain\r\n\r\nAsí llegó"

  it("with a picture beside the words brings both", async () => {
    const picture = "Content-Type: image/jpeg\r\nContent-Disposition: inline; filename=a.jpg\r\n\r\nx"
    expect((await read(withParts(words, picture))).text).toBe("Así llegó")
    expect(await filesIn(withParts(words, picture))).toEqual(["a.jpg image/jpeg"])
  })

  it("does not count the picture of a signature, nor what signs the mail", async () => {
    const signature = "Content-Type: application/pkcs7-signature\r\nContent-Disposition: attachment\r\n\r\nx"
    const related = [
      "--b\r\nContent-Type: text/html\r\n\r\n<p>Hola <img src=cid:logo></p>",
      "--b\r\nContent-Type: image/png\r\nContent-ID: <logo>\r\nContent-Disposition: inline\r\n\r\nx\r\n--b--",
    ].join("\r\n")
    for (const raw of [withParts(words, signature), mail(["Content-Type: multipart/related; boundary=b"], related)])
      expect(await filesIn(raw)).toEqual([])
  })

  it.each(["", "Content-Type: text/plain; charset=utf-8", "Content-Type: text/html"])(
    "is read in the letters that it was written in, not in those that it claims (%j)",
    async (header) => {
      const raw = Buffer.from(
        [...headers, ...(header ? [header] : []), "", "Señor: está roto", ""].join("\r\n"),
        "latin1",
      )
      expect((await read(raw)).text).toBe("Señor: está roto")
    },
  )

  it("tells an address to answer to, and does not take it for the sender", async () => {
    expect(await read(mail(["Reply-To: Eva <eva@example.com>"]))).toMatchObject({
      address: "ana@example.com",
      metadata: { replyTo: "eva@example.com" },
    })
  })

  const results = "Authentication-Results"
  it.each([
    ["mx.shop.example; dmarc=pass (p=reject) header.from=example.com", true],
    ["mx.shop.example 1; spf=fail; dkim=pass header.d=example.com", true],
    ["MX.SHOP.EXAMPLE; dkim=pass header.i=@example.com", true],
    ["mx.shop.example; dmarc=fail header.from=example.com", false],
    ["mx.shop.example; dmarc=pass header.from=other.example", false],
    ["mx.shop.example; dkim=pass header.d=other.example", false],
    ["mx.shop.example; spf=pass smtp.mailfrom=example.com", false],
    ["mx.shop.example; none (dmarc=pass header.from=example.com)", false],
    ['mx.shop.example; dmarc=pass header.from="example.com"', true],
    ['mx.shop.example; spf=pass smtp.mailfrom="a; dmarc=pass header.from=example.com"@evil.example; dmarc=fail', false],
    ['mx.shop.example; spf=pass smtp.mailfrom="a\\"; dmarc=pass header.from=example.com "@evil.example', false],
    ["mx.shop.example; spf=pass (helo=a(b) ; dmarc=pass header.from=example.com ) smtp.helo=evil.example", false],
    ["mx.shop.example; spf=pass (helo=a( ; dmarc=pass header.from=example.com", false],
    ['mx.shop.example; spf=pass smtp.helo="a ; dmarc=pass header.from=example.com', false],
    ["mx.other.example; dmarc=pass header.from=example.com", false],
    ["mx.other.example; x=y; mx.shop.example; dmarc=pass header.from=example.com", false],
    ["dmarc=pass header.from=example.com", false],
  ])("with the result %j is vouched for: %s", async (value, isVouched) => {
    const raw = mail([`${results}: ${value}`])
    const { message } = await taken(raw, { exchanger: "mx.shop.example" })
    expect(message.claimed !== true).toBe(isVouched)
    expect((await read(raw)).claimed).toBe(true)
  })

  it("is judged by what our own exchanger wrote, not by what came with the mail below it", async () => {
    const raw = mail([
      `${results}: mx.shop.example; dmarc=fail header.from=example.com`,
      `${results}: mx.shop.example; dmarc=pass header.from=example.com`,
    ])
    expect((await taken(raw, { exchanger: "mx.shop.example" })).message.claimed).toBe(true)
  })

  it("with two From fields is vouched for by nobody", async () => {
    const raw = mail([`${results}: mx.shop.example; dmarc=pass header.from=example.com`, "From: eva@example.com"])
    expect((await taken(raw, { exchanger: "mx.shop.example" })).message.claimed).toBe(true)
  })

  const report = (type: string, fields: readonly string[], original: string) =>
    mail(
      [`Content-Type: multipart/report; report-type=${type}; boundary=b`],
      [
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry",
        `--b\r\nContent-Type: message/${type}\r\n\r\n${fields.join("\r\n")}\r\n`,
        `--b\r\nContent-Type: message/rfc822\r\n\r\n${original}\r\nSubject: x\r\n\r\nbody`,
        "--b--",
      ].join("\r\n"),
    )
  const ours = "Message-ID: <m_1@shop.example>"
  const returned = (action: string, status = "5.1.1", original = ours, more: readonly string[] = []) =>
    report(
      "delivery-status",
      [
        "Reporting-MTA: dns; mx.example.com",
        ...more,
        "",
        "Final-Recipient: rfc822; eva@example.com",
        `Action: ${action}`,
        `Status: ${status}`,
      ],
      original,
    )
  const told = async (raw: Buffer, sender = "") => {
    const came = await incoming(raw, { sender, now })
    if (!("receipt" in came)) return undefined
    const { type, id, at, ...rest } = came.receipt
    expect([type, id.length > 10, at]).toEqual(["receipt", true, now])
    return rest
  }
  const known = { message: "<m_1@shop.example>", reference: "m_1", address: "eva@example.com", claimed: true }

  it.each([
    ["failed", "5.1.1", { status: "failed", error: "5.1.1", suppress: "bounce" }],
    ["failed", "5.1.10", { status: "failed", error: "5.1.10", suppress: "bounce" }],
    ["failed", "5.2.1", { status: "failed", error: "5.2.1", suppress: "bounce" }],
    // our own address is at fault, their box is full, or our server stands on a list: the mailbox is there
    ["failed", "5.1.8", { status: "failed", error: "5.1.8" }],
    ["failed", "5.2.2", { status: "failed", error: "5.2.2" }],
    ["failed", "5.7.1", { status: "failed", error: "5.7.1" }],
    ["delivered", "2.0.0", { status: "delivered" }],
    ["delayed", "4.4.1", { status: "sent" }],
    ["relayed", "2.0.0", { status: "sent" }],
  ])("that says of a mail of ours that it was %s (%s) is a receipt of it", async (action, status, receipt) => {
    expect(await told(returned(action, status))).toEqual({ ...known, ...receipt })
  })

  it("that says nothing exact quotes the server that knew", async () => {
    const quoted = ["Diagnostic-Code: smtp; 550 5.1.1 <eva@example.com>: no such user"]
    const code = { error: "5.1.1", suppress: "bounce" }
    expect(await told(returned("failed", "5.0.0", ours, quoted))).toEqual({ ...known, status: "failed", ...code })
    expect(await told(returned("failed", "5.0.0"))).toEqual({ ...known, status: "failed", error: "5.0.0" })
  })

  it("that brings nothing of our mail back names it by the id of the envelope", async () => {
    const envelope = ["Original-Envelope-Id: m_1@shop.example"]
    expect(await told(returned("delivered", "2.0.0", "X: y", envelope))).toEqual({ ...known, status: "delivered" })
  })

  it("that says that somebody called ours spam closes the address, though it was delivered", async () => {
    const complaint = (kind: string) =>
      report(
        "feedback-report",
        [`Feedback-Type: ${kind}`, "Version: 1", "Original-Rcpt-To: <eva@example.com>"],
        `${ours}\r\nTo: eva@example.com`,
      )
    expect(await told(complaint("abuse"), "fbl@provider.example")).toEqual({
      ...known,
      status: "delivered",
      suppress: "complaint",
    })
    expect(await told(complaint("not-spam"), "fbl@provider.example")).toBeUndefined()
  })

  const reading = (from: string, disposition = "manual-action/MDN-sent-manually; displayed") =>
    Buffer.from(
      report(
        "disposition-notification",
        [
          "Final-Recipient: rfc822;eva@example.com",
          "Original-Message-ID: <m_1@shop.example>",
          `Disposition: ${disposition}`,
        ],
        ours,
      )
        .toString()
        .replace(/^From: .*$/m, `From: ${from}\r`),
    )

  it("that says that ours was read is believed of the person themselves", async () => {
    expect(await told(reading("eva@example.com"))).toEqual({ ...known, status: "read" })
    expect(await told(reading("Eva <EVA@example.com>"), "eva@example.com")).toEqual({ ...known, status: "read" })
    expect(await told(reading("mallory@example.com"), "mallory@example.com")).toBeUndefined()
    expect(await told(reading("eva@example.com", "automatic-action/MDN-sent-automatically; deleted"))).toBeUndefined()
  })

  it("that only looks like a report is a message of a machine", async () => {
    for (const [raw, sender] of [
      [returned("failed"), "eva@example.com"],
      [returned("vanished"), ""],
      [returned("constructor"), ""],
      [returned("__proto__"), ""],
      [returned("failed", "5.1.1", "Message-ID: none"), ""],
    ] as const)
      expect(await incoming(raw, { sender, now })).toMatchObject({ message: { automatic: true } })
  })

  it("out of a mailbox has its sender in Return-Path", async () => {
    const raw = Buffer.concat([Buffer.from("Return-Path: <>\r\n"), returned("failed")])
    expect(await incoming(raw, { now })).toMatchObject({ receipt: known })
    expect(await incoming(returned("failed"), { now })).toMatchObject({ message: { automatic: true } })
  })

  it("says which mail of ours it answers", async () => {
    expect(await read(mail(["In-Reply-To: <m_1@shop.example>"]))).toMatchObject({ repliesTo: "<m_1@shop.example>" })
  })

  it("of millions of empty lines is read no further than people write", async () => {
    const long = `${"\r\n".repeat(200_000)}${"\r\n> x".repeat(20_000)}\r\nhidden`
    expect((await read(mail(["Content-Type: text/plain; charset=utf-8"], `first${long}`))).text).toBe("first")
    const html = `<p>first</p>${"<br>".repeat(400_000)}hidden`
    expect((await read(mail(["Content-Type: text/html; charset=utf-8"], html))).text).toBe("first")
  })

  it("is cut to the longest text that we take", async () => {
    const { text } = await read(
      mail(["Content-Type: text/plain; charset=utf-8"], "ñ".repeat(400).concat("\r\n").repeat(200)),
    )
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(longestText)
    expect(text.endsWith("…")).toBe(true)
  })

  it.each([
    ["has too many parts", mail(["Content-Type: multipart/mixed; boundary=b"], "--b\r\n\r\nx\r\n".repeat(5_000))],
    [
      "is nested too deep",
      mail(
        ["Content-Type: multipart/mixed; boundary=b0"],
        Array.from(
          { length: 50 },
          (_, depth) => `--b${depth}\r\nContent-Type: multipart/mixed; boundary=b${depth + 1}\r\n`,
        ).join("\r\n"),
      ),
    ],
    ["has endless headers", mail(Array.from({ length: 5_000 }, (_, index) => `X-${index}: ${"x".repeat(50)}`))],
    ["has no sender", Buffer.from("Subject: hola\r\n\r\nhola\r\n")],
  ])("is refused for good when it %s", async (_, raw) => {
    expect(await incoming(raw, { sender: "", now })).toMatchObject({ refused: { code: 554 } })
  })
})

const folder = resolve(
  process.env["ESCUCHA_DATA"] ?? resolve(import.meta.dirname, "../../../../../shared/data"),
  "security/mime",
)
describe.skipIf(!existsSync(folder))("recorded mails (skipped: data not present)", () => {
  it.each(existsSync(folder) ? globSync("**/*.eml", { cwd: folder }) : [])(
    "%s comes in or is refused, and nothing throws",
    async (file) => {
      const came = await incoming(readFileSync(resolve(folder, file)), { sender: "someone@example.com", now })
      const { address } =
        "refused" in came
          ? { address: `${came.refused.code}@refused` }
          : "message" in came
            ? came.message
            : came.receipt
      expect(address).toMatch(/^(?:554@refused|[^\s@]+@[^\s@]+)$/)
    },
  )
})
