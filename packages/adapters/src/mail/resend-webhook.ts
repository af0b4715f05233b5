// What Resend tells: https://resend.com/docs/dashboard/webhooks/event-types. A mail that came in is announced and has to be fetched:
// https://resend.com/docs/api-reference/emails/retrieve-received-email
import {
  type Attachment,
  type DeliveryError,
  type HttpRequest,
  type HttpResponse,
  type Inbound,
  type Parsed,
  type WebhookRequest,
} from "@escucha/core"
import { bodyOf, type Fields, fieldsOf, instantOf, integerOf, listOf, objectsOf, textOf } from "../json.ts"
import { customerMail, kindOf } from "./customer-mail.ts"
import { fileName } from "./inbound-files.ts"
import { senderOf } from "./mailbox-address.ts"
import { mailFailure, type Outcome, referenceIn, unreadable } from "./provider.ts"

interface Reach {
  readonly baseUrl: string
  readonly apiKey: string
}

const bounced = ({ bounce }: Fields): Outcome => {
  const { type, subType } = fieldsOf(bounce)
  const error = [textOf(type), textOf(subType)].filter(Boolean).join(" ")
  return { status: "failed", error, ...(type === "Permanent" && { suppress: "bounce" }) }
}

const suppressed = (data: Fields): Outcome => {
  const { reason } = fieldsOf(data["suppressed"])
  return {
    status: "failed",
    error: textOf(reason) ?? "suppressed",
    ...(reason === "previous_bounce" && { suppress: "bounce" }),
    ...(reason === "previous_complaint" && { suppress: "complaint" }),
  }
}

/** What an event says of a mail of ours; opened and clicked say nothing of a person. */
const outcomes: {
  readonly [type: string]: (data: Fields) => Outcome
} = {
  "email.delivered": () => ({ status: "delivered" }),
  "email.bounced": bounced,
  "email.suppressed": suppressed,
  "email.failed": (data) => ({ status: "failed", error: textOf(fieldsOf(data["failed"])["reason"]) ?? "failed" }),
  // who complains has it
  "email.complained": () => ({ status: "delivered", suppress: "complaint" }),
}

const receiptOf = (id: string, type: string, at: number, data: Fields): Inbound | undefined => {
  const outcome = Object.hasOwn(outcomes, type) ? outcomes[type] : undefined
  const message = textOf(data["email_id"])
  const address = senderOf(textOf(listOf(data["to"])[0]) ?? "")?.address
  return outcome && message && address
    ? { type: "receipt", id, at, address, message, ...referenceIn(fieldsOf(data["tags"])), ...outcome(data) }
    : undefined
}

const attachmentsOf = (mail: string, list: unknown): readonly Attachment[] =>
  objectsOf(list).flatMap(({ id, filename, content_type: told, content_disposition: place, size }): Attachment[] => {
    const [file, type, bytes] = [textOf(id), textOf(told) ?? "application/octet-stream", integerOf(size)]
    if (file === undefined || place === "inline") return []
    const url = `provider:${mail}/${file}`
    return [
      { kind: kindOf(type), url, type, name: fileName(textOf(filename)), ...(bytes !== undefined && { size: bytes }) },
    ]
  })

/** The answer with the mail itself. */
const readMail = (
  id: string,
  response: HttpResponse,
): { readonly inbound: readonly Inbound[] } | { readonly error: DeliveryError } => {
  if (response.status !== 200) return { error: mailFailure("resend", response) }
  const mail = bodyOf(response.body)
  const { from: author } = mail
  const from = senderOf(textOf(author) ?? "")
  const provider = textOf(mail["id"])
  const headers = new Map(Object.entries(fieldsOf(mail["headers"])).map(([name, value]) => [name.toLowerCase(), value]))
  const header = (name: string) => textOf(headers.get(name))
  const message =
    from &&
    provider &&
    customerMail({
      id,
      from,
      subject: textOf(mail["subject"]),
      text: textOf(mail["text"]),
      html: textOf(mail["html"]),
      messageId: textOf(mail["message_id"]),
      inReplyTo: header("in-reply-to"),
      replyTo: senderOf(textOf(listOf(mail["reply_to"])[0]) ?? "")?.address,
      header,
      at: instantOf(mail["created_at"]),
      attachments: attachmentsOf(provider, mail["attachments"]),
      isVouched: false,
    })
  // an answer that is no mail: it is asked for again
  return message ? { inbound: [message] } : { error: mailFailure("resend", { ...response, status: 502 }) }
}

const fetching = (mail: string, { baseUrl, apiKey }: Reach): HttpRequest => ({
  method: "GET",
  url: `${baseUrl}/emails/receiving/${encodeURIComponent(mail)}`,
  headers: { authorization: `Bearer ${apiKey}` },
})

/** What a webhook of Resend brings; its id is the same at every attempt to deliver it. */
export const readResend = ({ headers, body }: WebhookRequest, reach: Reach): Parsed => {
  const { type, created_at: created, data: told } = bodyOf(body)
  const [kind, at, id, data] = [textOf(type), instantOf(created), textOf(headers["svix-id"]), fieldsOf(told)]
  if (kind === undefined || at === undefined || id === undefined) return unreadable
  if (kind === "email.received") {
    const mail = textOf(data["email_id"])
    if (mail === undefined || !mail.isWellFormed()) return unreadable
    return { inbound: [], asks: [{ request: fetching(mail, reach), read: (response) => readMail(id, response) }] }
  }
  const address = textOf(data["email"])
  if (kind === "contact.updated" && data["unsubscribed"] === true && address !== undefined)
    return { inbound: [{ type: "wish", wish: "stop", id, at, address, by: "list-unsubscribe" }] }
  const receipt = receiptOf(id, kind, at, data)
  return { inbound: receipt ? [receipt] : [] }
}
