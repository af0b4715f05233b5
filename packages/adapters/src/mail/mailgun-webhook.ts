// What Mailgun tells: https://documentation.mailgun.com/docs/mailgun/user-manual/events/webhooks, and a mail that came in:
// https://documentation.mailgun.com/docs/mailgun/user-manual/receive-forward-store/receive-http
import { type Inbound, jsonOf, type Parsed, type WebhookRequest } from "@escucha/core"
import { bodyOf, type Fields, fieldsOf, integerOf, listOf, textOf } from "../json.ts"
import { customerMail } from "./customer-mail.ts"
import { formIn, type PostedForm } from "./form.ts"
import { fieldIn, type MailHead } from "./header.ts"
import { filesIn } from "./inbound-files.ts"
import { senderOf } from "./mailbox-address.ts"
import { type Outcome, referenceIn, unreadable } from "./provider.ts"

/** The id of a message as Mailgun writes it in events: without the brackets of a Message-ID. */
export const bareId = (id: string | undefined): string | undefined => id?.replace(/^<(.*)>$/, "$1")

/** What Mailgun signed, wherever it lies: in an event by itself, in a form among the fields. */
export const signatureIn = (
  request: WebhookRequest,
): { readonly timestamp: string; readonly token: string; readonly signature: string | undefined } => {
  const form = formIn(request)
  const told = fieldsOf(bodyOf(form ? "" : request.body)["signature"])
  const field = (name: string) => (form ? form.field(name) : (textOf(told[name]) ?? integerOf(told[name])?.toString()))
  return { timestamp: field("timestamp") ?? "", token: field("token") ?? "", signature: field("signature") }
}

// https://documentation.mailgun.com/docs/mailgun/user-manual/events/event-structure: `severity` and `reason`
const failed = ({ severity, reason, "delivery-status": delivery }: Fields): Outcome | undefined => {
  if (severity !== "permanent") return undefined // it tries again
  const [why, code] = [textOf(reason) ?? "failed", integerOf(fieldsOf(delivery)["code"])]
  return {
    status: "failed",
    error: code === undefined ? why : `${why} ${code}`,
    ...((why === "bounce" || why === "suppress-bounce") && { suppress: "bounce" }),
    ...(why === "suppress-complaint" && { suppress: "complaint" }),
  }
}

/** What an event says of a mail of ours; opened and clicked say nothing of a person. */
const outcomes: { readonly [event: string]: (event: Fields) => Outcome | undefined } = {
  delivered: () => ({ status: "delivered" }),
  failed,
  // who complains has it
  complained: () => ({ status: "delivered", suppress: "complaint" }),
}

/** `token` is the id: Mailgun signs it and nothing else, so that what was signed once can be told once. */
const eventOf = (token: string, event: Fields): Inbound | undefined => {
  const [kind, address, seconds] = [textOf(event["event"]) ?? "", textOf(event["recipient"]), event["timestamp"]]
  if (address === undefined || typeof seconds !== "number") return undefined
  const known = { id: token, address, at: Math.round(seconds * 1_000) }
  if (kind === "unsubscribed") return { type: "wish", wish: "stop", ...known, by: "list-unsubscribe" }
  const message = bareId(textOf(fieldsOf(fieldsOf(event["message"])["headers"])["message-id"]))
  const outcome = Object.hasOwn(outcomes, kind) ? outcomes[kind]?.(event) : undefined
  const reference = referenceIn(fieldsOf(event["user-variables"]))
  return outcome && message ? { type: "receipt", ...known, message, ...reference, ...outcome } : undefined
}

const mailOf = (token: string, form: PostedForm): Parsed | undefined => {
  const head = listOf(jsonOf(form.field("message-headers") ?? "")).flatMap((line): MailHead => {
    const [name, value] = listOf(line).map(textOf)
    return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value]]
  })
  const header = (name: string) => fieldIn(head, name)
  const from = senderOf(header("From") ?? "") ?? senderOf(form.field("sender") ?? "")
  if (!from || token === "") return undefined
  const inside = new Set(Object.values(bodyOf(form.field("content-id-map") ?? "")))
  const { attachments, files } = filesIn(
    token,
    form.files.filter(({ field }) => !inside.has(field)), // pictures in the words
  )
  const seconds = integerOf(form.field("timestamp"))
  const message = customerMail({
    id: token,
    from,
    envelope: form.field("sender"),
    subject: form.field("subject"),
    text: form.field("body-plain"),
    html: form.field("body-html"),
    messageId: header("message-id"),
    inReplyTo: header("in-reply-to"),
    providerOf: (answered) => bareId(answered) ?? answered,
    replyTo: senderOf(header("reply-to") ?? "")?.address,
    header,
    at: seconds === undefined ? undefined : seconds * 1_000,
    attachments,
    isVouched: false,
  })
  return message && { inbound: [message], files }
}

/** What a webhook of Mailgun brings: an event, or a mail. */
export const readMailgun = (request: WebhookRequest): Parsed => {
  const { token } = signatureIn(request)
  const form = formIn(request)
  if (form) return mailOf(token, form) ?? unreadable
  const event = bodyOf(request.body)["event-data"]
  if (token === "" || event === undefined) return unreadable
  const inbound = eventOf(token, fieldsOf(event))
  return { inbound: inbound ? [inbound] : [] }
}
