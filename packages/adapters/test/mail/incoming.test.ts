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
  if ("refused" in came) throw new TypeError(came.refused.remedy)
  return came.message
}

describe("a mail that came in", () => {
  it("says who wrote, what, when and about what", async () => {
    expect(await read(mail())).toEqual({
      type: "message",
      id: "<one@example.com>",
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
    expect((await read(raw)).id).toMatch(/^sha256:[\da-f]{64}$/)
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
      const { address } = "refused" in came ? { address: `${came.refused.code}@refused` } : came.message
      expect(address).toMatch(/^(?:554@refused|[^\s@]+@[^\s@]+)$/)
    },
  )
})
