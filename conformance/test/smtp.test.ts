import type { Payload } from "@escucha/core"
import * as fc from "fast-check"
import { expect, it, onTestFinished } from "vitest"
import { smtp } from "../../packages/adapters/src/channels/smtp.ts"
import { installed } from "../../tests/servers/support/installed.ts"
import { serverOf } from "../../tests/servers/support/server.ts"
import { startSmtpServer } from "../../tests/servers/support/smtp-server.ts"

interface Mail {
  readonly text?: string
  readonly subject?: string
  readonly from?: { readonly text: string }
  readonly to?: { readonly text: string }
  readonly messageId?: string
}
interface Library {
  readonly simpleParser: (raw: string) => Promise<Mail>
}

const smtpServer = serverOf("smtp-server", startSmtpServer)

const mailer = async (port: number) => {
  const channel = smtp({ url: `smtp://127.0.0.1:${port}`, from: "Peña & Co <hola@shop.example>" })
  if (channel.shape !== "connection") throw new TypeError("mail is sent over a connection")
  const connection = await channel.open({
    now: () => Date.now(),
    receive: async () => undefined,
    report: (failure) => {
      throw failure
    },
    call: async () => Promise.reject(new TypeError("it makes no calls")),
  })
  onTestFinished(connection.close)
  let number = 0
  return (content: Payload) => {
    const message = { id: `m_${(number += 1)}`, address: "ana@mail.example", content, attempt: 1 }
    return connection.send(message, AbortSignal.timeout(20_000))
  }
}

// What a mail may not keep as it is: line ends become CRLF and come back as LF, and the last one is not told from none.
const asRead = (text: string): string => text.replaceAll(/\r\n?/g, "\n").trimEnd()
const words = fc.string({
  unit: fc.constantFrom(...("aZ09 .,=?-_:;<>@\"'áñ¿é漢👋\n".match(/./gsu) ?? [])),
  minLength: 1,
  maxLength: 400,
})

it("writes mails that the other library reads as they were meant", async ({ skip }) => {
  const server = smtpServer(skip)
  const { simpleParser } = (installed("mailparser") ?? skip("library not present: mailparser")) as Library // what mailparser 3 exports
  const send = await mailer(server.port)
  await fc.assert(
    fc.asyncProperty(words, words, async (text, line) => {
      const subject = line.replaceAll(/\s+/g, " ").trim()
      fc.pre(text.trim() !== "" && subject !== "")
      expect((await send({ text, subject })).status).toBe("sent")
      const mail = await simpleParser((await server.next()).raw)
      expect(asRead(mail.text ?? "")).toBe(asRead(text))
      expect(mail.subject).toBe(subject)
      expect(mail.from?.text).toContain("hola@shop.example")
      expect(mail.from?.text).toContain("Peña & Co")
      expect(mail.to?.text).toBe("ana@mail.example")
      expect(mail.messageId).toMatch(/^<[^<>\s]+@shop\.example>$/)
    }),
    { numRuns: 200 },
  )
})
