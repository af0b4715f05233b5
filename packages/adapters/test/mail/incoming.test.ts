import { longestText, type InboundMessage } from "@escucha/core"
import { existsSync, globSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { incoming } from "../../src/mail/incoming.ts"

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
const read = async (raw: Buffer, sender = "ana@example.com"): Promise<InboundMessage> => {
  const came = await incoming(raw, sender, now)
  if (!("message" in came)) throw new TypeError("it came in as something else")
  return came.message
}

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

  it("with nothing but an attachment is kept as unsupported", async () => {
    const parts = [
      "--b",
      "Content-Type: image/png",
      "Content-Disposition: attachment; filename=x.png",
      "",
      "x",
      "--b--",
    ].join("\r\n")
    expect(await read(mail(["Content-Type: multipart/mixed; boundary=b"], parts))).toMatchObject({
      text: "",
      unsupported: "attachment",
      metadata: { attachments: "1" },
    })
  })

  const withParts = (...parts: readonly string[]) =>
    mail(["Content-Type: multipart/mixed; boundary=b"], `${parts.map((part) => `--b\r\n${part}\r\n`).join("")}--b--`)
  const words = "Content-Type: text/plain\r\n\r\nAsí llegó"

  it("with a picture beside the words says so", async () => {
    const picture = "Content-Type: image/jpeg\r\nContent-Disposition: inline; filename=a.jpg\r\n\r\nx"
    expect(await read(withParts(words, picture))).toMatchObject({
      text: "Así llegó",
      unsupported: "attachment",
      metadata: { attachments: "1" },
    })
  })

  it("does not count the picture of a signature, nor what signs the mail", async () => {
    const signature = "Content-Type: application/pkcs7-signature\r\nContent-Disposition: attachment\r\n\r\nx"
    const related = [
      "--b\r\nContent-Type: text/html\r\n\r\n<p>Hola <img src=cid:logo></p>",
      "--b\r\nContent-Type: image/png\r\nContent-ID: <logo>\r\nContent-Disposition: inline\r\n\r\nx\r\n--b--",
    ].join("\r\n")
    for (const raw of [withParts(words, signature), mail(["Content-Type: multipart/related; boundary=b"], related)])
      expect(await read(raw)).not.toHaveProperty("unsupported")
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

  const returned = (action: string, original = "Message-ID: <m_1@shop.example>") =>
    mail(
      ["Content-Type: multipart/report; report-type=delivery-status; boundary=b"],
      [
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry",
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n",
        `Final-Recipient: rfc822; eva@example.com\r\nAction: ${action}\r\nStatus: 5.1.1\r\n`,
        `--b\r\nContent-Type: message/rfc822\r\n\r\n${original}\r\nSubject: x\r\n\r\nbody`,
        "--b--",
      ].join("\r\n"),
    )

  it("that says that a mail of ours came back is a receipt of that mail", async () => {
    expect(await incoming(returned("failed"), "", now)).toEqual({
      receipt: {
        type: "receipt",
        id: expect.stringMatching(/^.{10,}$/),
        message: "<m_1@shop.example>",
        address: "eva@example.com",
        status: "failed",
        at: now,
      },
    })
  })

  it("that only looks like that, or says that it is tried again, is a message of a machine", async () => {
    for (const [raw, sender] of [
      [returned("failed"), "eva@example.com"],
      [returned("delayed"), ""],
      [returned("failed", "Message-ID: none"), ""],
    ] as const)
      expect(await incoming(raw, sender, now)).toMatchObject({ message: { automatic: true } })
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
    expect(await incoming(raw, "", now)).toMatchObject({ refused: { code: 554 } })
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
      const came = await incoming(readFileSync(resolve(folder, file)), "someone@example.com", now)
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
