// Whom the From field of a mail names (https://www.rfc-editor.org/rfc/rfc5322#section-3.6.2), where there is no second way to read it.
// What somebody vouches for is the house that they read there: it has to be the one that we read.
import { type MailHead, readable } from "./header.ts"
import { isMailAddress, type MailSender } from "./mailbox-address.ts"

// The name in quotes, or of words without any sign that separates addresses. Nothing is decoded before: an encoded word may hold signs
// that nobody took for an address who looked at the field as it came.
const named = /^(?:"((?:[^"\\\r\n]|\\[^\r\n]){0,300})"\s{0,20}|([^"<>()[\]@,;:\\\r\n]{0,300}))<([^\s<>]{3,254})>$/

/**
 * The one author of a mail; `undefined` where several are named, or where somebody could read somebody else there. What was read in
 * another way than this is only claimed.
 *
 * @example
 * authorIn([["from", "Ana Ruiz <ana@example.com>"]]) // { name: "Ana Ruiz", address: "ana@example.com" }
 */
export const authorIn = (head: MailHead): MailSender | undefined => {
  const [field, ...others] = head.filter(([name]) => name === "from")
  if (!field || others.length > 0) return undefined
  const [, value] = field
  const [, quoted, words = "", bracketed] = named.exec(value.trim()) ?? []
  const address = bracketed ?? value.trim()
  if (!isMailAddress(address)) return undefined
  return { name: readable(quoted?.replaceAll(/\\(.)/g, "$1") ?? words).trim(), address }
}
