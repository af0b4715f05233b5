// What the providers of mail share that are called by HTTP.
import {
  DeliveryError,
  failureOf,
  type HttpRequest,
  type HttpResponse,
  type InboundReceipt,
  type Outgoing,
  type Sent,
} from "@escucha/core"
import * as z from "zod"
import { type Fields, textOf } from "../json.ts"
import { type Letter, letterOf, mailParts, mailText } from "./letter.ts"
import { domainOf, type MailSender, senderOption, subjectOption } from "./mailbox-address.ts"

/** What an event of a provider says of a mail of ours. */
export type Outcome = Pick<InboundReceipt, "status" | "error" | "suppress">

/** Where an API lies, without a stroke at its end. */
const urlOption = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ""))

/** The options that every provider of mail takes beside the address of its API. */
export const senderOptions = {
  /** Who writes: `hola@example.com` or `Hola <hola@example.com>`; the provider has to know the domain. */
  from: senderOption,
  /** The subject of a message that has none; the domain of `from` unless told. */
  subject: subjectOption,
  /** Where the API of the provider lies; by the region, where it is left out. */
  baseUrl: urlOption.optional(),
}

/** The options that every provider of mail takes. `url`: where its API lies. */
export const mailOptions = (url: string) => ({
  ...senderOptions,
  /** Where the API of the provider lies, for its other regions. */
  baseUrl: urlOption.default(url),
})

/** A secret that must not be empty; `remedy` says where it is found. */
export const secretOption = (remedy: string): z.ZodString => z.string().min(1, remedy)

/** What mail can do at every provider: it comes and goes, and the provider tells what became of it. */
export const mailAtProvider = <const Bytes extends number>(maxBytes: Bytes) =>
  ({
    parts: mailParts(maxBytes),
    text: mailText,
    together: true,
    inbound: true,
    // no `read`: a picture that was fetched, or a link that was opened, is as often a scanner's or a proxy's doing as a person's
    receipts: ["delivered"],
    optOut: "list-unsubscribe",
  }) as const

/** The message as a mail of this sender. */
export const letterFrom = (
  message: Outgoing,
  { from, subject }: { readonly from: MailSender; readonly subject?: string | undefined },
): Letter => letterOf(message, subject ?? domainOf(from.address))

/** Our id of a message, out of what a provider gives back of it: a receipt is known by it where the answer to the call was lost. */
export const referenceIn = (told: Fields): { readonly reference?: string } => {
  const reference = textOf(told["escucha"])
  return reference === undefined ? {} : { reference }
}

/** A tag with our id of the message, for providers whose tags are words; none where the id is no word. */
export const tagOf = (id: string, words: RegExp = /^[\w-]{1,256}$/): readonly string[] => (words.test(id) ? [id] : [])

/** A call with a JSON body. */
export const jsonPost = (url: string, headers: HttpRequest["headers"], body: object): HttpRequest => ({
  method: "POST",
  url,
  headers: { ...headers, "content-type": "application/json" },
  body: JSON.stringify(body),
})

/** What an answer that is no success means. A provider of mail that does not know a path says nothing of a person. */
export const mailFailure = (channel: string, response: HttpResponse): DeliveryError =>
  failureOf(channel, response.status === 404 || response.status === 410 ? { ...response, status: 401 } : response)

/** A success, where the answer is one and names the mail, or what it means. */
export const acceptedAs = (channel: string, response: HttpResponse, provider: string | undefined): Sent =>
  response.status >= 200 && response.status < 300 && provider !== undefined
    ? { status: "sent", provider }
    : { status: "failed", error: mailFailure(channel, response) }

/** The same refusal for whatever cannot be read. */
export const unreadable = { problem: { field: "body", remedy: "must be a webhook of this provider" } } as const

/** An answer to the question for a message, of which nobody can say what it means: the message may be there. */
export const unclear = (channel: string): Sent => ({
  status: "failed",
  error: new DeliveryError(channel, "unavailable", { retryable: true, sent: "unknown" }),
})
