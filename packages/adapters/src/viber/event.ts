// What Viber tells us: https://developers.viber.com/docs/api/rest-bot-api/#callbacks
import type { Attachment, Inbound, MediaPart, Parsed } from "@escucha/core"
import { bodyOf, type Fields, fieldsOf, idOf, integerOf, isInteger, isText, rawOf, textOf } from "../json.ts"

const kinds: { readonly [type: string]: MediaPart } = { picture: "image", video: "video", file: "file" }

const attachmentIn = (message: Fields): Attachment | undefined => {
  const { type, media, file_name: name, size, duration } = message
  const kind = isText(type) && Object.hasOwn(kinds, type) ? kinds[type] : undefined
  if (kind === undefined || !isText(media) || !media.startsWith("https://")) return undefined
  const bytes = integerOf(size)
  return {
    kind,
    url: media,
    ...(isText(name) && { name }),
    ...(bytes !== undefined && { size: bytes }),
    ...(isInteger(duration) && { duration: duration * 1000 }),
  }
}

const placeIn = ({ type, location }: Fields) => {
  const { lat, lon } = fieldsOf(location)
  return type === "location" && typeof lat === "number" && typeof lon === "number"
    ? { latitude: lat, longitude: lon }
    : undefined
}

const contactIn = ({ type, contact }: Fields) => {
  const { name, phone_number: phone } = fieldsOf(contact)
  return type === "contact" && isText(name) ? { name, ...(isText(phone) && { phones: [phone] }) } : undefined
}

interface Base {
  readonly id: string
  readonly address: string
  readonly at: number
}

/** A tapped button comes back as text; what we wrote into it begins with this sign. */
export const tapped = "choice:"

const messageIn = (base: Base, sender: Fields, message: Fields): Inbound => {
  const { text, type } = message
  const [attachment, place, contact] = [attachmentIn(message), placeIn(message), contactIn(message)]
  const { name, language } = sender
  const tracked = textOf(message["tracking_data"])
  const said = textOf(text) ?? ""
  const choice = said.startsWith(tapped) ? said.slice(tapped.length) : undefined
  const isRead = said !== "" || attachment !== undefined || place !== undefined || contact !== undefined
  return {
    type: "message",
    ...base,
    text: choice ?? said,
    ...(choice !== undefined && { choice }),
    ...(attachment && { attachments: [attachment] }),
    ...(place && { place }),
    ...(contact && { contact }),
    ...(isText(name) && { name }),
    ...(isText(language) && { language }),
    ...(tracked !== undefined && { metadata: { tracking: tracked } }),
    ...(!isRead && { unsupported: textOf(type) ?? "message", metadata: rawOf(message) }),
  }
}

const receipts = { delivered: "delivered", seen: "read", failed: "failed" } as const

/** What a callback brings in for this bot. */
export const readCallback = (body: string): Parsed => {
  const callback = bodyOf(body)
  const { event, timestamp: at, message_token: token, user_id: user, sender, message, desc } = callback
  if (!isText(event)) return { problem: { field: "event", remedy: "send a callback of the bot API" } }
  const id = idOf(token)
  const address = textOf(user) ?? textOf(fieldsOf(sender)["id"]) ?? textOf(fieldsOf(callback["user"])["id"])
  if (id === undefined || address === undefined || !isInteger(at)) return { inbound: [] }
  const base = { id: `${event}:${id}`, address, at }
  if (event === "message") return { inbound: [messageIn(base, fieldsOf(sender), fieldsOf(message))] }
  if (event === "subscribed") return { inbound: [{ type: "wish", ...base, wish: "start", by: "subscribed" }] }
  if (event === "unsubscribed") return { inbound: [{ type: "wish", ...base, wish: "stop", by: "unsubscribed" }] }
  if (!Object.hasOwn(receipts, event)) return { inbound: [] }
  const status = receipts[event as keyof typeof receipts] // it is one of them
  return { inbound: [{ type: "receipt", ...base, message: id, status, ...(isText(desc) && { error: "refused" }) }] }
}
