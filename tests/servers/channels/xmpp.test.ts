import { xmpp } from "@escucha/adapters/channels/xmpp"
import { createTestEscucha } from "@escucha/core/testing"
import { expect, it, type TestContext, vi } from "vitest"
import { openDialogue } from "../support/dialogue.ts"
import { startProsody } from "../support/prosody.ts"
import { serverOf } from "../support/server.ts"

const prosody = serverOf("prosody", startProsody)

const stream = (to: string): string =>
  `<?xml version="1.0"?><stream:stream xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams" to="${to}" version="1.0">`

/** A person with a program of their own, line by line as the standard has it. */
const aPerson = async (port: number, domain: string, name: string) => {
  const line = await openDialogue(port)
  await line.ask(stream(domain), /<\/stream:features>/)
  const secret = Buffer.from(`\0${name}\0${name}-pass`).toString("base64")
  await line.ask(`<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">${secret}</auth>`, /<success/)
  await line.ask(stream(domain), /<\/stream:features>/)
  await line.ask(
    '<iq id="b" type="set"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><resource>phone</resource></bind></iq>',
    /<\/iq>/,
  )
  line.write("<presence/>")
  return line
}

/** A house whose account is that of Luis, on a server where Ana is as well. */
const aHouse = async (skip: TestContext["skip"], password = "luis-pass") => {
  const { port, host, domain } = prosody(skip)
  const failures: unknown[] = []
  const chat = xmpp({ jid: `luis@${domain}`, password, service: `xmpp://${host}:${port}` })
  const escucha = createTestEscucha({ channels: { chat }, report: (failure) => failures.push(failure) })
  await escucha.start()
  const ana = await aPerson(port, domain, "ana")
  const address = `xmpp:ana@${domain}`
  const thread = async () => (await escucha.customers.get(address))?.thread.items ?? []
  const close = async () => {
    ana.close()
    await escucha.close()
  }
  return { escucha, ana, address, account: `luis@${domain}`, thread, failures, [Symbol.asyncDispose]: close }
}

it("hears what a person writes, says that it arrived, and answers; what arrives and is read is known", async ({
  skip,
}) => {
  await using house = await aHouse(skip)
  const { ana, account, address, escucha, thread } = house
  ana.write(
    `<message to="${account}" id="a1" type="chat"><body>¿dónde está mi pedido? 👋</body><request xmlns="urn:xmpp:receipts"/></message>`,
  )
  expect(await ana.hear(/<received[^>]*>/)).toMatch(/<received[^>]*id=['"]a1['"]/)
  expect(await thread()).toMatchObject([{ type: "received", text: "¿dónde está mi pedido? 👋" }])
  const sent = await escucha.messages.reply(address, { text: "En camino <hoy>" })
  expect(await sent.settled()).toMatchObject({ status: "sent" })
  const got = await ana.hear(/<body>[^<]*<\/body>.*<\/message>/s)
  expect(got).toContain("En camino &lt;hoy&gt;")
  const id = /<message[^>]*\sid=['"]([^'"]+)['"]/.exec(got.slice(got.lastIndexOf("<message")))?.[1] ?? ""
  const says = async (mark: string, status: string) => {
    ana.write(`<message to="${account}" id="${status}" type="chat">${mark}</message>`)
    await vi.waitFor(async () => expect(await escucha.messages.delivery(address, sent.id)).toMatchObject({ status }))
  }
  await says(`<received xmlns="urn:xmpp:receipts" id="${id}"/>`, "delivered")
  await says(`<displayed xmlns="urn:xmpp:chat-markers:0" id="${id}"/>`, "read")
  ana.write(
    `<message to="${account}" id="a2" type="chat"><body>¿y el otro?</body><replace xmlns="urn:xmpp:message-correct:0" id="a1"/></message>`,
  )
  await vi.waitFor(async () =>
    expect(await thread()).toContainEqual(expect.objectContaining({ type: "received", text: "¿y el otro?" })),
  )
})

it("knows that a message could not be delivered, and why", async ({ skip }) => {
  await using house = await aHouse(skip)
  const nobody = house.address.replace("ana", "nobody")
  const { id } = await house.escucha.messages.send(nobody, { text: "hola" })
  await vi.waitFor(async () =>
    expect(await house.escucha.messages.delivery(nobody, id)).toMatchObject({
      status: "failed",
      error: expect.stringMatching(/service-unavailable|item-not-found/),
    }),
  )
})

it("is not let in with a wrong password, says so, and nothing leaves", async ({ skip }) => {
  await using house = await aHouse(skip, "ana-pass")
  expect(house.failures).toMatchObject([{ _tag: "DeliveryError", channel: "xmpp", reason: "auth" }])
  const { id } = await house.escucha.messages.send(house.address, { text: "hola" })
  expect(await house.escucha.messages.delivery(house.address, id)).toMatchObject({ status: "queued" })
})
