// Events of a room: https://spec.matrix.org/v1.14/client-server-api/#room-events, #get_matrixclientv3sync
import type { Attachment, Inbound, InboundMessage, Place } from "@escucha/core"
import { type Fields, fieldsOf, isInteger, isText, listOf, objectsOf, rawOf, textOf } from "../json.ts"

/** Where a file lies, as the reference that `extras.media` takes; nothing, where it is encrypted or lies elsewhere. */
const referenceOf = (url: unknown): string | undefined =>
  isText(url) && /^mxc:\/\/[\w.:-]{1,255}\/[\w-]{1,255}$/.test(url)
    ? `provider:${url.slice("mxc://".length)}`
    : undefined

const kinds: { readonly [type: string]: Attachment["kind"] } = {
  "m.image": "image",
  "m.audio": "audio",
  "m.video": "video",
  "m.file": "file",
  "m.sticker": "image",
}

const attachmentIn = (type: string, { url, filename, body, info, ...more }: Fields): Attachment | undefined => {
  const [kind, reference] = [Object.hasOwn(kinds, type) ? kinds[type] : undefined, referenceOf(url)]
  if (kind === undefined || reference === undefined) return undefined
  const { mimetype, size, duration } = fieldsOf(info)
  const name = textOf(filename) ?? textOf(body)
  return {
    kind: kind === "audio" && "org.matrix.msc3245.voice" in more ? "voice" : kind,
    url: reference,
    ...(isText(mimetype) && { type: mimetype }),
    ...(isInteger(size) && size >= 0 && { size }),
    ...(isInteger(duration) && duration >= 0 && { duration }),
    ...(name !== undefined && { name }),
  }
}

/** https://www.rfc-editor.org/rfc/rfc5870: `geo:40.4,-3.7;u=35`. */
const placeIn = ({ geo_uri: uri, body }: Fields): Place | undefined => {
  const [, north, east] = isText(uri)
    ? (/^geo:(-?\d{1,2}(?:\.\d{1,20})?),(-?\d{1,3}(?:\.\d{1,20})?)/.exec(uri) ?? [])
    : []
  if (north === undefined || east === undefined) return undefined
  return { latitude: Number(north), longitude: Number(east), ...(isText(body) && { name: body }) }
}

/** The words of an answer, without the lines of the old one that some programs put before it. */
const withoutQuote = (body: string): string => body.replace(/^(?:>[^\n]*\n){1,200}\n?/, "")

const spoken: ReadonlySet<string> = new Set(["m.text", "m.notice", "m.emote"])

const said = (id: string, type: string, content: Fields): Omit<InboundMessage, "type" | "id" | "address"> => {
  const { body, filename } = content
  const words = textOf(body) ?? ""
  const attachment = attachmentIn(type, content)
  // the name of the file stands in its place, where there is no other
  if (attachment) return { text: isText(filename) && filename !== words ? words : "", attachments: [attachment] }
  const place = type === "m.location" ? placeIn(content) : undefined
  if (place) return { text: "", place }
  const { event_id: answered } = fieldsOf(fieldsOf(content["m.relates_to"])["m.in_reply_to"])
  if (spoken.has(type) && words !== "")
    return {
      text: isText(answered) ? withoutQuote(words) : words,
      ...(isText(answered) && { repliesTo: answered }),
      ...(type === "m.notice" && { automatic: true }),
    }
  return { text: "", unsupported: type.slice(0, 64) || "message", metadata: rawOf({ id, content }) }
}

/** What an event of a room is, by somebody else than ourselves. */
const eventIn = (event: Fields, address: string, own: string): Inbound | undefined => {
  const { event_id: id, type, sender, origin_server_ts: at, content: value } = event
  if (!isText(id) || !isText(type) || !isText(sender) || sender === own || "state_key" in event) return undefined
  const content = fieldsOf(value)
  const { rel_type: relation, event_id: target, key } = fieldsOf(content["m.relates_to"])
  const base = { id, address, ...(isInteger(at) && { at }) }
  if (type === "m.reaction")
    return isText(target) && isText(key) ? { type: "reaction", ...base, message: target, emoji: key } : undefined
  if (type === "m.room.redaction") {
    const message = textOf(event["redacts"]) ?? textOf(content["redacts"])
    return message === undefined ? undefined : { type: "edit", ...base, message, text: null }
  }
  if (relation === "m.replace" && isText(target)) {
    const { body } = fieldsOf(content["m.new_content"])
    return { type: "edit", ...base, message: target, text: textOf(body) ?? "" }
  }
  if (type === "m.room.message")
    return { type: "message", ...base, ...said(id, textOf(content["msgtype"]) ?? "", content) }
  if (type === "m.sticker") return { type: "message", ...base, ...said(id, "m.sticker", content) }
  if (type === "m.room.encrypted")
    return { type: "message", ...base, text: "", unsupported: "m.room.encrypted", metadata: rawOf({ id }) }
  return undefined
}

/** Who reads a message has seen what was there for so long before. */
const surely = 5_000

/** A read mark names one message and means all before it: that one exactly, and what was sent well before the mark was made. */
const readIn = (receipts: Fields, address: string, own: string): readonly Inbound[] =>
  Object.entries(receipts).flatMap(([message, value]): readonly Inbound[] => {
    const reader = Object.entries(fieldsOf(fieldsOf(value)["m.read"])).find(([user]) => user !== own)
    if (!reader || !message.startsWith("$")) return []
    const { ts } = fieldsOf(reader[1])
    const one: Inbound = { type: "receipt", id: `read:${message}`, address, message, status: "read" }
    if (!isInteger(ts)) return [one]
    const upTo: Inbound = { ...one, id: `read-up-to:${message}`, at: ts, message: { upTo: ts - surely } }
    return [{ ...one, at: ts }, upTo]
  })

const presentIn = ({ type, content }: Fields, address: string, own: string): readonly Inbound[] => {
  if (type === "m.receipt") return readIn(fieldsOf(content), address, own)
  const isTyping =
    type === "m.typing" && listOf(fieldsOf(content)["user_ids"]).some((user) => isText(user) && user !== own)
  return isTyping ? [{ type: "typing", id: "m.typing", address }] : []
}

const isRoom = ([room]: readonly [string, unknown]): boolean => /^![^/\s]{1,254}$/.test(room)

/** What a sync brought of the rooms that we are in, in the order of each room. */
export const inboundIn = (sync: Fields, own: string): readonly Inbound[] =>
  Object.entries(fieldsOf(fieldsOf(sync["rooms"])["join"]))
    .filter(isRoom)
    .flatMap(([room, value]) => {
      const { timeline, ephemeral } = fieldsOf(value)
      return [
        ...objectsOf(fieldsOf(timeline)["events"])
          .map((event) => eventIn(event, room, own))
          .filter((one) => one !== undefined),
        ...objectsOf(fieldsOf(ephemeral)["events"]).flatMap((event) => presentIn(event, room, own)),
      ]
    })

/** The rooms into which somebody asks us, to talk with us alone and so that we can read it: not groups, nor what is encrypted. */
export const invitationsIn = (sync: Fields, own: string): readonly string[] =>
  Object.entries(fieldsOf(fieldsOf(sync["rooms"])["invite"]))
    .filter(isRoom)
    .flatMap(([room, value]) => {
      const state = objectsOf(fieldsOf(fieldsOf(value)["invite_state"])["events"])
      const isDirect = state.some(
        ({ type, state_key: who, content }) =>
          type === "m.room.member" && who === own && fieldsOf(content)["is_direct"] === true,
      )
      return isDirect && !state.some(({ type }) => type === "m.room.encryption") ? [room] : []
    })
