// What every channel of Twilio shares: https://www.twilio.com/docs/usage/requests-to-twilio,
// https://www.twilio.com/docs/usage/webhooks/webhooks-security
import {
  type Check,
  DeliveryError,
  type Extras,
  failureOf,
  type HttpRequest,
  type HttpResponse,
  type Sent,
  type WebhookRequest,
} from "@escucha/core"
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import * as z from "zod"
import { bodyOf, integerOf, textOf } from "../json.ts"
import { download, queryOf } from "../url.ts"
import { providerUrl } from "../provider-url.ts"

const token = z.string().min(16, "must be the auth token of the account")

/** The options of a channel of Twilio, beside who sends. */
export const twilioOptions = {
  accountSid: z.string().regex(/^AC[\da-f]{32}$/, "must be the id of the account, AC and 32 signs"),
  /** It signs what Twilio sends, too. Two of them, while one follows another: calls are made with the first. */
  authToken: z.union([token, z.array(token).min(1)]),
  /** Where Twilio reaches this channel, word for word as it was written down there: the signature is over it. */
  webhookUrl: z.url({
    protocol: /^https?$/,
    error: "must be the address of this webhook, such as https://shop.example/hooks/sms",
  }),
  baseUrl: providerUrl("https://api.twilio.com"),
}

/** An account, as its channels have it. */
export interface TwilioAccount {
  readonly accountSid: string
  readonly authToken: string | readonly string[]
  readonly webhookUrl: string
  readonly baseUrl: string
}

/** The header that shows who calls. */
const authorization = ({ accountSid, authToken }: TwilioAccount): string =>
  `Basic ${btoa(`${accountSid}:${typeof authToken === "string" ? authToken : (authToken[0] ?? "")}`)}`

/** A call of the API that makes something. What is `undefined` is left out; a list is a field that is there several times. */
export const twilioCall = (
  account: TwilioAccount,
  resource: "Messages" | "Calls",
  fields: { readonly [name: string]: string | readonly string[] | undefined },
): HttpRequest => {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(fields))
    for (const one of typeof value === "string" ? [value] : (value ?? [])) form.append(name, one)
  return {
    method: "POST",
    url: `${account.baseUrl}/2010-04-01/Accounts/${account.accountSid}/${resource}.json`,
    headers: { authorization: authorization(account), "content-type": "application/x-www-form-urlencoded" },
    body: form.toString(),
  }
}

/** Where Twilio tells what became of a message: our webhook, with our own id of the message, which the signature covers. */
export const statusCallback = ({ webhookUrl }: TwilioAccount, id: string): string => {
  const url = new URL(webhookUrl)
  url.searchParams.set("message", id)
  return url.href
}

// https://www.twilio.com/docs/api/errors
const reasons: readonly (readonly [codes: readonly number[], reason: DeliveryError["reason"]])[] = [
  [[21610], "opted-out"],
  [[63016, 63051], "window-closed"],
  [[21211, 21214, 21217, 21614, 21635, 30003, 30005, 30006, 63003, 63024], "invalid-recipient"],
  [[20003, 20005, 21606, 21660], "auth"],
]

/** Which of its errors an answer of Twilio is. */
const twilioFailure = (channel: string, response: HttpResponse): DeliveryError => {
  const code = integerOf(bodyOf(response.body)["code"])
  if (code === 20429) return failureOf(channel, { ...response, status: 429 })
  const [, reason] = reasons.find(([codes]) => code !== undefined && codes.includes(code)) ?? []
  return reason === undefined
    ? failureOf(channel, response)
    : new DeliveryError(channel, reason, { retryable: false, sent: "no" })
}

/** What came of a call that makes something. */
export const twilioReceipt =
  (channel: string) =>
  (response: HttpResponse): Sent => {
    const sid = textOf(bodyOf(response.body)["sid"])
    return response.status === 201 && sid !== undefined
      ? { status: "sent", provider: sid }
      : { status: "failed", error: twilioFailure(channel, response) }
  }

const byNameAndValue = (
  [name, value]: readonly [string, string],
  [other, otherValue]: readonly [string, string],
): number => {
  if (name !== other) return name < other ? -1 : 1
  if (value === otherValue) return 0
  return value < otherValue ? -1 : 1
}

/**
 * The fields of a form, in the order in which Twilio signs them: by name, what is there twice once. They are sorted once, because anybody
 * may send a form of very many.
 */
const signedFields = (body: string): string => {
  let signed = ""
  let last: readonly [string, string] | undefined
  for (const field of [...new URLSearchParams(body)].sort(byNameAndValue)) {
    if (!last || byNameAndValue(last, field) !== 0) signed += field[0] + field[1]
    last = field
  }
  return signed
}

/** Twilio signs the address as it knows it, and the fields; of a body that is no form, a digest that stands in the address. */
export const verifyTwilio = (
  { url, headers, body }: WebhookRequest,
  { authToken, webhookUrl }: TwilioAccount,
): Check => {
  const query = queryOf(url)
  const search = query.size === 0 ? "" : url.slice(url.indexOf("?")) // word for word, as it was signed
  const isForm = /^application\/x-www-form-urlencoded(?:;|$)/.test(headers["content-type"] ?? "")
  // with what we added to it for this one message; a query of its own comes back in it
  const address = `${webhookUrl.split("?", 1)[0] ?? ""}${search}`
  const signature: Check = {
    scheme: "hmac-sha1",
    key: authToken,
    signed: isForm ? address + signedFields(body) : address,
    given: headers["x-twilio-signature"],
    encoding: "base64",
  }
  if (isForm) return signature
  const digest: Check = {
    scheme: "token",
    given: query.get("bodySHA256") ?? undefined,
    expected: bytesToHex(sha256(utf8ToBytes(body))),
  }
  return { scheme: "all", of: [signature, digest] }
}

/** Nothing to say: https://www.twilio.com/docs/messaging/twiml */
export const silence = { type: "text/xml; charset=utf-8", body: '<?xml version="1.0" encoding="UTF-8"?><Response/>' }

/** Files of customers lie at Twilio, behind the credentials of the account. */
export const twilioMedia = (account: TwilioAccount): NonNullable<Extras["media"]> => ({
  hosts: ["api.twilio.com"],
  locate: () => undefined,
  download: (reference) => download(reference, ["api.twilio.com"], { authorization: authorization(account) }),
})
