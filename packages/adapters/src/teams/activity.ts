// What the Bot Connector tells us:
// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object
import type { Attachment, Inbound, Parsed } from "@escucha/core"
import { bodyOf, type Fields, fieldsOf, idOf, instantOf, isText, objectsOf, rawOf, textOf } from "../json.ts"
import { idAmong } from "../event-id.ts"

const attachmentIn = ({ contentType: type, contentUrl: url, content, name }: Fields): Attachment | undefined => {
  const link = textOf(fieldsOf(content)["downloadUrl"]) ?? textOf(url)
  if (!isText(type) || link === undefined || !link.startsWith("https://") || type.startsWith("text/html"))
    return undefined
  const [family] = type.split("/")
  const kind = family === "image" || family === "audio" || family === "video" ? family : "file"
  const isKnown = kind !== "file" && !type.endsWith("*")
  return { kind, url: link, ...(isKnown && { type }), ...(isText(name) && { name }) }
}

/** The words without the mention of the bot, and without the tags in which Teams writes mentions. */
const wordsOf = (text: string): string =>
  text
    .replaceAll(/<at[^>]{0,200}>[^<]{0,200}<\/at>/g, "")
    .replaceAll("&nbsp;", " ")
    .trim()

interface Base {
  readonly id: string
  readonly address: string
  readonly at?: number
}

const messageIn = (base: Base, activity: Fields): Inbound => {
  const { id, text, attachments, value, from, locale, conversation, replyToId: target } = activity
  const files = objectsOf(attachments)
    .map(attachmentIn)
    .filter((one) => one !== undefined)
  const words = isText(text) ? wordsOf(text) : ""
  const choice = textOf(value) ?? textOf(fieldsOf(value)["choice"])
  const { id: place, conversationType: kind } = fieldsOf(conversation)
  const isPublic = kind === "channel" && isText(place)
  const name = textOf(fieldsOf(from)["name"])
  const isRead = words !== "" || files.length > 0 || choice !== undefined
  return {
    type: "message",
    ...base,
    ...(isText(id) && { provider: id }),
    text: words,
    ...(isPublic && { public: { post: place } }),
    ...(files.length > 0 && { attachments: files }),
    ...(choice !== undefined && { choice }),
    ...(isText(target) && { repliesTo: target }),
    ...(name !== undefined && { name }),
    ...(isText(locale) && { language: locale }),
    ...(!isRead && {
      unsupported: textOf(objectsOf(attachments)[0]?.["contentType"]) ?? "message",
      metadata: rawOf(activity),
    }),
  }
}

const reactionsIn = (
  base: Base,
  { reactionsAdded: added, reactionsRemoved: removed, replyToId: message }: Fields,
): readonly Inbound[] => {
  if (!isText(message)) return []
  const fresh = objectsOf(added).map((one) => textOf(one["type"]) ?? null)
  // where one came in the place of another, what went is no end
  const all = fresh.length > 0 ? fresh : objectsOf(removed).map(() => null)
  return all.map((emoji, index) => ({ type: "reaction", ...base, id: `${base.id}:${index}`, message, emoji }))
}

const eventsIn = (base: Base, activity: Fields): readonly Inbound[] => {
  const { type, name, action, value, text, id } = activity
  const target = textOf(id) ?? ""
  switch (type) {
    case "message":
      return [messageIn(base, activity)]
    case "messageReaction":
      return reactionsIn(base, activity)
    case "messageUpdate":
      return [
        {
          type: "edit",
          ...base,
          id: idAmong(base.address, `${target}:update:${base.at ?? ""}`),
          message: target,
          text: wordsOf(textOf(text) ?? ""),
        },
      ]
    case "messageDelete":
      return [{ type: "edit", ...base, id: idAmong(base.address, `${target}:delete`), message: target, text: null }]
    case "typing":
      return [{ type: "typing", ...base }]
    case "installationUpdate":
      return action === "remove" ? [{ type: "wish", ...base, wish: "stop", by: "uninstalled" }] : []
    case "event": {
      const message = textOf(fieldsOf(value)["lastReadMessageId"])
      const isReading = name === "application/vnd.microsoft.readReceipt" && message !== undefined
      return isReading
        ? [{ type: "receipt", ...base, id: idAmong(base.address, `${message}:read`), message, status: "read" }]
        : []
    }
    default:
      return []
  }
}

/** What an activity brings in for this bot. */
export const readActivity = (body: string, appId: string): Parsed => {
  const activity = bodyOf(body)
  const { id, timestamp, conversation, recipient, from, type } = activity
  const { id: bot } = fieldsOf(recipient)
  const address = textOf(fieldsOf(conversation)["id"])
  // the id of a message is the moment at which it was written
  const at = instantOf(timestamp) ?? (isText(id) && /^\d{13}$/.test(id) ? Number(id) : undefined)
  if (!isText(type) || address === undefined)
    return { problem: { field: "conversation", remedy: "send an activity with a type and a conversation" } }
  if (isText(bot) && bot !== appId && bot !== `28:${appId}`) return { foreign: true }
  if (idOf(fieldsOf(from)["id"]) === `28:${appId}`) return { inbound: [] }
  // the id of an activity is one of its conversation's: a moment, often
  const own = idAmong(address, textOf(id) ?? `${type}:${at ?? ""}`)
  return { inbound: eventsIn({ id: own, address, ...(at !== undefined && { at }) }, activity) }
}
