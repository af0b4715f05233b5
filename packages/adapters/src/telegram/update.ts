// What a bot hears: https://core.telegram.org/bots/api#update. The few fields that are read are looked at by hand: a webhook is met
// at every message, and a schema takes twice the time of everything else here.
import { type Answer, type Inbound, type InboundMessage, jsonOf, type Parsed } from "@escucha/core"

interface Fields {
  readonly [name: string]: unknown
}
const nothing: Fields = {}
// any object has fields
const fieldsOf = (value: unknown): Fields => (typeof value === "object" && value !== null ? (value as Fields) : nothing)
const isInteger = (value: unknown): value is number => Number.isSafeInteger(value)
const isText = (value: unknown): value is string => typeof value === "string" && value !== ""

/** Parts of a message that are not text; the first that is there names what we cannot show. Older forms of a part come behind it. */
const parts = [
  "photo",
  "live_photo",
  "voice",
  "video",
  "video_note",
  "audio",
  "animation",
  "document",
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

/** Longer updates are kept without their raw form. */
const longestRaw = 16_384
const rawOf = (body: string) => (body.length <= longestRaw ? { raw: body } : {})

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

/** Words in a private chat; what is said in groups and channels is not said to us. */
const saidIn = ({ id, text, chat, person, at }: Said): InboundMessage | undefined => {
  const { id: address, type } = fieldsOf(chat)
  if (type !== "private" || !isInteger(address)) return undefined
  const sender = fieldsOf(person)
  const name = nameOf(sender)
  const { language_code: language, is_bot: isBot } = sender
  return {
    type: "message",
    id,
    address: String(address),
    text,
    ...(at !== undefined && { at: at * 1000 }),
    ...(name !== "" && { name }),
    ...(isText(language) && { language }),
    ...(isBot === true && { automatic: true }),
  }
}

const messageOf = (id: string, value: unknown, body: string): Inbound | undefined => {
  const message = fieldsOf(value)
  const { date: at, message_id: number, text, caption, chat, from: person } = message
  if (!isInteger(at) || !isInteger(number)) return undefined
  if (isText(text)) return saidIn({ id, text, chat, person, at })
  const said = saidIn({ id, text: isText(caption) ? caption : "", chat, person, at })
  const has = (name: string) => Object.hasOwn(message, name)
  const service = services.find(has)
  return (
    said && {
      ...said,
      unsupported: parts.find(has) ?? service ?? "message",
      ...(service && { automatic: true }),
      metadata: rawOf(body),
    }
  )
}

/** New words for an old message. An edit without words (a place that moves, a vote) says nothing that we did not keep before. */
const editOf = (id: string, value: unknown): Inbound | undefined => {
  const { date, edit_date: at = date, message_id: number, chat, from: person, text, caption } = fieldsOf(value)
  const words = isText(text) ? text : caption
  if (!isInteger(at) || !isInteger(number) || !isText(words)) return undefined
  const said = saidIn({ id, text: words, chat, person, at })
  return said && { ...said, metadata: { edited: `${said.address}:${number}` } }
}

/** A tapped choice. Telegram does not tell when it was tapped, and its date of an older message is 0. */
const tapOf = (id: string, value: unknown): Inbound | undefined => {
  const { data, from: person, message } = fieldsOf(value)
  const { message_id: number, chat } = fieldsOf(message)
  if (!isInteger(number) || !isText(data)) return undefined
  const said = saidIn({ id, text: data, chat, person, at: undefined })
  return said && { ...said, metadata: { choice: data, repliesTo: `${said.address}:${number}` } }
}

/** What happened in a private chat without a word: it is kept, and nobody waits for an answer. */
const notices = ["my_chat_member", "message_reaction"] as const
const noticeOf = (id: string, kind: string, value: unknown, body: string): Inbound | undefined => {
  const { date: at, chat, from, user = from } = fieldsOf(value)
  const said = isInteger(at) ? saidIn({ id, text: "", chat, person: user, at }) : undefined
  return said && { ...said, automatic: true, unsupported: kind, metadata: rawOf(body) }
}

const inboundOf = (id: string, update: Fields, body: string): Inbound | undefined => {
  const { message, edited_message: edit, callback_query: tap } = update
  if (message !== undefined) return messageOf(id, message, body)
  if (edit !== undefined) return editOf(id, edit)
  if (tap !== undefined) return tapOf(id, tap)
  const notice = notices.find((kind) => update[kind] !== undefined)
  return notice && noticeOf(id, notice, update[notice], body)
}

/** Until it hears this, the customer's app shows the tapped button as busy: https://core.telegram.org/bots/api#answercallbackquery */
const answerTo = ({ callback_query: tap }: Fields): Answer | undefined => {
  const { id } = fieldsOf(tap)
  return isText(id) ? { body: JSON.stringify({ method: "answerCallbackQuery", callback_query_id: id }) } : undefined
}

/** What an update brings in for this bot. Groups, channels and whatever else is not said to the bot bring nothing. */
export const readUpdate = (body: string, bot: string): Parsed => {
  const update = fieldsOf(jsonOf(body))
  const { update_id: number } = update
  if (!isInteger(number))
    return { problem: { field: "update_id", remedy: "the body must be a JSON object with an integer update_id" } }
  const inbound = inboundOf(`${bot}:${number}`, update, body)
  const answer = answerTo(update)
  return { inbound: inbound ? [inbound] : [], ...(answer && { answer }) }
}
