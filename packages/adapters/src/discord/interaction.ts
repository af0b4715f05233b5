// What Discord tells us: https://docs.discord.com/developers/interactions/receiving-and-responding,
// https://docs.discord.com/developers/resources/message#message-object
import type { Attachment, Inbound, InboundMessage, Parsed } from "@escucha/core"
import { bodyOf, type Fields, fieldsOf, integerOf, instantOf, isText, objectsOf, rawOf, textOf } from "../json.ts"

/** The moment in an id of Discord: https://docs.discord.com/developers/reference#snowflakes */
export const snowflakeTime = (id: string): number | undefined =>
  /^\d{15,20}$/.test(id) ? Number(BigInt(id) >> 22n) + 1_420_070_400_000 : undefined

const nameOf = ({ global_name: shown, username }: Fields): string | undefined => textOf(shown) ?? textOf(username)

const attachmentIn = ({
  url,
  content_type: type,
  filename: name,
  size,
  duration_secs: seconds,
}: Fields): Attachment | undefined => {
  if (!isText(url) || !url.startsWith("https://")) return undefined
  const [family] = (textOf(type) ?? "").split("/")
  const isVoice = typeof seconds === "number" && family === "audio"
  const kind = isVoice ? "voice" : family === "image" || family === "audio" || family === "video" ? family : "file"
  const bytes = integerOf(size)
  return {
    kind,
    url,
    ...(isText(type) && { type: type.split(";")[0] ?? type }),
    ...(isText(name) && { name }),
    ...(bytes !== undefined && { size: bytes }),
    ...(typeof seconds === "number" && { duration: Math.round(seconds * 1000) }),
  }
}

/** A message of a channel, as it is asked for. */
export const readMessage = (message: Fields, application: string): InboundMessage | undefined => {
  const {
    id,
    channel_id: channel,
    content,
    author,
    timestamp,
    attachments,
    message_reference: reference,
    type,
  } = message
  const { id: user, bot } = fieldsOf(author)
  const name = nameOf(fieldsOf(author))
  const at = instantOf(timestamp)
  if (!isText(id) || !isText(channel) || !isText(user) || at === undefined || user === application || bot === true)
    return undefined
  const files = objectsOf(attachments)
    .map(attachmentIn)
    .filter((one) => one !== undefined)
  const { message_id: target } = fieldsOf(reference)
  const isRead = isText(content) || files.length > 0
  return {
    type: "message",
    id,
    address: user,
    also: [`discord-user:${user}`],
    at,
    text: textOf(content) ?? "",
    provider: `${channel}:${id}`,
    public: { post: `${channel}:${id}` },
    ...(name !== undefined && { name }),
    ...(files.length > 0 && { attachments: files }),
    ...(isText(target) && { repliesTo: `${channel}:${target}` }),
    ...(!isRead && { unsupported: `message-${integerOf(type) ?? 0}`, metadata: rawOf(message) }),
  }
}

/** The words of a command: the values of its options, one after the other. */
const wordsOf = (data: Fields): string =>
  objectsOf(data["options"])
    .map(({ value }) => (typeof value === "string" || typeof value === "number" ? String(value) : ""))
    .join(" ")
    .trim()

/** What stands on the button that was tapped. */
const labelOf = (message: Fields, id: string): string | undefined =>
  objectsOf(message["components"])
    .flatMap(({ components }) => objectsOf(components))
    .map(({ custom_id: own, label }) => (own === id ? textOf(label) : undefined))
    .find((label) => label !== undefined)

const interactionIn = (interaction: Fields): Inbound | undefined => {
  const { id, type, data, user, member, channel_id: channel, channel: place, message, locale } = interaction
  const person = fieldsOf(user ?? fieldsOf(member)["user"])
  const { id: own } = person
  const name = nameOf(person)
  if (!isText(id) || !isText(own) || !isText(channel)) return undefined
  const at = snowflakeTime(id)
  const { id: under } = fieldsOf(message)
  const target = `${channel}:${textOf(under) ?? id}`
  const isPrivate = fieldsOf(place)["type"] === 1
  const base = {
    type: "message" as const,
    id,
    // in private the place is the address: only there can be written
    address: isPrivate ? channel : own,
    also: [`discord-user:${own}`],
    provider: target,
    ...(at !== undefined && { at }),
    ...(!isPrivate && { public: { post: target } }),
    ...(name !== undefined && { name }),
    ...(isText(locale) && { language: locale }),
  }
  const { custom_id: choice } = fieldsOf(data)
  if (type === 3 && isText(choice))
    return { ...base, text: labelOf(fieldsOf(message), choice) ?? choice, choice, repliesTo: target }
  const text = wordsOf(fieldsOf(data))
  if (type === 2 && text !== "") return { ...base, text }
  return { ...base, text: "", unsupported: `interaction-${integerOf(type) ?? 0}`, metadata: rawOf(interaction) }
}

/** Nobody else sees it: the answer that a person gets at once, while ours is on its way. */
const silently = 64

/** What an interaction brings in for this application. */
export const readInteraction = (body: string, applicationId: string, thanks: string): Parsed => {
  const interaction = bodyOf(body)
  const { type, application_id: application } = interaction
  if (integerOf(type) === undefined) return { problem: { field: "type", remedy: "send an interaction" } }
  if (application !== applicationId) return { foreign: true }
  const found = interactionIn(interaction)
  const answer = type === 3 ? { type: 6 } : { type: 4, data: { content: thanks, flags: silently } }
  return { inbound: found ? [found] : [], answer: { body: JSON.stringify(answer) } }
}
