// What SendGrid tells: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event, and a mail that came in:
// https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook#default-parameters
import { type Inbound, jsonOf, type Parsed, type WebhookRequest } from "@escucha/core"
import { bodyOf, type Fields, fieldsOf, integerOf, objectsOf, textOf } from "../json.ts"
import { authorIn } from "./author.ts"
import { anonymousId, customerMail, messageIdIn } from "./customer-mail.ts"
import { formIn, type PostedForm } from "./form.ts"
import { fieldIn, headOf } from "./header.ts"
import { filesIn } from "./inbound-files.ts"
import { domainOf, senderOf } from "./mailbox-address.ts"
import { type Outcome, referenceIn, unreadable } from "./provider.ts"

/** Why a mail did not even leave: what happened at this address before. */
const dropped = (reason: string): Outcome => ({
  status: "failed",
  error: `dropped: ${reason}`,
  ...(/bounced address/i.test(reason) && { suppress: "bounce" }),
  ...(/spam reporting address/i.test(reason) && { suppress: "complaint" }),
})

/** What an event says of a mail of ours; opened and clicked say nothing of a person, deferred is no end. */
const outcomes: { readonly [event: string]: (event: Fields) => Outcome } = {
  delivered: () => ({ status: "delivered" }),
  // `blocked`: the mailbox is there, it did not want this mail
  bounce: ({ type, status }) => ({
    status: "failed",
    error: [textOf(type), textOf(status)].filter(Boolean).join(" "),
    ...(type !== "blocked" && { suppress: "bounce" }),
  }),
  dropped: ({ reason }) => dropped(/^[\w ]{1,80}$/.exec(textOf(reason) ?? "")?.[0] ?? "for another reason"),
  // who complains has it
  spamreport: () => ({ status: "delivered", suppress: "complaint" }),
}

const wishes: { readonly [event: string]: "stop" | "start" } = {
  unsubscribe: "stop",
  group_unsubscribe: "stop",
  group_resubscribe: "start",
}

const eventOf = (event: Fields): Inbound | undefined => {
  const [kind, id, address, seconds] = [
    textOf(event["event"]) ?? "",
    textOf(event["sg_event_id"]),
    textOf(event["email"]),
    integerOf(event["timestamp"]),
  ]
  if (id === undefined || address === undefined || seconds === undefined) return undefined
  const known = { id, address, at: seconds * 1_000 }
  const wish = Object.hasOwn(wishes, kind) ? wishes[kind] : undefined
  if (wish) return { type: "wish", wish, ...known, by: "list-unsubscribe" }
  // the id of the message, and where it went through
  const message = textOf(event["sg_message_id"])?.replace(/\.(?:filter|recvd).*$/, "")
  const outcome = Object.hasOwn(outcomes, kind) ? outcomes[kind] : undefined
  return outcome && message
    ? { type: "receipt", ...known, message, ...referenceIn(event), ...outcome(event) }
    : undefined
}

/** Whether a signature of that very house passed: `{@example.com : pass}`. SendGrid checks it and says so beside the mail, not in it. */
const isSigned = (dkim: string | undefined, address: string): boolean =>
  (dkim ?? "")
    .slice(0, 2_000)
    .split(/[{},]/)
    .some((result) => /^\s*@(\S+)\s*:\s*pass\s*$/i.exec(result)?.[1]?.toLowerCase() === domainOf(address))

const mailOf = (form: PostedForm): Parsed | undefined => {
  const charsets = bodyOf(form.field("charsets") ?? "")
  const field = (name: string) => form.field(name, textOf(charsets[name])?.slice(0, 40))
  const head = headOf(form.field("headers") ?? "")
  const header = (name: string) => fieldIn(head, name)
  const author = authorIn(head)
  const from = author ?? senderOf(header("From") ?? "")
  if (!from) return undefined
  const id = anonymousId(messageIdIn(header("message-id")) ?? `${form.field("headers")}\n${form.field("text")}`)
  const details = bodyOf(form.field("attachment-info") ?? "")
  const attached = form.files.filter(({ field: name }) => textOf(fieldsOf(details[name])["content-id"]) === undefined)
  const { attachments, files } = filesIn(id, attached)
  const { from: envelope } = bodyOf(form.field("envelope") ?? "")
  const message = customerMail({
    id,
    from,
    envelope: textOf(envelope),
    subject: field("subject"),
    text: field("text"),
    html: field("html"),
    messageId: header("message-id"),
    inReplyTo: header("in-reply-to"),
    // ours are `<X-Message-Id@…>`
    providerOf: (answered) => answered.slice(1, answered.lastIndexOf("@")),
    replyTo: senderOf(header("reply-to") ?? "")?.address,
    header,
    attachments,
    isVouched: author !== undefined && isSigned(form.field("dkim"), from.address),
  })
  return message && { inbound: [message], files }
}

/** What a webhook of SendGrid brings: a batch of events, or a mail. */
export const readSendGrid = (request: WebhookRequest): Parsed => {
  const form = formIn(request)
  if (form) return mailOf(form) ?? unreadable
  const events = jsonOf(request.body)
  if (!Array.isArray(events)) return unreadable
  return { inbound: objectsOf(events).flatMap((event) => eventOf(event) ?? []) }
}
