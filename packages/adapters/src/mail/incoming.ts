// A mail as it came, read: https://www.rfc-editor.org/rfc/rfc5322
import type { InboundMessage, InboundReceipt, MediaBytes } from "@escucha/core"
import { isUtf8 } from "node:buffer"
import type { Attachment, Email } from "postal-mime"
import { isVouchedFor } from "./authentication.ts"
import { anonymousId, customerMail, messageIdIn } from "./customer-mail.ts"
import { fileName } from "./inbound-files.ts"
import { reportOf } from "./report.ts"

/** A mail that we take and its files, what came of a mail of ours, or the reply code of SMTP for one that we do not take. */
export type Incoming =
  | { readonly message: InboundMessage; readonly files: readonly MediaBytes[] }
  | { readonly receipt: InboundReceipt }
  | { readonly refused: { readonly code: 554; readonly remedy: string } }

/** What is known of a mail beside its bytes. */
export interface Arrival {
  /** The sender of the envelope, empty for what servers say; as `Return-Path` tells it, where it is left out. */
  readonly sender?: string
  /** Milliseconds. */
  readonly now: number
  /** The mail exchanger whose word we take for who a mail is from. */
  readonly exchanger?: string | undefined
}

/** How a mail is put together at most: parts (lines that may begin one), parts within parts, bytes of headers. */
const most = { parts: 1_000, depth: 10, headers: 65_536 }
const oldest = 7 * 86_400_000

const refused = (remedy: string): Incoming => ({ refused: { code: 554, remedy } })

const hasTooManyParts = (raw: Buffer): boolean => {
  let count = 0
  for (let at = raw.indexOf("\n--"); at >= 0; at = raw.indexOf("\n--", at + 1)) {
    count += 1
    if (count > most.parts) return true
  }
  return false
}

const parsedAsTold = async (raw: Buffer): Promise<Email | undefined> => {
  const { default: PostalMime } = await import("postal-mime")
  try {
    return await PostalMime.parse(raw, {
      maxNestingDepth: most.depth,
      maxHeadersSize: most.headers,
      maxRfc822NestingDepth: 0,
    })
  } catch {
    return undefined // the parser refuses what is nested too deep or has too long headers, and says so by an Error
  }
}

/** Whether nothing but ASCII could be read: what stood between it was written in other letters than the mail says. */
const isMisread = (text = ""): boolean => text.includes("\uFFFD") && !/[\u0080-\uFFFC]/.test(text)

/** The mail. Bytes that are not what they are called (old programs write Western letters and say nothing) are read as those. */
const parsed = async (raw: Buffer): Promise<Email | undefined> => {
  const email = await parsedAsTold(raw)
  if (!email || isUtf8(raw) || ![email.text, email.html, email.subject].some((text) => isMisread(text))) return email
  return parsedAsTold(Buffer.from(new TextDecoder("windows-1252").decode(raw)))
}

/** The time that the mail tells, unless it is in the future or older than a week: then it is not believed. */
const writtenAt = (date: string | undefined, now: number): number => {
  const told = Date.parse(date ?? "")
  return told <= now && told >= now - oldest ? told : now
}

/** What the person attached; not the pictures of their signature, nor a signature of the other kind. */
const isAttached = ({ related, mimeType }: Attachment): boolean =>
  !related && !/\b(?:pkcs7|pgp)-signature$/.test(mimeType)

const encoder = new TextEncoder()
const fileOf = ({ content, mimeType, filename }: Attachment): MediaBytes => ({
  bytes: typeof content === "string" ? encoder.encode(content) : new Uint8Array(content),
  type: mimeType,
  name: fileName(filename ?? undefined),
})

/** Several From fields, or several people in it: nobody can vouch for which of them wrote. */
const isFromOne = ({ headers, from }: Email): boolean =>
  headers.filter(({ key }) => key === "from").length === 1 && from !== undefined && !from.group

/** The sender of the envelope, as the server that took the mail in wrote it down. */
const returnPathOf = ({ headers }: Email): string | undefined =>
  /^\s*<([^<>\s]*)>/.exec(headers.find(({ key }) => key === "return-path")?.value ?? "")?.[1]

const messageOf = (email: Email, id: string, { sender, now, exchanger }: Arrival) => {
  const address = email.from?.address || sender || ""
  const header = (name: string) => email.headers.find(({ key }) => key === name)?.value
  const results = email.headers.flatMap(({ key, value }) => (key === "authentication-results" ? [value] : []))
  return customerMail({
    id,
    from: { address, name: email.from?.name },
    envelope: sender,
    subject: email.subject,
    text: email.text,
    html: email.html,
    messageId: email.messageId,
    inReplyTo: email.inReplyTo,
    replyTo: email.replyTo?.[0]?.address,
    header,
    at: writtenAt(email.date, now),
    isVouched: isFromOne(email) && isVouchedFor(results, exchanger, address),
  })
}

/**
 * Reads a mail as a message of a customer and its files, or as what became of one of ours. Never rejects: a mail that is a bomb or has no
 * sender comes back with its reply code.
 */
export const incoming = async (raw: Buffer, arrival: Arrival): Promise<Incoming> => {
  if (hasTooManyParts(raw)) return refused("too many parts")
  const email = await parsed(raw)
  if (!email) return refused("nested too deep, or its headers are too long")
  const id = anonymousId(messageIdIn(email.messageId) ?? raw)
  const sender = arrival.sender ?? returnPathOf(email)
  const report = reportOf(email, sender)
  if (report) return { receipt: { type: "receipt", id, at: arrival.now, ...report } }
  const message = messageOf(email, id, { ...arrival, ...(sender !== undefined && { sender }) })
  if (!message) return refused("the From field has no address")
  return { message, files: email.attachments.filter(isAttached).map(fileOf) }
}
