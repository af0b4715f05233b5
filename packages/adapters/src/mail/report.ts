// What mail servers and mail programs say of a mail of ours: that it was delivered or could not be (DSN,
// https://www.rfc-editor.org/rfc/rfc3464), that somebody called it spam (ARF, https://www.rfc-editor.org/rfc/rfc5965), that somebody
// read it (MDN, https://www.rfc-editor.org/rfc/rfc8098).
import type { InboundReceipt } from "@escucha/core"
import type { Email } from "postal-mime"
import { idInMessageId } from "./letter.ts"

/** What a report says; its id and its time are the mail's. */
export type Report = Omit<InboundReceipt, "type" | "id" | "at">

/** How much of a part of a report is read. */
const longestPart = 65_536

const partOf = ({ attachments }: Email, type: RegExp): string => {
  const content = attachments.find(({ mimeType }) => type.test(mimeType))?.content ?? ""
  const text = typeof content === "string" ? content : new TextDecoder().decode(content)
  return text.slice(0, longestPart).replaceAll(/\r\n?/g, "\n")
}

const fieldOf = (text: string, name: string): string | undefined => {
  const start = `${name}:`
  const line = text.split("\n").find((each) => each.slice(0, start.length).toLowerCase() === start)
  return line?.slice(start.length).trim()
}

const addressOf = (field: string | undefined): string | undefined =>
  /^(?:(?:rfc822|utf-8)\s*;)?\s*<?([^\s<>@;]+@[^\s<>@]+?)>?$/i.exec(field ?? "")?.[1]

const messageIn = (field: string | undefined): string | undefined => /^<[^\s<>]{1,250}>$/.exec(field ?? "")?.[0]

/** The head of the mail of ours that came back with the report. */
const returnedIn = (email: Email): string =>
  partOf(email, /^(?:message\/rfc822|text\/rfc822-headers|message\/global(?:-headers)?)$/)

// 5.1: the mailbox or its house does not exist, or moved (not 7 and 8, which are about us); 5.2.1: it is closed.
// https://www.rfc-editor.org/rfc/rfc3463#section-3.2
const isGone = (status: string): boolean => /^5\.(?:1\.(?:[1-69]|10)|2\.1)$/.test(status)

const statuses: ReadonlyMap<string, Report["status"]> = new Map([
  ["failed", "failed"],
  ["delivered", "delivered"],
  // not given up yet, or handed on to a server that says nothing of what becomes of it
  ["delayed", "sent"],
  ["relayed", "sent"],
  ["expanded", "sent"],
])

/** The code of what happened. Servers that say `5.0.0` may quote a better one: what the next server told them. */
const codeIn = (report: string): string => {
  const told = /^\d\.\d{1,3}\.\d{1,3}/.exec(fieldOf(report, "status") ?? "")?.[0] ?? ""
  if (!told.endsWith(".0.0")) return told
  return /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fieldOf(report, "diagnostic-code") ?? "")?.[0] ?? told
}

const deliveryOf = (email: Email): Report | undefined => {
  const report = partOf(email, /^message\/(?:global-)?delivery-status$/)
  const status = statuses.get(fieldOf(report, "action")?.toLowerCase() ?? "")
  const address = addressOf(fieldOf(report, "original-recipient") ?? fieldOf(report, "final-recipient"))
  const envelope = fieldOf(report, "original-envelope-id")
  // what we gave as its ENVID is its Message-ID, without the brackets
  const message = messageIn(fieldOf(returnedIn(email), "message-id")) ?? messageIn(envelope && `<${envelope}>`)
  if (!status || !address || !message) return undefined
  const code = codeIn(report)
  return {
    message,
    address,
    status,
    ...(status === "failed" && code !== "" && { error: code }),
    ...(status === "failed" && isGone(code) && { suppress: "bounce" }),
  }
}

const complaintOf = (email: Email): Report | undefined => {
  const report = partOf(email, /^message\/feedback-report$/)
  if (!/^(?:abuse|fraud|opt-out)$/i.test(fieldOf(report, "feedback-type") ?? "")) return undefined
  const original = returnedIn(email)
  const address = addressOf(fieldOf(report, "original-rcpt-to") ?? fieldOf(original, "to"))
  const message = messageIn(fieldOf(original, "message-id"))
  // who complains has it
  return address && message ? { message, address, status: "delivered", suppress: "complaint" } : undefined
}

const readingOf = (email: Email): Report | undefined => {
  const report = partOf(email, /^message\/(?:global-)?disposition-notification$/)
  if (!/;\s*displayed\b/i.test(fieldOf(report, "disposition") ?? "")) return undefined
  const address = addressOf(fieldOf(report, "original-recipient") ?? fieldOf(report, "final-recipient"))
  const message = messageIn(fieldOf(report, "original-message-id"))
  return address && message ? { message, address, status: "read" } : undefined
}

/**
 * What a mail reports of a mail of ours; `undefined` where it is no report. `envelope` is its sender: what servers say has none, and what
 * a person's program says is from that person.
 */
export const reportOf = (email: Email, envelope: string | undefined): Report | undefined => {
  const report = found(email, envelope)
  if (typeof report?.message !== "string") return undefined
  const reference = idInMessageId(report.message)
  // whoever can write to us can write a report: the core believes it of messages that it knows alone
  return { ...report, claimed: true, ...(reference && { reference }) }
}

const found = (email: Email, envelope: string | undefined): Report | undefined => {
  const complaint = complaintOf(email)
  if (complaint) return complaint
  if (envelope === "") return deliveryOf(email) ?? readingOf(email)
  const reading = readingOf(email)
  return reading?.address.toLowerCase() === email.from?.address?.toLowerCase() ? reading : undefined
}
