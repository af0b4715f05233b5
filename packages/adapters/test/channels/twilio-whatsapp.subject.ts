import type { ChannelSubject } from "@escucha/core/testing"
import { twilioWhatsApp } from "../../src/channels/twilio-whatsapp.ts"
import { signedForm } from "./twilio.subject.ts"

const config = {
  accountSid: `AC${"1".repeat(32)}`,
  authToken: "auth-token-of-account-one",
  from: "34910000000",
  webhookUrl: "https://shop.example/hooks/wa",
}
const ours = `whatsapp:+${config.from}`
const theirs = "whatsapp:+34600000001"
const base = { AccountSid: config.accountSid, MessageSid: "SM00000000000000000000000000000001" }

const incoming = (fields: { readonly [name: string]: string }) =>
  signedForm(config, {
    ...base,
    From: theirs,
    To: ours,
    NumMedia: "0",
    SmsStatus: "received",
    ProfileName: "Ana",
    ...fields,
  })
const status = (name: string) =>
  signedForm(config, { ...base, MessageSid: "SM9", From: ours, To: theirs, MessageStatus: name }, "?message=m_1")
const answer = (code: number, body: object) => ({ status: code, headers: {}, body: JSON.stringify(body) })

export const subject: ChannelSubject<Parameters<typeof twilioWhatsApp>[0]> & { readonly config: typeof config } = {
  make: twilioWhatsApp,
  config,
  otherConfig: {
    ...config,
    accountSid: `AC${"2".repeat(32)}`,
    authToken: "auth-token-of-account-two",
    from: "34920000000",
  },
  secrets: ["authToken"],
  address: "34600000001",
  wrong: [{ option: "from", config: { ...config, from: "+34910000000" } }],
  webhooks: {
    valid: incoming({ Body: "¿dónde está mi pedido?" }),
    unknown: incoming({ MessageSid: "SM2", Body: "", MessageType: "contacts" }),
    receipt: status("read"),
    receipts: { sent: status("sent"), delivered: status("delivered"), read: status("read"), failed: status("failed") },
    attachment: incoming({
      MessageSid: "MM4",
      Body: "",
      NumMedia: "1",
      MediaUrl0: "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM4/Media/ME5",
      MediaContentType0: "audio/ogg",
    }),
    foreign: signedForm(config, {
      ...base,
      From: theirs,
      To: "whatsapp:+34999999999",
      Body: "hola",
      SmsStatus: "received",
    }),
  },
  responses: {
    accepted: answer(201, { sid: "SM9", status: "queued" }),
    limited: { response: answer(429, { code: 20429, status: 429 }) },
    windowClosed: answer(400, { code: 63016, message: "outside the allowed window", status: 400 }),
  },
}
