// What Vonage tells us: https://developer.vonage.com/en/api/messages#webhooks
import type { Inbound, Parsed, WebhookRequest } from "@escucha/core"
import { bodyOf, type Fields, fieldsOf, idOf, instantOf, isText, rawOf, textOf } from "../json.ts"

const statuses = {
  submitted: "sent",
  delivered: "delivered",
  read: "read",
  rejected: "failed",
  undeliverable: "failed",
} as const

const receiptIn = ({
  message_uuid: id,
  to,
  timestamp,
  status,
  error,
  client_ref: reference,
}: Fields): Inbound | undefined => {
  const at = instantOf(timestamp)
  if (!isText(id) || !isText(to) || !isText(status) || !Object.hasOwn(statuses, status)) return undefined
  const known = statuses[status as keyof typeof statuses] // it is one of them
  const code = /(\d{1,6})\/?$/.exec(textOf(fieldsOf(error)["type"]) ?? "")?.[1] ?? idOf(fieldsOf(error)["code"])
  return {
    type: "receipt",
    id: `${id}:${status}`,
    message: id,
    address: `+${to}`,
    status: known,
    ...(at !== undefined && { at }),
    ...(isText(reference) && { reference }),
    ...(known === "failed" && { error: code ?? "unknown" }),
  }
}

const messageIn = (message: Fields): Inbound | undefined => {
  const { message_uuid: id, from, timestamp, message_type: type, text } = message
  const at = instantOf(timestamp)
  if (!isText(id) || !isText(from)) return undefined
  const isRead = isText(text)
  return {
    type: "message",
    id,
    address: `+${from}`,
    text: textOf(text) ?? "",
    ...(at !== undefined && { at }),
    ...(!isRead && { unsupported: textOf(type) ?? "message", metadata: rawOf(message) }),
  }
}

/** What a webhook brings in for this number. */
export const readVonage = ({ body }: WebhookRequest, { from }: { readonly from: string }): Parsed => {
  const message = bodyOf(body)
  if (!isText(message["message_uuid"]))
    return { problem: { field: "message_uuid", remedy: "send a webhook of the Messages API" } }
  const isStatus = message["status"] !== undefined
  if (message[isStatus ? "from" : "to"] !== from) return { foreign: true }
  const found = isStatus ? receiptIn(message) : messageIn(message)
  return { inbound: found ? [found] : [] }
}
