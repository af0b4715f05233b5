// What WhatsApp tells us: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference
import type { Attachment, Inbound, InboundMessage, Parsed } from "@escucha/core"
import { bodyOf, type Fields, fieldsOf, idOf, isText, objectsOf, rawOf, textOf } from "../json.ts"
import { idAmong } from "../event-id.ts"
import { metaErrorCode, metaInstant } from "./graph.ts"

const kinds = {
  image: "image",
  sticker: "image",
  audio: "audio",
  voice: "voice",
  video: "video",
  document: "file",
} as const

const attachmentIn = (kind: string, message: Fields): Attachment | undefined => {
  if (!Object.hasOwn(kinds, kind)) return undefined
  const { id, mime_type: type, filename: name, voice } = fieldsOf(message[kind])
  if (!isText(id)) return undefined
  return {
    kind: voice === true ? "voice" : kinds[kind as keyof typeof kinds], // it is one of them
    url: `provider:${id}`,
    ...(isText(type) && { type: type.split(";")[0] ?? type }),
    ...(isText(name) && { name }),
  }
}

const placeIn = ({ location }: Fields) => {
  const { latitude, longitude, name, address } = fieldsOf(location)
  if (typeof latitude !== "number" || typeof longitude !== "number") return undefined
  return { latitude, longitude, ...(isText(name) && { name }), ...(isText(address) && { address }) }
}

const contactIn = ({ contacts }: Fields) => {
  const [first = {}] = objectsOf(contacts)
  const name = textOf(fieldsOf(first["name"])["formatted_name"])
  const phones = objectsOf(first["phones"]).flatMap(({ phone }) => (isText(phone) ? [phone] : []))
  const emails = objectsOf(first["emails"]).flatMap(({ email }) => (isText(email) ? [email] : []))
  return name === undefined ? undefined : { name, phones, emails }
}

/** The words, and the value where something was tapped. */
const saidIn = (kind: string, message: Fields): Pick<InboundMessage, "text" | "choice"> | undefined => {
  const part = fieldsOf(message[kind])
  if (kind === "text") return isText(part["body"]) ? { text: part["body"] } : undefined
  if (kind === "button") return { text: textOf(part["text"]) ?? "", choice: textOf(part["payload"]) ?? "" }
  const { id, title } = fieldsOf(part["button_reply"] ?? part["list_reply"])
  if (isText(id)) return { text: textOf(title) ?? id, choice: id }
  return undefined
}

const partsIn = (kind: string, message: Fields): Partial<InboundMessage> | undefined => {
  const attachment = attachmentIn(kind, message)
  if (attachment) return { attachments: [attachment], text: textOf(fieldsOf(message[kind])["caption"]) ?? "" }
  const place = kind === "location" ? placeIn(message) : undefined
  const contact = kind === "contacts" ? contactIn(message) : undefined
  if (place) return { place }
  return contact ? { contact } : saidIn(kind, message)
}

interface Account {
  readonly phoneNumberId: string
}

const messageIn = (message: Fields, contact: Fields, { phoneNumberId }: Account): Inbound | undefined => {
  const { from, from_user_id: user, id, timestamp, type, context } = message
  const address = textOf(from) ?? textOf(user)
  const at = metaInstant(timestamp)
  if (!isText(id) || address === undefined || at === undefined) return undefined
  const base = { id, address, at }
  const kind = textOf(type) ?? "message"
  if (kind === "reaction") {
    const { message_id: target, emoji } = fieldsOf(message["reaction"])
    return isText(target) ? { type: "reaction", ...base, message: target, emoji: textOf(emoji) ?? null } : undefined
  }
  const name = textOf(fieldsOf(contact["profile"])["name"])
  const also = [
    ...(isText(from) ? [`tel:+${from}`] : []),
    ...(isText(from) && isText(user) ? [`whatsapp:${phoneNumberId}/${user}`] : []),
  ]
  const repliesTo = textOf(fieldsOf(context)["id"])
  const said = partsIn(kind, message)
  return {
    type: "message",
    ...base,
    text: "",
    ...(said ?? { unsupported: kind, metadata: rawOf(message) }),
    ...(name !== undefined && { name }),
    ...(also.length > 0 && { also }),
    ...(repliesTo !== undefined && { repliesTo }),
  }
}

const statuses = { sent: "sent", delivered: "delivered", read: "read", played: "read", failed: "failed" } as const

const receiptIn = ({
  id,
  status,
  timestamp,
  recipient_id: phone,
  recipient_user_id: user,
  biz_opaque_callback_data: reference,
  errors,
}: Fields): Inbound | undefined => {
  const at = metaInstant(timestamp)
  const address = textOf(phone) ?? textOf(user)
  if (!isText(id) || !isText(status) || !Object.hasOwn(statuses, status) || at === undefined || address === undefined)
    return undefined
  const known = statuses[status as keyof typeof statuses] // it is one of them
  return {
    type: "receipt",
    id: `${id}:${status}`,
    message: id,
    address,
    at,
    status: known,
    ...(isText(reference) && { reference }),
    ...(known === "failed" && { error: metaErrorCode(errors) }),
  }
}

/** "Stop promotions" in the app itself: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/user_preferences */
const wishIn = ({ wa_id: address, value, timestamp }: Fields): Inbound | undefined => {
  const at = metaInstant(timestamp)
  if (!isText(address) || at === undefined || (value !== "stop" && value !== "resume")) return undefined
  const wish = value === "stop" ? "stop" : "start"
  const id = idAmong(address, `preference:${at}:${value}`)
  return { type: "wish", id, address, at, wish, purpose: "marketing", by: "network" }
}

const changeIn = (change: Fields): Inbound | undefined => {
  const { wa_id: phone, user_id: now, previous_user_id: before, timestamp } = change
  const address = textOf(before) ?? textOf(phone)
  const at = metaInstant(timestamp)
  if (address === undefined || !isText(now) || at === undefined) return undefined
  return { type: "address-change", id: `user-id:${at}:${idOf(now) ?? ""}`, address, at, to: now }
}

const inboundOf = (value: Fields, account: Account): readonly (Inbound | undefined)[] => {
  const contacts = objectsOf(value["contacts"])
  const [first = {}] = contacts
  const contactOf = ({ from, from_user_id: user }: Fields) =>
    contacts.find(
      ({ wa_id: phone, user_id: id }) => (isText(from) && phone === from) || (isText(user) && id === user),
    ) ?? first
  return [
    ...objectsOf(value["messages"]).map((message) => messageIn(message, contactOf(message), account)),
    ...objectsOf(value["statuses"]).map(receiptIn),
    ...objectsOf(value["user_preferences"]).map(wishIn),
    ...objectsOf(value["user_id_update"]).map(changeIn),
  ]
}

/** What a webhook brings in for this number. */
export const readWhatsApp = (body: string, account: Account): Parsed => {
  const { object, entry } = bodyOf(body)
  if (object !== "whatsapp_business_account")
    return { problem: { field: "object", remedy: "subscribe this address to a WhatsApp business account" } }
  const values = objectsOf(entry)
    .flatMap(({ changes }) => objectsOf(changes))
    .map(({ value }) => fieldsOf(value))
  const own = values.filter(({ metadata }) => fieldsOf(metadata)["phone_number_id"] === account.phoneNumberId)
  if (own.length === 0 && values.some(({ metadata }) => isText(fieldsOf(metadata)["phone_number_id"])))
    return { foreign: true }
  return { inbound: own.flatMap((value) => inboundOf(value, account)).filter((one) => one !== undefined) }
}
