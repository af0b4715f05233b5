import { expect, it } from "vitest"
import { openDialogue } from "./support/dialogue.ts"
import { serverOf } from "./support/server.ts"
import { startSmtpServer } from "./support/smtp-server.ts"

const smtpServer = serverOf("smtp-server", startSmtpServer)

const greet = async (port: number) => {
  const sender = await openDialogue(port)
  await sender.hear(/^220 /)
  await sender.ask("EHLO shop.example", /^250 /m)
  return sender
}

it("takes a mail as it was sent", async ({ skip }) => {
  const server = smtpServer(skip)
  const sender = await greet(server.port)
  await sender.ask("MAIL FROM:<help@shop.example>", /^250 /)
  await sender.ask("RCPT TO:<ana@mail.example>", /^250 /)
  await sender.ask("DATA", /^354 /)
  await sender.ask("Subject: hola\r\n\r\nya va\r\n.", /^250 /)
  expect(await server.next()).toEqual({
    from: "help@shop.example",
    to: ["ana@mail.example"],
    raw: "Subject: hola\r\n\r\nya va\r\n",
  })
  sender.close()
})

it.for([
  { at: "mail", code: 421, words: "Too busy" },
  { at: "recipient", code: 550, words: "No such person" },
  { at: "data", code: 451, words: "Try later" },
] as const)("refuses $at with $code when told to, and takes nothing", async (refusal, { skip }) => {
  const server = smtpServer(skip)
  const before = server.mails.length
  server.refuse(refusal)
  const sender = await greet(server.port)
  const steps = { mail: "MAIL FROM:<help@shop.example>", recipient: "RCPT TO:<ana@mail.example>", data: "DATA" }
  const answers: string[] = []
  for (const [at, step] of Object.entries(steps)) {
    answers.push(await sender.ask(step, /^\d{3} /))
    if (at === refusal.at) break
  }
  if (refusal.at === "data") answers.push(await sender.ask("Subject: hola\r\n\r\nya va\r\n.", /^\d{3} /))
  expect(answers.join("")).toContain(`${refusal.code} ${refusal.words}`)
  expect(server.mails).toHaveLength(before)
  server.refuse(undefined)
  sender.close()
})
