// Contact forms, handed on by the server that the page posts to: signed as Standard Webhooks are, https://www.standardwebhooks.com
import { defineChannel, type InboundMessage, longestText, type Parsed, type WebhookRequest } from "@escucha/core"
import * as z from "zod"
import { bodyOf, type Fields, fieldsOf, instantOf, isText, textOf } from "../json.ts"
import { isMailAddress } from "../mail/mailbox-address.ts"
import { standardWebhook, webhookSecretOption } from "../standard-webhooks.ts"

const config = z.strictObject({
  /** Shared with the server that hands the forms on: `whsec_` and base64. Several of them, while one follows another. */
  secret: z.union([webhookSecretOption, z.array(webhookSecretOption).min(1)]),
})

const mostFields = 20
const longestField = 1_000

const problem = (field: string, remedy: string): Parsed => ({ problem: { field, remedy } })

const phoneOf = (value: unknown): string | undefined => {
  const phone = textOf(value)?.replaceAll(/[\s().-]/g, "") ?? ""
  return /^\+\d{6,15}$/.test(phone) ? phone : undefined
}

/** What was filled in beside the message, as far as it is text. */
const metadataOf = ({ page, fields, email, phone }: Fields): NonNullable<InboundMessage["metadata"]> =>
  Object.fromEntries(
    Object.entries({ ...fieldsOf(fields), page, email, phone })
      .filter((field): field is [string, string] => isText(field[1]))
      .slice(-mostFields)
      .map(([name, value]) => [name.slice(0, longestField), value.slice(0, longestField)]),
  )

/** By which address to answer: an e-mail address, else a number. */
const senderIn = ({ email, phone }: Fields): Pick<InboundMessage, "scheme" | "address"> | undefined => {
  const address = textOf(email)?.trim() ?? ""
  if (isMailAddress(address)) return { address }
  const number = phoneOf(phone)
  return number === undefined ? undefined : { scheme: "tel", address: number }
}

const readForm = ({ body, headers }: WebhookRequest): Parsed => {
  const form = bodyOf(body)
  const { message, at } = form
  const id = headers["webhook-id"] ?? ""
  const sender = senderIn(form)
  if (id === "") return problem("webhook-id", "give each form an id of its own")
  if (!sender) return problem("email", "give an e-mail address, or a phone with its country, such as +34600000001")
  if (!isText(message) || message.trim() === "" || new TextEncoder().encode(message).length > longestText)
    return problem("message", `give what they wrote, at most ${longestText} bytes`)
  const [moment, name, language] = [instantOf(at), textOf(form["name"]), textOf(form["language"])]
  if (at !== undefined && moment === undefined) return problem("at", "write it as 2026-03-02T12:00:00Z")
  const received: InboundMessage = {
    type: "message",
    id,
    ...sender,
    text: message,
    claimed: true, // whoever fills in a form writes any address
    ...(moment !== undefined && { at: moment }),
    ...(name !== undefined && { name: name.slice(0, longestField) }),
    ...(language !== undefined && /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/.test(language) && { language }),
    metadata: metadataOf(form),
  }
  return { inbound: [received] }
}

/**
 * A source of contact forms. The server that your page posts to hands each form on to `/hooks/<name of this channel>`, signed as Standard
 * Webhooks are: a page itself can keep no secret. Somebody waits for an answer from that moment. It leaves by a channel that reaches
 * the address that was given, by e-mail or by phone; nothing leaves here. Nobody vouches for that address: it opens no other conversation.
 *
 * @example
 * form({ secret: env.FORM_SECRET })
 */
export const form = defineChannel({
  id: "form",
  kind: "signal",
  scheme: "email",
  config,
  capabilities: { inbound: true },
  inbound: {
    verify: (request, { secret }) => standardWebhook(request, [secret].flat()),
    parse: readForm,
  },
})
