// A mail as it came, read: https://www.rfc-editor.org/rfc/rfc5322, and who must not be answered: https://www.rfc-editor.org/rfc/rfc3834
import { longestText, type InboundMessage, type InboundReceipt } from "@escucha/core"
import { isUtf8 } from "node:buffer"
import { createHash } from "node:crypto"
import type { Attachment, Email } from "postal-mime"
import { bounceOf } from "./bounce.ts"
import { freshText } from "./fresh-text.ts"
import { plainText } from "./plain-text.ts"

/** A mail that we take, what came of a mail of ours, or the reply code of SMTP for one that we do not take. */
export type Incoming =
  | { readonly message: InboundMessage }
  | { readonly receipt: InboundReceipt }
  | { readonly refused: { readonly code: 554; readonly remedy: string } }

/** How a mail is put together at most: parts (lines that may begin one), parts within parts, bytes of headers. */
const most = { parts: 1_000, depth: 10, headers: 65_536 }
const longestHeader = 998
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

const robots = /^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)(?:[+@-]|$)/i

const isAutomatic = (email: Email, sender: string, address: string): boolean => {
  const header = (name: string) =>
    email.headers
      .find(({ key }) => key === name)
      ?.value.trim()
      .toLowerCase()
  const submitted = header("auto-submitted")
  return (
    sender === "" ||
    robots.test(address) ||
    (submitted !== undefined && submitted !== "no") ||
    /^(?:bulk|list|junk|auto_reply)/.test(header("precedence") ?? "") ||
    (header("content-type") ?? "").startsWith("multipart/report") ||
    email.headers.some(({ key }) => key.startsWith("list-") || key === "x-autoreply" || key === "x-autorespond")
  )
}

/** The time that the mail tells, unless it is in the future or older than a week: then it is not believed. */
const writtenAt = (date: string | undefined, now: number): number => {
  const told = Date.parse(date ?? "")
  return told <= now && told >= now - oldest ? told : now
}

const cut = (text: string): string => {
  if (Buffer.byteLength(text) <= longestText) return text
  return new TextDecoder()
    .decode(Buffer.from(text).subarray(0, longestText - 3))
    .replace(/\uFFFD$/, "")
    .concat("…")
}

/** What the person attached; not the pictures of their signature, nor a signature of the other kind. */
const isAttached = ({ related, mimeType }: Attachment): boolean =>
  !related && !/\b(?:pkcs7|pgp)-signature$/.test(mimeType)

const isMessageId = (id: string | undefined): id is string => id !== undefined && /^<[^\s<>]{1,250}>$/.test(id)

/** The same for the same mail, and nothing that can be read: a Message-ID names the sender's house, and sometimes the sender. */
const idOf = ({ messageId }: Email, raw: Buffer): string =>
  createHash("sha256")
    .update(isMessageId(messageId) ? messageId : raw)
    .digest("base64url")

/**
 * Reads a mail as a message of a customer, or as the news that one of ours came back. `sender` is the envelope's (empty for a
 * bounce), `now` the moment it came, in milliseconds. Never rejects: a mail that is a bomb or has no sender comes back with its reply code.
 */
export const incoming = async (raw: Buffer, sender: string, now: number): Promise<Incoming> => {
  if (hasTooManyParts(raw)) return refused("too many parts")
  const email = await parsed(raw)
  if (!email) return refused("nested too deep, or its headers are too long")
  const address = email.from?.address || sender
  if (!/^[^\s@]+@[^\s@]+$/.test(address) || address.length > 254) return refused("the From field has no address")
  // whoever gave an address to answer to is no mail server that gave up
  const bounce = sender === "" ? bounceOf(email) : undefined
  if (bounce) return { receipt: { type: "receipt", id: idOf(email, raw), at: now, ...bounce } }
  const body = email.text?.trim() ? email.text : plainText(email.html ?? "")
  const text = cut(freshText(body))
  const attachments = email.attachments.filter(isAttached).length
  const [replyTo] = email.replyTo ?? []
  const metadata = {
    ...(email.subject && { subject: email.subject.slice(0, longestHeader) }),
    ...(email.inReplyTo && { repliesTo: email.inReplyTo.slice(0, longestHeader) }),
    // told, not believed: mail exchangers vouch for From alone
    ...(replyTo?.address && replyTo.address !== address && { replyTo: replyTo.address.slice(0, longestHeader) }),
    ...(attachments > 0 && { attachments: String(attachments) }),
  }
  return {
    message: {
      type: "message",
      id: idOf(email, raw),
      ...(isMessageId(email.messageId) && { provider: email.messageId }),
      address,
      text,
      at: writtenAt(email.date, now),
      metadata,
      ...(email.from?.name && { name: email.from.name.slice(0, longestHeader) }),
      ...(isAutomatic(email, sender, address) && { automatic: true }),
      ...(attachments > 0 && { unsupported: "attachment" }),
    },
  }
}
