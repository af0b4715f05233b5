import type { Outgoing, Sent } from "@escucha/core"
import { channelConformance } from "@escucha/core/testing"
import * as fc from "fast-check"
import { createServer, type Socket } from "node:net"
import PostalMime from "postal-mime"
import { SMTPServer } from "smtp-server"
import { describe, expect, it } from "vitest"
import { closing, from, listen, mailServer, opened } from "./mail-server.ts"
import { subject } from "./smtp.subject.ts"

const message = (change: Partial<Outgoing> = {}): Outgoing => ({
  id: "m_1#0",
  address: "ana@example.com",
  content: { text: "¿Ha llegado? 👋" },
  attempt: 1,
  ...change,
})
const never = new AbortController().signal

describe("smtp as a channel", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

describe("mail going out", () => {
  it("has sender, person, subject and text, and a Message-ID that every attempt shares", async () => {
    const { url, mails, close } = await mailServer()
    closing.push(close)
    const connection = await opened({ url, from, subject: "Tu tienda" })
    const first = await connection.send(
      message({ content: { text: "¿Ha llegado? 👋", subject: "Tu pedido nº 5" } }),
      never,
    )
    const second = await connection.send(message({ attempt: 2, inReplyTo: "<one@example.com>" }), never)
    const [one, two] = await Promise.all(mails.map(({ raw }) => PostalMime.parse(raw)))
    expect(one).toMatchObject({
      from: { name: "Tienda", address: "hola@shop.example" },
      to: [{ address: "ana@example.com" }],
      subject: "Tu pedido nº 5",
      messageId: "<m_1%230@shop.example>",
    })
    expect(one?.text?.trim()).toBe("¿Ha llegado? 👋")
    expect(two).toMatchObject({
      subject: "Tu tienda",
      messageId: "<m_1%230@shop.example>",
      inReplyTo: "<one@example.com>",
      references: "<one@example.com>",
    })
    expect([first, second]).toEqual([
      { status: "sent", provider: "<m_1%230@shop.example>" },
      { status: "sent", provider: "<m_1%230@shop.example>" },
    ])
  })

  it("offers to unsubscribe with one click, where the core says so", async () => {
    const { url, mails, close } = await mailServer()
    closing.push(close)
    const connection = await opened({ url, from })
    await connection.send(message({ unsubscribe: "https://shop.example/u/token" }), never)
    await connection.send(message(), never)
    expect(mails[0]?.raw).toContain("List-Unsubscribe: <https://shop.example/u/token>")
    expect(mails[0]?.raw).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    expect(mails[1]?.raw).not.toContain("List-Unsubscribe")
  })

  it("says that a machine wrote it, and whether it answers, so that no machine answers it", async () => {
    const { url, mails, close } = await mailServer()
    closing.push(close)
    const connection = await opened({ url, from })
    await connection.send(message({ automatic: true }), never)
    await connection.send(message({ automatic: true, inReplyTo: "<one@example.com>" }), never)
    await connection.send(message(), never)
    const told = mails.map(({ raw }) => /^Auto-Submitted: (.*)\r$/m.exec(raw)?.[1])
    expect(told).toEqual(["auto-generated", "auto-replied", undefined])
  })

  it("with markup has the words twice, as HTML and as plain text with its addresses", async () => {
    const { url, mails, close } = await mailServer()
    closing.push(close)
    const connection = await opened({ url, from })
    const text = 'Tu <b>pedido</b> &amp; más:<br>\n<a href="https://shop.example/p?a=1&amp;b=2">míralo</a>'
    await connection.send(message({ content: { text, format: "html" } }), never)
    const mail = await PostalMime.parse(mails[0]?.raw ?? "")
    expect(mail.html?.trim()).toBe(text)
    expect(mail.text?.trim()).toBe("Tu pedido & más:\nmíralo (https://shop.example/p?a=1&b=2)")
  })

  it("carries files byte by byte", async () => {
    const { url, mails, close } = await mailServer()
    closing.push(close)
    const connection = await opened({ url, from })
    const bytes = Uint8Array.from({ length: 1_000 }, (_, index) => (index * 7) % 256)
    const file = { url: "media:one", type: "application/pdf", name: "factura nº 5.pdf" }
    const sent = message({
      content: { text: "Aquí está", file },
      files: { "media:one": { bytes, type: file.type, name: file.name } },
    })
    await connection.send(sent, never)
    const [attachment] = (await PostalMime.parse(mails[0]?.raw ?? "")).attachments
    expect(attachment).toMatchObject({ filename: "factura nº 5.pdf", mimeType: "application/pdf" })
    expect(new Uint8Array(attachment?.content as ArrayBuffer)).toEqual(bytes) // no encoding was asked for: bytes
  })

  it.each([
    ["a subject of two lines", { content: { text: "hola", subject: "a\r\nBcc: x@example.com" } }, "the subject"],
    [
      "a file whose name is two lines",
      { files: { u: { bytes: new Uint8Array(1), type: "a/b", name: "a\nb" } } },
      "the name or the type of a file",
    ],
  ] as const)("with %s does not leave, and the refusal names it", async (_, change, named) => {
    const { url, mails, close } = await mailServer()
    closing.push(close)
    const connection = await opened({ url, from })
    expect(await connection.send(message(change), never)).toMatchObject({
      status: "failed",
      error: { reason: "rejected", retryable: false, sent: "no", cause: expect.stringContaining(named) },
    })
    expect(mails).toEqual([])
  })

  it("has the headers and the one person that it should have, whatever the subject, the text and the address say", async () => {
    const { url, mails, close } = await mailServer()
    closing.push(close)
    const connection = await opened({ url, from })
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "binary" }),
        fc.constantFrom("\r\n", "\n", "\r", "\0", ""),
        fc.string({ unit: "binary" }),
        async (start, middle, end) => {
          mails.length = 0
          const hostile = `${start}${middle}Bcc: everyone@example.com${middle}${middle}${end}`
          await connection.send(message({ content: { text: hostile, subject: hostile } }), never)
          await connection.send(message({ address: hostile }), never)
          for (const { raw, to } of mails) {
            const { headers } = await PostalMime.parse(raw)
            expect(to).toEqual(["ana@example.com"])
            expect(
              headers
                .map(({ key }) => key)
                .filter((key) => !key.startsWith("content-"))
                .sort(),
            ).toEqual(["date", "from", "message-id", "mime-version", "subject", "to"])
          }
        },
      ),
      { numRuns: 25 },
    )
  }, 30_000)

  it.each([
    [{ at: "recipient", code: 550 }, "invalid-recipient", false],
    [{ at: "recipient", code: 550, words: "5.1.1 no such user" }, "invalid-recipient", false],
    [{ at: "recipient", code: 550, words: "5.7.1 your address is on a list" }, "rejected", false],
    [{ at: "recipient", code: 450 }, "unavailable", true],
    [{ at: "recipient", code: 421 }, "unavailable", true],
    [{ at: "mail", code: 553 }, "rejected", false],
    [{ at: "mail", code: 421 }, "unavailable", true],
    [{ at: "data", code: 554 }, "rejected", false],
    [{ at: "data", code: 451 }, "unavailable", true],
    [{ at: "data", code: 421 }, "unavailable", true],
  ] as const)("that is refused with %o did not leave", async (reply, reason, retryable) => {
    const { url, close } = await mailServer(reply)
    closing.push(close)
    const connection = await opened({ url, from })
    expect(await connection.send(message(), never)).toMatchObject({
      status: "failed",
      error: { reason, retryable, sent: "no", cause: reply.code },
    })
  })

  it("did not leave when nobody listens there or the password is wrong", async () => {
    const gone = await mailServer()
    await gone.close()
    expect(await (await opened({ url: gone.url, from })).send(message(), never)).toMatchObject({
      status: "failed",
      error: { reason: "network", retryable: true, sent: "no" },
    })
    const server = new SMTPServer({
      disabledCommands: ["STARTTLS"],
      allowInsecureAuth: true,
      logger: false,
      onAuth: (_, _session, done) => done(new Error("no")),
    })
    server.on("error", () => undefined)
    const port = await listen(server)
    closing.push(
      () =>
        new Promise<void>((resolve) => {
          server.close(resolve)
        }),
    )
    const refused = await (await opened({ url: `smtp://u:s3cret-pass@127.0.0.1:${port}`, from })).send(message(), never)
    expect(refused).toMatchObject({ status: "failed", error: { reason: "auth", retryable: false, sent: "no" } })
    expect(JSON.stringify(refused)).not.toContain("s3cret-pass")
  })

  /** A server by hand: answers each line that begins so, or breaks off (`undefined`: silence; `close`: hangs up). */
  const byHand = async (answers: { readonly [command: string]: string | undefined }): Promise<string> => {
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      sockets.add(socket)
      socket.on("error", () => undefined)
      socket.write("220 hand\r\n")
      socket.setEncoding("utf8").on("data", (text: string) => {
        const command = Object.keys(answers).find((start) => text.toUpperCase().includes(start))
        const answer = command === undefined ? "250 ok" : answers[command]
        if (answer === "close") socket.destroy()
        else if (answer !== undefined) socket.write(`${answer}\r\n`)
      })
    })
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve)
    })
    closing.push(
      () =>
        new Promise<void>((resolve) => {
          for (const socket of sockets) socket.destroy()
          server.close(() => resolve())
        }),
    )
    const address = server.address()
    return `smtp://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`
  }
  const failure = (sent: Sent) =>
    sent.status === "failed" ? { reason: sent.error.reason, sent: sent.error.sent } : sent

  it.each(["EHLO", "MAIL FROM", "RCPT TO", "DATA"])(
    "did not leave when the server closes for a while at %s",
    async (step) => {
      const url = await byHand({ DATA: "354 go", [step]: "421 4.3.2 closing for a while" })
      const connection = await opened({ url, from, timeout: "5 seconds" })
      expect(failure(await connection.send(message(), never))).toEqual({ reason: "unavailable", sent: "no" })
    },
  )

  it("is unknown when the server falls silent or hangs up after the message", async () => {
    const silent = await opened({
      url: await byHand({ "\r\n.\r\n": undefined, DATA: "354 go" }),
      from,
      timeout: "0.15 seconds",
    })
    expect(failure(await silent.send(message(), never))).toEqual({ reason: "timeout", sent: "unknown" })
    const hangingUp = await opened({
      url: await byHand({ "\r\n.\r\n": "close", DATA: "354 go" }),
      from,
      timeout: "5 seconds",
    })
    expect(failure(await hangingUp.send(message(), never))).toEqual({ reason: "network", sent: "unknown" })
  })

  it("did not leave when the server falls silent before the message", async () => {
    const connection = await opened({ url: await byHand({ "RCPT TO": undefined }), from, timeout: "0.15 seconds" })
    expect(failure(await connection.send(message(), never))).toEqual({ reason: "timeout", sent: "no" })
  })

  it("stops with the signal", async () => {
    const url = await byHand({ "\r\n.\r\n": undefined, DATA: "354 go" })
    const connection = await opened({ url, from, timeout: "5 seconds" })
    const controller = new AbortController()
    const sending = connection.send(message(), controller.signal)
    setTimeout(() => controller.abort(), 100)
    expect(failure(await sending)).toEqual({ reason: "timeout", sent: "unknown" })
  })
})
