import * as fc from "fast-check"
import { existsSync, globSync, readFileSync } from "node:fs"
import { createTransport } from "nodemailer"
import { resolve } from "node:path"
import PostalMime from "postal-mime"
import { describe, expect, it } from "vitest"
import { fieldIn, readable } from "../../src/mail/header.ts"
import { readMime } from "../../src/mail/mime.ts"

const composer = createTransport({ streamTransport: true, buffer: true })
const lines = (text: string) => text.replaceAll(/\r\n?/g, "\n").trim()

describe("a mail that is read at once", () => {
  it("says what was written, whatever the letters, the encoding and the files", async () => {
    const text = fc.string({ unit: "grapheme", maxLength: 200 }).filter((each) => !/[\p{Cc}\p{Cs}]/u.test(each))
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          text,
          html: fc.option(text, { nil: undefined }),
          subject: text,
          name: fc.stringMatching(/^[\wñé ]{1,40}$/).filter((each) => each.trim() === each),
          bytes: fc.option(fc.uint8Array({ minLength: 1, maxLength: 300 }), { nil: undefined }),
          encoding: fc.constantFrom("quoted-printable" as const, "base64" as const),
        }),
        async ({ text: words, html, subject, name, bytes, encoding }) => {
          const { message } = await composer.sendMail({
            from: { name, address: "ana@example.com" },
            to: "hola@shop.example",
            subject,
            text: `x${words}`,
            textEncoding: encoding,
            ...(html !== undefined && { html: `<p>${html}` }),
            ...(bytes && {
              attachments: [{ filename: `${name}.bin`, content: Buffer.from(bytes), contentType: "application/zip" }],
            }),
          })
          const read = readMime(message as Buffer) // `buffer` was asked for
          expect(lines(read.text)).toBe(lines(`x${words}`))
          expect(lines(read.html)).toBe(html === undefined ? "" : lines(`<p>${html}`))
          expect(fieldIn(read.head, "from")).toContain("<ana@example.com>")
          expect(read.files).toEqual(bytes ? [{ bytes, type: "application/zip", name: `${name}.bin` }] : [])
        },
      ),
      { numRuns: 3_000 },
    )
  }, 120_000)

  it("never throws and takes no time, whatever comes", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            "--b",
            "\r\n",
            "Content-Type: multipart/mixed; boundary=b",
            "=",
            "?=",
            "=?utf-8?b?",
            "a",
            ";",
          ),
        ),
        (parts) => {
          readMime(new TextEncoder().encode(parts.join("")))
        },
      ),
      { numRuns: 3_000 },
    )
    for (const hostile of [
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n${"--b\r\n\r\nx\r\n".repeat(20_000)}`,
      `Content-Type: text/plain${"; a=".repeat(50_000)}`,
      `Subject: ${"=?utf-8?q?".repeat(20_000)}`,
      `Subject: x${" \r\n".repeat(50_000)}`,
      `Content-Transfer-Encoding: quoted-printable\r\n\r\n${" ".repeat(200_000)}=`,
      "\r\n".repeat(100_000),
    ])
      expect(readMime(new TextEncoder().encode(hostile)).files.length).toBeLessThanOrEqual(1_000)
  })

  it("reads letters in encoded words of every kind", () => {
    expect(readable("=?utf-8?q?Mi_pedido_n=C2=BA_5?=")).toBe("Mi pedido nº 5")
    expect(readable("=?UTF-8?B?wr9Ew7NuZGU/?= =?iso-8859-1?Q?est=E1?=")).toBe("¿Dónde?está")
    expect(readable("=?x-unknown?q?abc?= plain =?utf-8?b?%%?=")).toBe("abc plain =?utf-8?b?%%?=")
  })
})

const folder = resolve(
  process.env["ESCUCHA_DATA"] ?? resolve(import.meta.dirname, "../../../../../shared/data"),
  "security/mime",
)
/** Mails that two readers take for different things, and why that is no harm here. */
const words = (text: string | undefined) => (text ?? "").replaceAll(/\s+/g, " ").trim()
describe.skipIf(!existsSync(folder))("recorded mails (skipped: data not present)", () => {
  it("say the same as another library reads, nearly all of them", async () => {
    const files = globSync("**/*.eml", { cwd: folder })
    const different: string[] = []
    for (const file of files) {
      const raw = readFileSync(resolve(folder, file))
      const other = await PostalMime.parse(raw).catch(() => undefined)
      if (other && words(readMime(raw).text) !== words(other.text)) different.push(file)
    }
    expect(files.length).toBeGreaterThan(20)
    expect(different.length / files.length).toBeLessThanOrEqual(0.1)
  })
})
