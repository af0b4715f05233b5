import { createHash } from "node:crypto"
import { expect, it } from "vitest"
import { openDialogue } from "./support/dialogue.ts"
import { startProsody } from "./support/prosody.ts"
import { serverOf } from "./support/server.ts"

const prosody = serverOf("prosody", startProsody)

const stream = (space: string, to: string): string =>
  `<?xml version="1.0"?><stream:stream xmlns="${space}" xmlns:stream="http://etherx.jabber.org/streams" to="${to}" version="1.0">`

const signIn = async (port: number, domain: string, name: string, password: string) => {
  const client = await openDialogue(port)
  await client.ask(stream("jabber:client", domain), /<\/stream:features>/)
  const secret = Buffer.from(`\0${name}\0${password}`).toString("base64")
  const verdict = await client.ask(
    `<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">${secret}</auth>`,
    /<success|<\/failure>/,
  )
  return { client, isIn: verdict.includes("<success") }
}

const componentOf = async ({ port, domain, secret }: { port: number; domain: string; secret: string }) => {
  const client = await openDialogue(port)
  const greeting = await client.ask(stream("jabber:component:accept", domain), /id=['"][^'"]+['"][^>]*>/)
  const id = /id=['"]([^'"]+)['"]/.exec(greeting)?.[1] ?? ""
  const digest = createHash("sha1").update(`${id}${secret}`).digest("hex")
  const verdict = await client.ask(`<handshake>${digest}</handshake>`, /<handshake ?\/>|<\/stream:stream>/)
  return { client, isIn: verdict.includes("<handshake") }
}

it("carries a message between a person and a component, there and back", async ({ skip }) => {
  const { port, domain, component } = prosody(skip)
  const bot = await componentOf(component)
  expect(bot.isIn).toBe(true)
  const { client: ana, isIn } = await signIn(port, domain, "ana", "ana-pass")
  expect(isIn).toBe(true)
  await ana.ask(stream("jabber:client", domain), /<\/stream:features>/)
  await ana.ask(
    '<iq id="b" type="set"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><resource>phone</resource></bind></iq>',
    /<\/iq>/,
  )
  ana.write(`<message to="help@${component.domain}" id="m1" type="chat"><body>¿dónde está mi pedido?</body></message>`)
  const asked = await bot.client.hear(/<\/message>/)
  expect(asked).toContain("¿dónde está mi pedido?")
  expect(asked).toMatch(/from='ana@shop\.example\/phone'/)
  bot.client.write(
    `<message from="help@${component.domain}" to="ana@${domain}/phone" type="chat"><body>En camino</body></message>`,
  )
  expect(await ana.hear(/<\/message>/)).toContain("En camino")
  ana.close()
  bot.client.close()
})

it("lets nobody in with a wrong password or a wrong secret", async ({ skip }) => {
  const { port, domain, component } = prosody(skip)
  const person = await signIn(port, domain, "ana", "luis-pass")
  const bot = await componentOf({ ...component, secret: "guessed" })
  expect([person.isIn, bot.isIn]).toEqual([false, false])
  person.client.close()
  bot.client.close()
})
