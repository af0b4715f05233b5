import { expect, it } from "vitest"
import { openDialogue } from "./support/dialogue.ts"
import { startDovecot } from "./support/dovecot.ts"
import { serverOf } from "./support/server.ts"

const dovecot = serverOf("dovecot", startDovecot)

const handOver = async (port: number, to: string, mail: string): Promise<string> => {
  const sender = await openDialogue(port)
  await sender.hear(/^220 /)
  await sender.ask("LHLO relay.example", /^250 /m)
  await sender.ask("MAIL FROM:<ana@mail.example>", /^250 /)
  await sender.ask(`RCPT TO:<${to}>`, /^\d{3} /)
  await sender.ask("DATA", /^\d{3} /)
  const verdict = await sender.ask(`${mail}\r\n.`, /^\d{3} .*\r\n/)
  sender.close()
  return verdict
}

it("keeps a mail that came by LMTP until it is read by IMAP", async ({ skip }) => {
  const { port, lmtpPort, password } = dovecot(skip)
  const mail = "From: ana@mail.example\r\nSubject: order\r\nMessage-ID: <1@mail.example>\r\n\r\nwhere is it?"
  expect(await handOver(lmtpPort, "help@shop.example", mail)).toMatch(/^250 .*Saved/)
  const reader = await openDialogue(port)
  await reader.hear(/^\* OK/)
  expect(await reader.ask(`a LOGIN help@shop.example ${password}`, /^a /m)).toContain("a OK")
  expect(await reader.ask("b SELECT INBOX", /^b /m)).toContain("* 1 EXISTS")
  expect(await reader.ask("c FETCH 1 BODY[TEXT]", /^c /m)).toContain("where is it?")
  expect(await reader.ask("d SEARCH UNSEEN", /^d /m)).toMatch(/^\* SEARCH\r\n/)
  reader.close()
})

it("tells a reader who waits of a new mail", async ({ skip }) => {
  const { port, lmtpPort, password } = dovecot(skip)
  const reader = await openDialogue(port)
  await reader.hear(/^\* OK/)
  await reader.ask(`a LOGIN waiting@shop.example ${password}`, /^a OK/m)
  await reader.ask("b SELECT INBOX", /^b OK/m)
  await reader.ask("c IDLE", /^\+ /)
  await handOver(lmtpPort, "waiting@shop.example", "Subject: now\r\n\r\nnow")
  expect(await reader.hear(/EXISTS/)).toContain("* 1 EXISTS")
  expect(await reader.ask("DONE", /^c /m)).toContain("c OK")
  reader.close()
})

it("lets nobody read with a wrong password", async ({ skip }) => {
  const { port } = dovecot(skip)
  const reader = await openDialogue(port)
  await reader.hear(/^\* OK/)
  expect(await reader.ask("a LOGIN help@shop.example guessed", /^a /m)).toContain("a NO")
  reader.close()
})
