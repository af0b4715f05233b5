// Addresses of mailboxes, as they stand in the fields of a mail: https://www.rfc-editor.org/rfc/rfc5322#section-3.4
import * as z from "zod"

/** Who writes: an address, and the name that is shown for it (empty: none). */
export interface MailSender {
  readonly name: string
  readonly address: string
}

/** One address and nothing beside it: nothing that separates addresses, no line break, no comment. */
export const plainAddress: RegExp = /^[^\s<>,;:"()[\]\\@]{1,64}@[^\s<>,;:"()[\]\\@]{1,190}$/

/** Whether a mail can go there. */
export const isMailAddress = (address: string): boolean => plainAddress.test(address)

/** Stands where an address would be that is none: no provider takes it, and nobody else gets the mail. */
const nobody = "invalid"

/** The one address that a provider is given, whatever was asked for: several providers take lists of addresses in the same field. */
export const soleAddress = (address: string): string => (isMailAddress(address) ? address : nobody)

const named = /^([^<>\r\n\0]{0,200})<([^<>]{3,254})>$/

/** A sender out of `hola@example.com` or `Hola <hola@example.com>`; `undefined` where it is neither. */
export const senderOf = (text: string): MailSender | undefined => {
  const [, name = "", bracketed] = named.exec(text.trim()) ?? []
  const address = (bracketed ?? text).trim()
  if (!isMailAddress(address)) return undefined
  return { name: name.trim().replace(/^"(.*)"$/, "$1"), address }
}

/** The option `from` of every mail channel. */
export const senderOption: z.ZodType<MailSender, string> = z.string().transform((text, context): MailSender => {
  const sender = senderOf(text)
  if (sender) return sender
  context.issues.push({
    code: "custom",
    message: "must be an address, such as hola@example.com or Hola <hola@example.com>",
    input: text,
  })
  return z.NEVER
})

/** The option `subject` of every mail channel: what a message is headed with that has no subject. */
export const subjectOption: z.ZodOptional<z.ZodString> = z
  .string()
  .regex(/^[^\r\n\0]{1,200}$/, "must be one line of at most 200 letters")
  .optional()

/** A sender as it is written in a field of a mail. */
export const writtenSender = ({ name, address }: MailSender): string =>
  name === "" ? address : `"${name.replaceAll(/["\\]/g, "\\$&")}" <${address}>`

/** What stands behind the @. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1).toLowerCase()
