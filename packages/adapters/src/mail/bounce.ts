// What a mail server says of a mail of ours that it could not deliver: https://www.rfc-editor.org/rfc/rfc3464
import type { InboundReceipt } from "@escucha/core"
import type { Email } from "postal-mime"

/** How much of a returned part is read. */
const longestPart = 65_536

const partOf = ({ attachments }: Email, type: RegExp): string => {
  const content = attachments.find(({ mimeType }) => type.test(mimeType))?.content ?? ""
  const text = typeof content === "string" ? content : new TextDecoder().decode(content)
  return text.slice(0, longestPart).replaceAll(/\r\n?/g, "\n")
}

const fieldOf = (text: string, name: RegExp): string | undefined =>
  text
    .split("\n")
    .find((line) => name.test(line))
    ?.replace(name, "")
    .trim()

/** Which mail of ours came back, and whose; `undefined` where it does not say that, or has not given up yet. */
export const bounceOf = (email: Email): Pick<InboundReceipt, "message" | "address" | "status"> | undefined => {
  const report = partOf(email, /^message\/(?:global-)?delivery-status$/)
  if (fieldOf(report, /^action:/i)?.toLowerCase() !== "failed") return undefined
  const recipient = fieldOf(report, /^original-recipient:/i) ?? fieldOf(report, /^final-recipient:/i)
  const address = /^(?:rfc822|utf-8)\s*;\s*<?([^\s<>@]+@[^\s<>@]+?)>?$/i.exec(recipient ?? "")?.[1]
  const returned = partOf(email, /^(?:message\/rfc822|text\/rfc822-headers|message\/global(?:-headers)?)$/)
  const message = fieldOf(returned, /^message-id:/i)
  if (!address || !message || !/^<[^\s<>]{1,250}>$/.test(message)) return undefined
  return { message, address, status: "failed" }
}
