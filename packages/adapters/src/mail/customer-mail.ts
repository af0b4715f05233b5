// A mail of a customer, whoever brought it: https://www.rfc-editor.org/rfc/rfc5322, and who must not be answered:
// https://www.rfc-editor.org/rfc/rfc3834
import { sha256 } from "@noble/hashes/sha2.js"
import { type Attachment, type InboundMessage, longestText } from "@escucha/core"
import { toBase64 } from "./base64.ts"
import { freshText } from "./fresh-text.ts"
import { isMailAddress } from "./mailbox-address.ts"
import { plainText } from "./plain-text.ts"

/** What is known of a mail that came in. */
export interface CustomerMail {
  /** The same for the same delivery. */
  readonly id: string
  readonly from: { readonly address: string; readonly name?: string | undefined }
  /** The sender of the envelope, where it is known; empty for what machines say. */
  readonly envelope?: string | undefined
  readonly subject?: string | undefined
  readonly text?: string | undefined
  readonly html?: string | undefined
  readonly messageId?: string | undefined
  readonly inReplyTo?: string | undefined
  /** How the provider names a mail of ours that has this Message-ID; by the Message-ID itself, where it is left out. */
  readonly providerOf?: (messageId: string) => string
  /** What its answers should go to: told, not believed. */
  readonly replyTo?: string | undefined
  /** A header by its name in lower case. */
  readonly header: (name: string) => string | undefined
  readonly at?: number | undefined
  readonly attachments?: readonly Attachment[]
  /** Files that nobody could keep. */
  readonly unkept?: number
  /** Somebody whom we trust found that it is from the house that it says. */
  readonly isVouched: boolean
}

const longestHeader = 998
/** Letters of a mail that are looked at: nobody writes so many, and millions of empty lines would hold everybody else for seconds. */
const longestRead = { text: 4 * longestText, html: 16 * longestText }
const encoder = new TextEncoder()
const robots = /^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)(?:[+@-]|$)/i
const ofMachines = [
  "list-id",
  "list-unsubscribe",
  "list-post",
  "list-help",
  "list-owner",
  "list-subscribe",
  "list-archive",
  "x-autoreply",
  "x-autorespond",
]

const isAutomatic = ({ header, envelope, from }: CustomerMail): boolean => {
  const told = (name: string) => header(name)?.trim().toLowerCase()
  const submitted = told("auto-submitted")
  return (
    envelope === "" ||
    robots.test(from.address) ||
    (submitted !== undefined && submitted !== "no") ||
    /^(?:bulk|list|junk|auto_reply)/.test(told("precedence") ?? "") ||
    (told("content-type") ?? "").startsWith("multipart/report") ||
    ofMachines.some((name) => header(name) !== undefined)
  )
}

const cut = (text: string): string => {
  if (text.length * 3 <= longestText) return text
  const bytes = encoder.encode(text)
  if (bytes.length <= longestText) return text
  return new TextDecoder()
    .decode(bytes.subarray(0, longestText - 3))
    .replace(/\uFFFD$/, "")
    .concat("…")
}

/** A Message-ID as it stands in its field, with its brackets. */
export const messageIdIn = (text: string | undefined): string | undefined =>
  /<[^\s<>]{1,250}>/.exec((text ?? "").slice(0, longestHeader))?.[0]

/** The same for the same words, and nothing that can be read: a Message-ID names the sender's house, and sometimes the sender. */
export const anonymousId = (of: string | Uint8Array): string =>
  toBase64(sha256(typeof of === "string" ? encoder.encode(of) : of))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "")

/** What kind of attachment a file is. */
export const kindOf = (type: string): Attachment["kind"] =>
  (["image", "audio", "video"] as const).find((kind) => type.startsWith(`${kind}/`)) ?? "file"

/** The mail as a message of a customer; `undefined` where it has no sender. */
export const customerMail = (mail: CustomerMail): InboundMessage | undefined => {
  const { id, from, subject, text, html, attachments = [], unkept = 0, replyTo, at } = mail
  if (!isMailAddress(from.address) || from.address.length > 254) return undefined
  const words = text?.slice(0, longestRead.text)
  const body = words?.trim() ? words : plainText((html ?? "").slice(0, longestRead.html))
  const [provider, answers] = [messageIdIn(mail.messageId), messageIdIn(mail.inReplyTo)]
  const answered = answers && (mail.providerOf?.(answers) ?? answers)
  const metadata = {
    ...(subject && { subject: subject.slice(0, longestHeader) }),
    ...(answered && { repliesTo: answered }),
    // told, not believed: mail exchangers vouch for From alone
    ...(replyTo && replyTo !== from.address && { replyTo: replyTo.slice(0, longestHeader) }),
    ...(unkept > 0 && { attachments: String(unkept) }),
  }
  return {
    type: "message",
    id,
    ...(provider && { provider }),
    address: from.address,
    text: cut(freshText(body)),
    ...(at !== undefined && { at }),
    metadata,
    ...(from.name && { name: from.name.slice(0, longestHeader) }),
    ...(answered && { repliesTo: answered }),
    ...(attachments.length > 0 && { attachments }),
    ...(isAutomatic(mail) && { automatic: true }),
    ...(!mail.isVouched && { claimed: true }),
    ...(unkept > 0 && { unsupported: "attachment" }),
  }
}
