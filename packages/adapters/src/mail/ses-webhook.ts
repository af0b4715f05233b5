// What SES tells: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html, and a mail that came in:
// https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
import type { Inbound, Parsed } from "@escucha/core"
import { bodyOf, type Fields, fieldsOf, instantOf, listOf, objectsOf, rawOf, textOf } from "../json.ts"
import { authorIn } from "./author.ts"
import { fromBase64 } from "./base64.ts"
import { customerMail } from "./customer-mail.ts"
import { fieldIn } from "./header.ts"
import { filesIn } from "./inbound-files.ts"
import { senderOf } from "./mailbox-address.ts"
import { readMime } from "./mime.ts"
import { type Outcome, referenceIn, unreadable } from "./provider.ts"
import { snsMessageIn } from "./sns.ts"

interface Told {
  readonly outcome: Outcome
  readonly addresses: readonly unknown[]
  readonly at: unknown
}

const recipientsOf = (list: unknown): readonly unknown[] => objectsOf(list).map(({ emailAddress }) => emailAddress)

/** What an event says of a mail of ours; opened and clicked say nothing of a person, and a delay is no end. */
const outcomes: { readonly [kind: string]: (event: Fields, mail: Fields) => Told } = {
  Delivery: ({ delivery }) => {
    const { recipients, timestamp } = fieldsOf(delivery)
    return { outcome: { status: "delivered" }, addresses: listOf(recipients), at: timestamp }
  },
  Bounce: ({ bounce }) => {
    const { bounceType, bounceSubType, bouncedRecipients, timestamp } = fieldsOf(bounce)
    const error = [textOf(bounceType), textOf(bounceSubType)].filter(Boolean).join(" ")
    return {
      outcome: { status: "failed", error, ...(bounceType === "Permanent" && { suppress: "bounce" }) },
      addresses: recipientsOf(bouncedRecipients),
      at: timestamp,
    }
  },
  Complaint: ({ complaint }) => {
    const { complainedRecipients, complaintFeedbackType: kind, timestamp } = fieldsOf(complaint)
    return {
      // who complains has it
      outcome: { status: "delivered", ...(kind !== "not-spam" && { suppress: "complaint" }) },
      addresses: recipientsOf(complainedRecipients),
      at: timestamp,
    }
  },
  Reject: ({ reject }, { destination, timestamp }) => ({
    outcome: { status: "failed", error: textOf(fieldsOf(reject)["reason"]) ?? "rejected" },
    addresses: listOf(destination),
    at: timestamp,
  }),
  "Rendering Failure": (_, { destination, timestamp }) => ({
    outcome: { status: "failed", error: "rendering failure" },
    addresses: listOf(destination),
    at: timestamp,
  }),
}

const receiptsOf = (id: string, kind: string, event: Fields): readonly Inbound[] => {
  const mail = fieldsOf(event["mail"])
  const [read, message] = [Object.hasOwn(outcomes, kind) ? outcomes[kind] : undefined, textOf(mail["messageId"])]
  if (!read || message === undefined) return []
  const { outcome, addresses, at: told } = read(event, mail)
  const [tag] = listOf(fieldsOf(mail["tags"])["escucha"])
  const reference = referenceIn({ escucha: tag })
  const at = instantOf(told) ?? instantOf(mail["timestamp"])
  return addresses.flatMap((written, index): Inbound[] => {
    const address = senderOf(textOf(written) ?? "")?.address
    return address === undefined || at === undefined
      ? []
      : [{ type: "receipt", id: `${id}:${index}`, address, at, message, ...reference, ...outcome }]
  })
}

/** Somebody left all topics of a list by its own link. */
const wishesOf = (id: string, { subscription, mail }: Fields): readonly Inbound[] => {
  const { contactList: _, newTopicPreferences, timestamp } = fieldsOf(subscription)
  const address = senderOf(textOf(listOf(fieldsOf(mail)["destination"])[0]) ?? "")?.address
  if (address === undefined || fieldsOf(newTopicPreferences)["unsubscribeAll"] !== true) return []
  const at = instantOf(timestamp)
  return [{ type: "wish", wish: "stop", id, address, by: "list-unsubscribe", ...(at !== undefined && { at }) }]
}

const encoder = new TextEncoder()

const received = (id: string, event: Fields): Parsed | undefined => {
  const [mail, receipt, content] = [fieldsOf(event["mail"]), fieldsOf(event["receipt"]), textOf(event["content"])]
  const encoding = fieldsOf(receipt["action"])["encoding"]
  const raw = content === undefined ? undefined : encoding === "BASE64" ? fromBase64(content) : encoder.encode(content)
  const { head, text, html, files: found } = readMime(raw ?? new Uint8Array())
  const isInfected = fieldsOf(receipt["virusVerdict"])["status"] === "FAIL"
  const { attachments, files } = filesIn(id, isInfected ? [] : found)
  const told = objectsOf(mail["headers"])
  const header = (name: string) =>
    fieldIn(head, name) ??
    textOf(told.find((one) => textOf(one["name"])?.toLowerCase() === name.toLowerCase())?.["value"])
  // what DMARC passed is the house in From, not the sender of the envelope and not what an encoded word holds
  const author = authorIn(head)
  const message = customerMail({
    id,
    from: author ?? senderOf(header("From") ?? "") ?? { address: textOf(mail["source"]) ?? "" },
    envelope: textOf(mail["source"]),
    subject: header("subject"),
    text,
    html,
    messageId: header("message-id"),
    inReplyTo: header("in-reply-to"),
    // ours are `<MessageId@region.amazonses.com>`
    providerOf: (answered) => answered.slice(1, answered.lastIndexOf("@")),
    replyTo: senderOf(header("reply-to") ?? "")?.address,
    header,
    at: instantOf(mail["timestamp"]),
    attachments,
    unkept: isInfected ? found.length : 0,
    isVouched: author !== undefined && fieldsOf(receipt["dmarcVerdict"])["status"] === "PASS",
  })
  if (!message) return undefined
  // the mail lies in a bucket, or is too large: its words did not come
  const unread = { ...message, unsupported: "mail-elsewhere", metadata: { ...message.metadata, ...rawOf(event) } }
  return { inbound: [raw ? message : unread], files }
}

/** What a webhook of SNS brings from SES. */
export const readSes = (body: string, topics: readonly string[]): Parsed => {
  const envelope = snsMessageIn(body, topics)
  if (!envelope) return unreadable
  if ("foreign" in envelope) return envelope
  if ("confirm" in envelope) return { inbound: [], calls: [envelope.confirm] }
  const event = bodyOf(envelope.message)
  const kind = textOf(event["eventType"]) ?? textOf(event["notificationType"])
  if (kind === "Received") return received(envelope.id, event) ?? unreadable
  if (kind === "Subscription") return { inbound: wishesOf(envelope.id, event) }
  // SES says by a sentence that a topic was written down
  return { inbound: kind === undefined ? [] : receiptsOf(envelope.id, kind, event) }
}
