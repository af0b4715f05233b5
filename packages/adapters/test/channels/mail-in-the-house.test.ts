import { createServer } from "node:net"
import { createTransport } from "nodemailer"
import { expect, it, onTestFinished } from "vitest"
import * as z from "zod"
import { smtp } from "../../src/channels/smtp.ts"
import type { Stored } from "../../../core/src/assembly/loop.ts"
import { memoryStore } from "../../../core/src/runtime/store-memory.ts"
import { createTestEscucha } from "../../../core/src/testing/escucha.ts"
import { mailServer } from "./mail-server.ts"

const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === "object" && address !== null ? address.port : 0
}

/** A store that tells of every message that a customer wrote. */
const telling = () => {
  const inner = memoryStore<Stored>()
  const received: unknown[] = []
  const commit: typeof inner.commit = async (units) => {
    const results = await inner.commit(units)
    results.forEach(({ status }, index) => {
      if (status !== "committed") return
      received.push(
        ...(units[index]?.entries ?? []).flatMap(({ kind, data }) => (kind === "message-received" ? [data] : [])),
      )
    })
    return results
  }
  return { store: { ...inner, commit }, received }
}

const Received = z.array(
  z.object({
    text: z.string(),
    attachments: z.array(z.object({ kind: z.string(), url: z.string(), type: z.string(), name: z.string() })),
  }),
)

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])

it("a mail with a file comes in once, is answered in its thread, and a bounce of the answer is known", async () => {
  const out = await mailServer()
  onTestFinished(out.close)
  const port = await freePort()
  const { store, received } = telling()
  const escucha = createTestEscucha({
    channels: {
      email: smtp({
        url: out.url,
        from: "Tienda <hola@shop.example>",
        inbound: { port, accept: ["hola@shop.example"] },
      }),
    },
    store,
  })
  onTestFinished(() => escucha.close())
  await escucha.start()
  const transport = createTransport({ host: "127.0.0.1", port, ignoreTLS: true, logger: false })
  onTestFinished(() => transport.close())
  const mail = {
    from: "Ana <ana@example.com>",
    to: "hola@shop.example",
    subject: "Roto",
    text: "así llegó",
    messageId: "<one@example.com>",
    attachments: [{ filename: "foto.png", content: png }],
  }
  for (let time = 0; time < 2; time += 1) await transport.sendMail(mail)

  const { items } = await escucha.conversations.inbox()
  expect(items).toHaveLength(1)
  const customer = items[0]?.customer ?? ""
  const [{ attachments: [attachment] = [] } = {}, ...others] = Received.parse(received)
  expect(others).toEqual([])
  expect(attachment).toMatchObject({ kind: "image", type: "image/png", name: "foto.png" })
  const { bytes } = await escucha.media.get({ url: attachment?.url ?? "" })
  expect(Buffer.from(bytes)).toEqual(png)

  const reply = await escucha.messages.reply(customer, { text: "Lo sentimos, te mandamos otro." })
  await reply.settled()
  const { raw, to } = out.mails.at(-1) ?? { raw: "", to: [] }
  expect(to).toEqual(["ana@example.com"])
  expect(raw).toContain("In-Reply-To: <one@example.com>")
  const [, messageId] = /^Message-ID: (<.*>)\r$/m.exec(raw) ?? []
  const bounce = [
    "From: Mail Delivery <mailer-daemon@mx.example.com>",
    "To: hola@shop.example",
    "Message-ID: <two@mx.example.com>",
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
    "",
    "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n",
    "Final-Recipient: rfc822; ana@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n",
    `--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: ${messageId}\r\n`,
    "--b--",
  ].join("\r\n")
  await transport.sendMail({ envelope: { from: "", to: ["hola@shop.example"] }, raw: bounce })
  expect(await escucha.messages.delivery(customer, reply.id)).toMatchObject({ status: "failed" })
})
