import type { ConnectionShape, Inbound, Outgoing, Sent } from "@escucha/core"
import { channelConformance } from "@escucha/core/testing"
import * as fc from "fast-check"
import { connect, createServer, type Socket } from "node:net"
import { createTransport } from "nodemailer"
import PostalMime from "postal-mime"
import { SMTPServer } from "smtp-server"
import { afterAll, afterEach, describe, expect, it } from "vitest"
import { smtp } from "../../src/channels/smtp.ts"

type Reply = { readonly at: "mail" | "recipient" | "data"; readonly code: number }
const closing: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

const listen = async (server: SMTPServer): Promise<number> => {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  const address = server.server.address()
  return typeof address === "object" && address !== null ? address.port : 0
}

/** A mail server that takes everything, or answers one step with one code. */
const mailServer = async (reply?: Reply) => {
  const mails: { readonly raw: string; readonly to: readonly string[]; readonly from: string }[] = []
  const refuse = (at: Reply["at"]) =>
    reply?.at === at ? Object.assign(new Error("no"), { responseCode: reply.code }) : null
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    logger: false,
    disableReverseLookup: true,
    onAuth: (_, _session, done) => done(null, { user: "x" }),
    onMailFrom: (_, _session, done) => done(refuse("mail")),
    onRcptTo: (_, _session, done) => done(refuse("recipient")),
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = []
      stream
        .on("data", (chunk: Buffer) => chunks.push(chunk))
        .on("end", () => {
          mails.push({
            raw: Buffer.concat(chunks).toString(),
            to: envelope.rcptTo.map(({ address }) => address),
            from: envelope.mailFrom ? envelope.mailFrom.address : "",
          })
          done(refuse("data"))
        })
    },
  })
  server.on("error", () => undefined)
  const port = await listen(server)
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(resolve)
    })
  return { url: `smtp://u:s3cret-pass@127.0.0.1:${port}`, mails, close }
}

const opened = async (
  options: Parameters<typeof smtp>[0],
  receive: (inbound: readonly Inbound[]) => Promise<void> = async () => undefined,
) => {
  const channel = smtp(options) as ReturnType<typeof smtp> & ConnectionShape // smtp is described with `open`
  const connection = await channel.open({ now: () => Date.UTC(2026, 2, 2), receive })
  closing.push(connection.close)
  return connection
}
const message = (change: Partial<Outgoing> = {}): Outgoing => ({
  id: "m_1#0",
  address: "ana@example.com",
  content: { text: "¿Ha llegado? 👋" },
  attempt: 1,
  ...change,
})
const never = new AbortController().signal
const from = "Tienda <hola@shop.example>"

