// What a bot hears: https://core.telegram.org/bots/api#update
import type { Answer, Attachment, Inbound, InboundMessage, MediaPart, Parsed } from "@escucha/core"
import { pollIn } from "./poll.ts"
import { bodyOf, type Fields, fieldsOf, idOf, isInteger, isText, listOf, objectsOf, rawOf, textOf } from "../json.ts"

/** Parts of a message that are a file, and what each is. Older forms of a part come behind it. */
const files = [
  ["photo", "image"],
  ["voice", "voice"],
  ["video", "video"],
  ["video_note", "video"],
  ["audio", "audio"],
  ["animation", "video"],
  ["document", "file"],
] as const satisfies readonly (readonly [string, MediaPart])[]

/** Other parts of a message that are not text; the first that is there names what we cannot show. */
const others = [
  "live_photo",
  "sticker",
  "venue",
  "location",
  "contact",
  "poll",
  "checklist",
  "dice",
  "story",
  "paid_media",
] as const

/** What Telegram writes into a private chat by itself: it is kept, and nobody waits for an answer. */
const services = [
  "pinned_message",
  "message_auto_delete_timer_changed",
  "chat_background_set",
  "write_access_allowed",
  "boost_added",
] as const

const nameOf = ({ first_name: first, last_name: last }: Fields): string => {
  if (!isText(last)) return isText(first) ? first : ""
  return isText(first) ? `${first} ${last}` : last
}

interface Said {
  readonly id: string
  readonly text: string
  readonly chat: unknown
  readonly person: unknown
  /** When, where it is told, in seconds. */
  readonly at: number | undefined
}

/** The private chat in which something happened; what is said in groups and channels is not said to us. */
const privately = (chat: unknown): string | undefined => {
  const { id, type } = fieldsOf(chat)
  return type === "private" && isInteger(id) ? String(id) : undefined
}

const saidIn = ({ id, text, chat, person, at }: Said): InboundMessage | undefined => {
  const address = privately(chat)
  if (address === undefined) return undefined
  const sender = fieldsOf(person)
  const name = nameOf(sender)
  const { language_code: language, is_bot: isBot } = sender
  return {
    type: "message",
    id,
    address,
    text,
    ...(at !== undefined && { at: at * 1000 }),
    ...(name !== "" && { name }),
    ...(isText(language) && { language }),
    ...(isBot === true && { automatic: true }),
  }
}

const attachmentIn = (message: Fields): Attachment | undefined => {
  const [part, kind] = files.find(([name]) => message[name] !== undefined) ?? []
  if (part === undefined || kind === undefined) return undefined
  const sizes = part === "photo" ? objectsOf(message[part]) : [fieldsOf(message[part])]
  const { file_id: file, mime_type: type, file_name: name, file_size: size, duration } = sizes.at(-1) ?? {} // the largest comes last
  if (!isText(file)) return undefined
  return {
    kind,
    url: `provider:${file}`,
    ...(isText(type) ? { type } : kind === "image" && { type: "image/jpeg" }),
    ...(isText(name) && { name }),
    ...(isInteger(size) && { size }),
    ...(isInteger(duration) && { duration: duration * 1000 }),
  }
}

const placeIn = ({ venue, location }: Fields): InboundMessage["place"] => {
  const { title, address, location: inVenue } = fieldsOf(venue)
  const { latitude, longitude } = fieldsOf(inVenue ?? location)
  if (typeof latitude !== "number" || typeof longitude !== "number") return undefined
  return { latitude, longitude, ...(isText(title) && { name: title }), ...(isText(address) && { address }) }
}

const contactIn = ({ contact }: Fields): InboundMessage["contact"] => {
  const { phone_number: phone } = fieldsOf(contact)
  const name = nameOf(fieldsOf(contact))
  return name === "" ? undefined : { name, ...(isText(phone) && { phones: [phone] }) }
}

const partsIn = (message: Fields): Partial<InboundMessage> | undefined => {
  const attachment = attachmentIn(message)
  if (attachment) return { attachments: [attachment] }
  const place = placeIn(message)
  if (place) return { place }
  const contact = contactIn(message)
  return contact && { contact }
}

const messageOf = (id: string, value: unknown, body: string): Inbound | undefined => {
  const message = fieldsOf(value)
  const { date: at, message_id: number, text, caption, chat, from: person, reply_to_message: target } = message
  if (!isInteger(at) || !isInteger(number)) return undefined
  const said = saidIn({ id, text: textOf(text) ?? textOf(caption) ?? "", chat, person, at })
  if (!said) return undefined
  const provider = `${said.address}:${number}`
  const { message_id: replied } = fieldsOf(target)
  const reply = isInteger(replied) ? { repliesTo: `${said.address}:${replied}` } : {}
  if (isText(text)) return { ...said, provider, ...reply }
  const parts = partsIn(message)
  if (parts) return { ...said, ...parts, provider, ...reply }
  const has = (name: string) => message[name] !== undefined
  const service = services.find(has)
  const kind = files.map(([name]) => name).find(has) ?? others.find(has) ?? service ?? "message"
  return { ...said, provider, ...reply, unsupported: kind, ...(service && { automatic: true }), metadata: rawOf(body) }
}

