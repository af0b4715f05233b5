import { expect, it, onTestFinished } from "vitest"
import { openDialogue } from "./support/dialogue.ts"
import { type Dovecot, startDovecot } from "./support/dovecot.ts"
import { startOpensmtpd } from "./support/opensmtpd.ts"
import { notPresent, type Server, serverOf } from "./support/server.ts"
import { startSmtpServer } from "./support/smtp-server.ts"

const opensmtpd = serverOf("opensmtpd", startOpensmtpd)

const post = async (port: number, from: string, to: string): Promise<string> => {
  const sender = await openDialogue(port)
  await sender.hear(/^220 /)
  await sender.ask("EHLO shop.example", /^250 /m)
  await sender.ask(`MAIL FROM:<${from}>`, /^250 /)
  const verdict = await sender.ask(`RCPT TO:<${to}>`, /^\d{3} /)
  if (verdict.startsWith("250")) {
    await sender.ask("DATA", /^354 /)
    await sender.ask(`From: ${from}\r\nTo: ${to}\r\nSubject: order\r\n\r\nwhere is it?\r\n.`, /^250 /)
  }
  sender.close()
  return verdict
}

const mailIn = async (mailbox: () => Promise<readonly string[]>): Promise<string> => {
  await expect.poll(mailbox, { timeout: 30_000 }).toHaveLength(1)
  return (await mailbox()).join("")
}

/** Starts what a relay hands its mail to, and the relay; or skips by the name of what is missing. */
const behind = async <Its extends Server>(
  name: string,
  start: () => Promise<Its | undefined>,
  relayTo: (its: Its) => Parameters<typeof startOpensmtpd>[0],
  skip: (note: string) => never,
) => {
  const its = (await start()) ?? skip(notPresent(name))
  onTestFinished(its.stop)
  const relay = (await startOpensmtpd(relayTo(its))) ?? skip(notPresent("opensmtpd"))
  onTestFinished(relay.stop)
  return { its, relay }
}

it("keeps the mail of people whom it knows", async ({ skip }) => {
  const { port, mailsOf } = opensmtpd(skip)
  expect(await post(port, "ana@mail.example", "ana@shop.example")).toMatch(/^250/)
  expect(await mailIn(() => mailsOf("ana"))).toContain("where is it?")
  expect(await mailsOf("luis")).toEqual([])
})

it("refuses people whom it does not know, and relays for nobody", async ({ skip }) => {
  const { port } = opensmtpd(skip)
  expect(await post(port, "ana@mail.example", "nobody@shop.example")).toMatch(/^550 Invalid recipient/)
  expect(await post(port, "ana@mail.example", "ana@other.example")).toMatch(/^550/)
})

it("tells a sender by mail what the next server refused", async ({ skip }) => {
  const { its, relay } = await behind("smtp-server", startSmtpServer, ({ port }) => ({ relayPort: port }), skip)
  its.refuse({ at: "recipient", code: 550, words: "5.1.1 No such person" })
  expect(await post(relay.port, "luis@shop.example", "gone@mail.example")).toMatch(/^250/)
  const bounce = await mailIn(() => relay.mailsOf("luis"))
  expect(bounce).toMatch(/^From: Mailer Daemon <MAILER-DAEMON@relay\.shop\.example>/m)
  // Of this server's bounces neither the kind of the whole (multipart/mixed) nor Auto-Submitted tells what they are.
  expect(bounce).toMatch(/^Content-Type: message\/delivery-status/m)
  expect(bounce).toMatch(/^Final-Recipient: rfc822; ?gone@mail\.example/m)
  expect(bounce).toContain("5.1.1 No such person")
})

it("hands mail over to a server of mailboxes", async ({ skip }) => {
  const toMailbox = ({ lmtpPort }: Dovecot) => ({ lmtpPort })
  const { its, relay } = await behind("dovecot", startDovecot, toMailbox, skip)
  expect(await post(relay.port, "ana@mail.example", "luis@shop.example")).toMatch(/^250/)
  const reader = await openDialogue(its.port)
  await reader.hear(/^\* OK/)
  await reader.ask(`a LOGIN luis@shop.example ${its.password}`, /^a OK/m)
  await expect
    .poll(() => reader.ask("b STATUS INBOX (MESSAGES)", /^b OK/m), { timeout: 30_000 })
    .toContain("MESSAGES 1")
  reader.close()
})
