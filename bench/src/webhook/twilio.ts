// https://www.twilio.com/docs/usage/security#validating-requests: HMAC-SHA1 over the URL and the sorted fields of a form.
import { twilio } from "@escucha/adapters/channels/twilio"
import { type Normalised, refused, type WebhookCase } from "./case.ts"
import { handHmac } from "./hand-hmac.ts"
import { throughChannel, throughGuards } from "./ours.ts"

const token = "an-auth-token-of-the-bench-00000"
const hmac = handHmac("sha1", token, "base64")
const url = "https://shop.example/hooks/twilio"
const accountSid = `AC${"0123456789abcdef".repeat(2)}`
const number = "+34910000001"
const fields = {
  ToCountry: "ES",
  SmsMessageSid: "SM1",
  NumMedia: "0",
  ToCity: "",
  FromZip: "",
  SmsSid: "SM1",
  FromState: "",
  SmsStatus: "received",
  FromCity: "",
  Body: "hola, mi pedido no llega",
  FromCountry: "ES",
  To: number,
  ToZip: "",
  NumSegments: "1",
  MessageSid: "SM1",
  AccountSid: accountSid,
  From: "+34900000002",
  ApiVersion: "2010-04-01",
}
const body = new URLSearchParams(fields).toString()

const signedText = (form: { readonly [field: string]: string }): string => {
  let text = url
  for (const field of Object.keys(form).sort()) text += field + form[field]
  return text
}
const signature = hmac.sign(signedText(fields))
const webhook = {
  method: "POST",
  url: "http://localhost/hooks/twilio",
  headers: { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature },
  body,
}
const channel = twilio({ accountSid, authToken: token, from: number, webhookUrl: url })

const decoded = (text: string): string =>
  text.includes("%") || text.includes("+") ? decodeURIComponent(text.replaceAll("+", " ")) : text

const formOf = (text: string): { readonly [field: string]: string } => {
  const form: Record<string, string> = {}
  for (let at = 0; at < text.length;) {
    const end = text.indexOf("&", at) < 0 ? text.length : text.indexOf("&", at)
    const middle = text.indexOf("=", at)
    form[decoded(text.slice(at, middle))] = decoded(text.slice(middle + 1, end))
    at = end + 1
  }
  return form
}

const messageOf = ({
  MessageSid: id,
  From: address,
  Body: text,
}: {
  readonly [field: string]: string | undefined
}): Normalised => {
  if (id === undefined || address === undefined || text === undefined) throw refused("twilio")
  return { id, address, text }
}

const limit = (): Normalised => {
  const form = formOf(body)
  if (!hmac.matches(signedText(form), signature)) throw refused("the limit")
  return messageOf(form)
}

const createTwilio = async (): Promise<() => Normalised> => {
  const { default: sdk } = await import("twilio")
  return () => {
    const form = Object.fromEntries(new URLSearchParams(body))
    if (!sdk.validateRequest(token, signature, url, form)) throw refused("twilio")
    return messageOf(form)
  }
}

/** A short message to a number at Twilio. */
export const twilioCase = (): WebhookCase => ({
  name: "twilio",
  limit,
  ours: throughChannel(channel, webhook),
  guarded: throughGuards(channel, webhook),
  peers: async () => ({ variants: { "twilio validateRequest": await createTwilio() } }),
})
