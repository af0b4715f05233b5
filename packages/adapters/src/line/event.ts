// What LINE tells us: https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects
import type { Attachment, Inbound, InboundMessage, MediaPart, Parsed } from "@escucha/core"
import { bodyOf, type Fields, fieldsOf, integerOf, isInteger, isText, objectsOf, rawOf, textOf } from "../json.ts"

const kinds: { readonly [type: string]: MediaPart } = { image: "image", video: "video", audio: "voice", file: "file" }

const attachmentIn = (message: Fields): Attachment | undefined => {
  const { id, type, fileName: name, fileSize: size, duration, contentProvider: source } = message
  const kind = isText(type) && Object.hasOwn(kinds, type) ? kinds[type] : undefined
  const external = textOf(fieldsOf(source)["originalContentUrl"])
  if (kind === undefined || !isText(id)) return undefined
  const bytes = integerOf(size)
  return {
    kind,
    url: external?.startsWith("https://") ? external : `provider:${id}`,
    ...(isText(name) && { name }),
    ...(bytes !== undefined && { size: bytes }),
    ...(isInteger(duration) && { duration }),
  }
}

const placeIn = ({ type, latitude, longitude, title, address }: Fields): InboundMessage["place"] =>
  type === "location" && typeof latitude === "number" && typeof longitude === "number"
    ? { latitude, longitude, ...(isText(title) && { name: title }), ...(isText(address) && { address }) }
    : undefined

interface Base {
  readonly id: string
  readonly address: string
  readonly at: number
}

const messageIn = (base: Base, message: Fields): Inbound => {
  const { id, type, text, quotedMessageId: quoted } = message
  const attachment = attachmentIn(message)
  const place = placeIn(message)
  const isRead = attachment !== undefined || place !== undefined || isText(text)
  return {
    type: "message",
    ...base,
    text: textOf(text) ?? "",
    ...(isText(id) && { provider: id }),
    ...(attachment && { attachments: [attachment] }),
    ...(place && { place }),
    ...(isText(quoted) && { repliesTo: quoted }),
    ...(!isRead && { unsupported: textOf(type) ?? "message", metadata: rawOf(message) }),
  }
}

const eventIn = (base: Base, event: Fields): Inbound | undefined => {
  switch (event["type"]) {
    case "message":
      return messageIn(base, fieldsOf(event["message"]))
    case "postback": {
      const data = textOf(fieldsOf(event["postback"])["data"])
      return data === undefined ? undefined : { type: "message", ...base, text: data, choice: data }
    }
    case "follow":
      return { type: "wish", ...base, wish: "start", by: "followed" }
    case "unfollow":
      return { type: "wish", ...base, wish: "stop", by: "unfollowed" }
    case "unsend": {
      const message = textOf(fieldsOf(event["unsend"])["messageId"])
      return message === undefined ? undefined : { type: "edit", ...base, message, text: null }
    }
    case "beacon": {
      const { hwid: where, type } = fieldsOf(event["beacon"])
      return isText(where) && type === "enter" ? { type: "check-in", ...base, where, by: "beacon" } : undefined
    }
    default:
      return undefined
  }
}

/** What a webhook brings in for this account. Groups and rooms are not read. */
export const readEvents = (body: string, botUserId: string): Parsed => {
  const { destination, events } = bodyOf(body)
  if (!isText(destination)) return { problem: { field: "destination", remedy: "send a webhook of the Messaging API" } }
  if (destination !== botUserId) return { foreign: true }
  return {
    inbound: objectsOf(events).flatMap((event) => {
      const { webhookEventId: id, timestamp: at, source } = event
      const { type, userId: address } = fieldsOf(source)
      if (type !== "user" || !isText(address) || !isText(id) || !isInteger(at)) return []
      const found = eventIn({ id, address, at }, event)
      return found ? [found] : []
    }),
  }
}