/** New words for an old message. An edit without words (a place that moves, a vote) says nothing that we did not keep before. */
const editOf = (id: string, value: unknown): Inbound | undefined => {
  const { date, edit_date: at = date, message_id: number, chat, text, caption } = fieldsOf(value)
  const address = privately(chat)
  const words = textOf(text) ?? textOf(caption)
  if (address === undefined || !isInteger(at) || !isInteger(number) || words === undefined) return undefined
  return { type: "edit", id, address, at: at * 1000, message: `${address}:${number}`, text: words }
}

/** What stands on the button that was tapped. */
const labelOf = ({ reply_markup: markup }: Fields, data: string): string => {
  const buttons = listOf(fieldsOf(markup)["inline_keyboard"]).flatMap(objectsOf)
  return textOf(buttons.find((button) => button["callback_data"] === data)?.["text"]) ?? data
}

/** A tapped choice. Telegram does not tell when it was tapped, and its date of an older message is 0. */
const tapOf = (id: string, value: unknown): Inbound | undefined => {
  const { data, from: person, message } = fieldsOf(value)
  const { message_id: number, chat } = fieldsOf(message)
  if (!isInteger(number) || !isText(data)) return undefined
  const said = saidIn({ id, text: labelOf(fieldsOf(message), data), chat, person, at: undefined })
  return said && { ...said, choice: data, repliesTo: `${said.address}:${number}` }
}

/** Who blocks the bot wants no more of it; who unblocks it does. */
const membershipOf = (id: string, value: unknown): Inbound | undefined => {
  const { date: at, chat, new_chat_member: member } = fieldsOf(value)
  const { status } = fieldsOf(member)
  const address = privately(chat)
  if (address === undefined || !isInteger(at) || (status !== "kicked" && status !== "member")) return undefined
  const isOut = status === "kicked"
  return {
    type: "wish",
    id,
    address,
    at: at * 1000,
    wish: isOut ? "stop" : "start",
    by: isOut ? "blocked" : "unblocked",
  }
}

const reactionOf = (id: string, value: unknown): Inbound | undefined => {
  const { date: at, chat, message_id: number, new_reaction: now } = fieldsOf(value)
  const address = privately(chat)
  if (address === undefined || !isInteger(at) || !isInteger(number)) return undefined
  const emoji =
    objectsOf(now)
      .map((one) => textOf(one["emoji"]) ?? idOf(one["custom_emoji_id"]))
      .at(-1) ?? null
  return { type: "reaction", id, address, at: at * 1000, message: `${address}:${number}`, emoji }
}

/** How a poll of ours stands; Telegram tells bots of no other. */
const tallyOf = (id: string, value: unknown): Inbound | undefined => {
  const found = pollIn(value)
  return found && { type: "tally", id, address: found.poll, ...found.tally }
}

const inboundOf = (id: string, update: Fields, body: string): Inbound | undefined => {
  const {
    message,
    edited_message: edit,
    callback_query: tap,
    my_chat_member: member,
    message_reaction: reaction,
    poll,
  } = update
  if (message !== undefined) return messageOf(id, message, body)
  if (edit !== undefined) return editOf(id, edit)
  if (tap !== undefined) return tapOf(id, tap)
  if (poll !== undefined) return tallyOf(id, poll)
  return member === undefined ? reactionOf(id, reaction) : membershipOf(id, member)
}

/** Until it hears this, the customer's app shows the tapped button as busy: https://core.telegram.org/bots/api#answercallbackquery */
const answerTo = ({ callback_query: tap }: Fields): Answer | undefined => {
  const { id } = fieldsOf(tap)
  return isText(id) ? { body: JSON.stringify({ method: "answerCallbackQuery", callback_query_id: id }) } : undefined
}

/** What an update brings in for this bot. Groups, channels and whatever else is not said to the bot bring nothing. */
export const readUpdate = (body: string, bot: string): Parsed => {
  const update = bodyOf(body)
  const { update_id: number } = update
  if (!isInteger(number))
    return { problem: { field: "update_id", remedy: "the body must be a JSON object with an integer update_id" } }
  const inbound = inboundOf(`${bot}:${number}`, update, body)
  const answer = answerTo(update)
  return { inbound: inbound ? [inbound] : [], ...(answer && { answer }) }
}
