import { createTestEscucha } from "@escucha/core/testing"
import { expect, it } from "vitest"
import * as z from "zod"
import { twilio } from "../../src/channels/twilio.ts"
import { whatsapp } from "../../src/channels/whatsapp.ts"
import { messages, subject as ofWhatsApp } from "./whatsapp.subject.ts"
import { incoming, subject as ofTwilio } from "./twilio.subject.ts"

const house = () => {
  const calls: string[] = []
  const escucha = createTestEscucha({
    traits: { phone: z.string() },
    channels: { sms: twilio(ofTwilio.config), wa: whatsapp(ofWhatsApp.config) },
    contact: { countries: ["ES"] },
    transport: async (_, { url }) => {
      calls.push(new URL(url).hostname)
      const body = url.includes("twilio") ? { sid: "SM9" } : { messages: [{ id: "wamid.out1" }] }
      return { response: { status: url.includes("twilio") ? 201 : 200, headers: {}, body: JSON.stringify(body) } }
    },
  })
  return { escucha, calls }
}

it("reaches whoever told the application their number, by SMS", async () => {
  const { escucha, calls } = house()
  await escucha.customers.identify("user-42", { phone: "+34600000001" })
  const sent = await escucha.messages.send("user-42", { text: "Your parcel is here" }, { via: "sms" })
  await escucha.clock.advance("1 minute")
  expect(await sent.settled()).toMatchObject({ status: "sent" })
  expect(calls).toEqual(["api.twilio.com"])
  await escucha.close()
})

it("knows that who writes by SMS and by WhatsApp from one number is one person, whom the application knows", async () => {
  const { escucha } = house()
  await escucha.customers.identify("user-42", { phone: "+34600000001" })
  const parsed = [
    ["sms", twilio(ofTwilio.config), incoming({ Body: "hola" })] as const,
    ["wa", whatsapp(ofWhatsApp.config), await messages({ type: "text", text: { body: "hola" } })] as const,
  ]
  for (const [name, channel, webhook] of parsed) {
    const read = channel.shape === "http" ? channel.inbound?.parse(webhook) : undefined
    if (read && "inbound" in read) await escucha.conversations.receive(name, read.inbound)
  }
  const view = await escucha.customers.get("user-42")
  expect(view?.known.map(({ scheme }) => scheme).toSorted()).toEqual(["tel", "user", "whatsapp"])
  await escucha.close()
})
