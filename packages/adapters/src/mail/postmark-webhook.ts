// What Postmark tells: https://postmarkapp.com/developer/webhooks/webhooks-overview, and a mail that came in:
// https://postmarkapp.com/developer/webhooks/inbound-webhook
import type { Inbound, Parsed } from "@escucha/core"
import { bodyOf, type Fields, fieldsOf, idOf, instantOf, objectsOf, textOf } from "../json.ts"
import { fromBase64 } from "./base64.ts"
import { anonymousId, customerMail } from "./customer-mail.ts"
import { filesIn } from "./inbound-files.ts"
import { type Outcome, referenceIn, unreadable } from "./provider.ts"

// https://postmarkapp.com/developer/api/bounce-api#bounce-types. What is not here is no end of a mail: an answer of a machine, say.
const failures = new Set([
  "HardBounce",
  "SoftBounce",
  "DnsError",
  "SpamNotification",
  "VirusNotification",
  "BadEmailAddress",
  "ManuallyDeactivated",
  "Blocked",
  "Unknown",
  "SMTPApiError",
  "DMARCPolicy",
  "TemplateRenderingFailed",
])

const outcomeOf = (event: Fields): Outcome | undefined => {
  const { RecordType: kind, Type: type, Inactive: isClosed } = event
  if (kind === "Delivery") return { status: "delivered" }
  // who complains has it
  if (kind === "SpamComplaint") return { status: "delivered", suppress: "complaint" }
  const error = textOf(type)
  if (kind !== "Bounce" || error === undefined || !failures.has(error)) return undefined
  return { status: "failed", error, ...(isClosed === true && { suppress: "bounce" }) }
}

const receiptOf = (event: Fields): Inbound | undefined => {
  const { DeliveredAt, BouncedAt, Recipient, Email, MessageID, ID } = event
  const outcome = outcomeOf(event)
  const at = instantOf(DeliveredAt) ?? instantOf(BouncedAt)
  const [address, message] = [textOf(Recipient) ?? textOf(Email), textOf(MessageID)]
  if (!outcome || at === undefined || address === undefined || message === undefined) return undefined
  const id = `${outcome.status}:${idOf(ID) ?? message}:${at}`
  return { type: "receipt", id, at, address, message, ...referenceIn(fieldsOf(event["Metadata"])), ...outcome }
}

/** Somebody unsubscribed, or came back, by themselves; what we or our colleagues did by hand says nothing of their wish. */
const wishOf = (event: Fields, body: string): Inbound | undefined => {
  const { RecordType, Origin, SuppressSending: isClosed, SuppressionReason: reason, Recipient, ChangedAt } = event
  const [address, at] = [textOf(Recipient), instantOf(ChangedAt)]
  if (RecordType !== "SubscriptionChange" || Origin !== "Recipient" || address === undefined) return undefined
  if (isClosed === true && reason !== "ManualSuppression") return undefined // a bounce or a complaint, told by themselves
  const wish = isClosed === true ? "stop" : "start"
  return { type: "wish", wish, id: anonymousId(body), address, by: "list-unsubscribe", ...(at !== undefined && { at }) }
}

const mailOf = (event: Fields): Parsed | undefined => {
  const id = textOf(event["MessageID"])
  const { Email, Name } = fieldsOf(event["FromFull"])
  if (id === undefined || event["RecordType"] !== undefined) return undefined
  const headers = objectsOf(event["Headers"])
  const header = (name: string) => textOf(headers.find((one) => textOf(one["Name"])?.toLowerCase() === name)?.["Value"])
  const { attachments, files } = filesIn(
    id,
    objectsOf(event["Attachments"]).flatMap(({ Content, ContentType, Name: file, ContentID: place }) => {
      const bytes = fromBase64(textOf(Content) ?? "")
      const isInside = textOf(place) !== undefined // a picture in the words
      if (!bytes || isInside) return []
      return [{ bytes, type: textOf(ContentType) ?? "application/octet-stream", name: textOf(file) ?? "" }]
    }),
  )
  const message = customerMail({
    id,
    from: { address: textOf(Email) ?? "", name: textOf(Name) },
    subject: textOf(event["Subject"]),
    text: textOf(event["TextBody"]),
    html: textOf(event["HtmlBody"]),
    messageId: header("message-id"),
    inReplyTo: header("in-reply-to"),
    // ours are `<MessageID@mtasv.net>`
    providerOf: (answered) => answered.slice(1, answered.lastIndexOf("@")),
    replyTo: textOf(event["ReplyTo"]),
    header,
    attachments,
    isVouched: false,
  })
  return message && { inbound: [message], files }
}

/** What a webhook of Postmark brings. */
export const readPostmark = (body: string): Parsed => {
  const event = bodyOf(body)
  const mail = mailOf(event)
  if (mail) return mail
  if (textOf(event["RecordType"]) === undefined) return unreadable
  const inbound = receiptOf(event) ?? wishOf(event, body)
  return { inbound: inbound ? [inbound] : [] }
}