const taking = await mailServer()
describe("smtp as a channel", () => {
  afterAll(() => taking.close())
  const config = { url: taking.url, from }
  it.each(
    channelConformance({
      make: (options: { readonly url: string; readonly from: string }) => smtp({ ...options }),
      config,
      otherConfig: { url: "smtp://u:other@127.0.0.1:1", from },
      secrets: ["url"],
      address: "ana@example.com",
      wrong: [
        { option: "url", config: { url: "http://x", from } },
        { option: "from", config: { url: "smtp://x", from: "nobody" } },
        { option: "from", config: { url: "smtp://x", from: "A\r\nBcc: x@example.com <a@example.com>" } },
        { option: "subject", config: { url: "smtp://x", from, subject: "a\nb" } },
        { option: "inbound.accept", config: { url: "smtp://x", from, inbound: { port: 1, accept: [] } } },
      ],
    }),
  )("$name", async ({ run }) => {
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

  it("offers to unsubscribe with one click", async () => {
    const { url, mails, close } = await mailServer()
    closing.push(close)
    const connection = await opened({
      url,
      from,
      unsubscribe: ({ id }) => `https://shop.example/u/${encodeURIComponent(id)}`,
    })
    await connection.send(message(), never)
    expect(mails[0]?.raw).toContain("List-Unsubscribe: <https://shop.example/u/m_1%230>")
    expect(mails[0]?.raw).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
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

  it("is unknown when the server falls silent or hangs up after the message", async () => {
    const silent = await opened({ url: await byHand({ "\r\n.\r\n": undefined, DATA: "354 go" }), from, timeout: 150 })
    expect(failure(await silent.send(message(), never))).toEqual({ reason: "timeout", sent: "unknown" })
    const hangingUp = await opened({
      url: await byHand({ "\r\n.\r\n": "close", DATA: "354 go" }),
      from,
      timeout: 5_000,
    })
    expect(failure(await hangingUp.send(message(), never))).toEqual({ reason: "network", sent: "unknown" })
  })

  it("did not leave when the server falls silent before the message", async () => {
    const connection = await opened({ url: await byHand({ "RCPT TO": undefined }), from, timeout: 150 })
    expect(failure(await connection.send(message(), never))).toEqual({ reason: "timeout", sent: "no" })
  })

  it("stops with the signal", async () => {
    const url = await byHand({ "\r\n.\r\n": undefined, DATA: "354 go" })
    const connection = await opened({ url, from, timeout: 5_000 })
    const controller = new AbortController()
    const sending = connection.send(message(), controller.signal)
    setTimeout(() => controller.abort(), 100)
    expect(failure(await sending)).toEqual({ reason: "timeout", sent: "unknown" })
  })
})

describe("mail coming in", () => {
  const freePort = async () => {
    const server = createServer()
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve)
    })
    const address = server.address()
    await new Promise((resolve) => {
      server.close(resolve)
    })
    return typeof address === "object" && address !== null ? address.port : 0
  }
  const mailbox = async (
    receive: (inbound: readonly Inbound[]) => Promise<void>,
    accept: readonly string[] | ((address: string) => boolean) = ["hola@shop.example"],
  ) => {
    const port = await freePort()
    await opened({ url: "smtp://127.0.0.1:1", from, inbound: { port, accept, maxBytes: 100_000 } }, receive)
    const transport = createTransport({ host: "127.0.0.1", port, ignoreTLS: true, logger: false })
    closing.push(() => transport.close())
    return {
      port,
      send: (text: string, to = "hola@shop.example") =>
        transport.sendMail({
          from: "Ana <ana@example.com>",
          to,
          subject: "Pedido",
          text,
          messageId: "<one@example.com>",
        }),
    }
  }

  it("is told safe only after it is safe", async () => {
    const received: Inbound[] = []
    let release = () => undefined as void
    const safe = new Promise<void>((resolve) => {
      release = resolve
    })
    let arrived = () => undefined as void
    const inside = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const { send } = await mailbox(async (inbound) => {
      received.push(...inbound)
      arrived()
      await safe
    })
    let told = false
    const sending = (async () => {
      await send("Sigue roto.")
      told = true
    })()
    await inside
    expect([told, received.length]).toEqual([false, 1])
    release()
    await sending
    expect(received[0]).toMatchObject({
      type: "message",
      id: "<one@example.com>",
      address: "ana@example.com",
      text: "Sigue roto.",
      metadata: { subject: "Pedido" },
    })
  })

  it("is asked to come again when it cannot be kept, and refused when it never can", async () => {
    let failing: Error = new Error("disk full")
    const { send } = await mailbox(async () => {
      throw failing
    })
    await expect(send("hola")).rejects.toMatchObject({ responseCode: 451 })
    failing = Object.assign(new Error("too large"), { retryable: false })
    await expect(send("hola")).rejects.toMatchObject({ responseCode: 554 })
  })

  it("is taken for our own addresses only", async () => {
    const byList = await mailbox(async () => undefined)
    await expect(byList.send("hola", "other@shop.example")).rejects.toMatchObject({ responseCode: 550 })
    await byList.send("hola", "HOLA@shop.example")
    const byFunction = await mailbox(
      async () => undefined,
      (address) => address.endsWith("@shop.example"),
    )
    await byFunction.send("hola", "any@shop.example")
    await expect(byFunction.send("hola", "any@elsewhere.example")).rejects.toMatchObject({ responseCode: 550 })
  })

  it("over the limit or made to explode is refused, and the door stays open", async () => {
    const received: Inbound[] = []
    const { port, send } = await mailbox(async (inbound) => {
      received.push(...inbound)
    })
    await expect(send("x".repeat(200_000))).rejects.toMatchObject({ responseCode: 552 })
    const transport = createTransport({ host: "127.0.0.1", port, ignoreTLS: true, logger: false })
    closing.push(() => transport.close())
    const bomb = `From: a@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${"--b\r\n\r\nx\r\n".repeat(5_000)}`
    await expect(
      transport.sendMail({ envelope: { from: "a@example.com", to: ["hola@shop.example"] }, raw: bomb }),
    ).rejects.toMatchObject({ responseCode: 554 })
    await send("sigo aquí")
    expect(received.map((one) => one.type === "message" && one.text)).toEqual(["sigo aquí"])
  })

  it("goes on after a caller who hangs up in the middle", async () => {
    const { port, send } = await mailbox(async () => undefined)
    await new Promise<void>((resolve) => {
      const socket: Socket = connect(port, "127.0.0.1")
      socket
        .on("data", () => undefined)
        .on("close", () => resolve())
        .on("error", () => undefined)
      socket.write("EHLO x\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<hola@shop.example>\r\nDATA\r\nSubject: half")
      setTimeout(() => socket.destroy(), 100)
    })
    await expect(send("sigo aquí")).resolves.toMatchObject({ accepted: ["hola@shop.example"] })
  })

  it("is declared only where there is a door for it", () => {
    expect(smtp({ url: "smtp://127.0.0.1:1", from }).capabilities.inbound).toBe(false)
    expect(
      smtp({ url: "smtp://127.0.0.1:1", from, inbound: { port: 0, accept: ["hola@shop.example"] } }).capabilities
        .inbound,
    ).toBe(true)
  })
})
