// What Slack tells us: https://docs.slack.dev/apis/events-api/, https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
import {
  type Attachment,
  type Inbound,
  type InboundMessage,
  jsonOf,
  type Parsed,
  type WebhookRequest,
} from "@escucha/core"
import { type Fields, fieldsOf, integerOf, isText, objectsOf, rawOf, textOf } from "../json.ts"
import { plainOf } from "./message.ts"

/** The body as JSON: events are that, taps and commands are a form with JSON or fields in it. */
export const slackBody = ({ headers, body }: Pick<WebhookRequest, "headers" | "body">): Fields => {
  if (!headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return fieldsOf(jsonOf(body))
  const form = new URLSearchParams(body)
  const payload = form.get("payload")
  return payload === null ? Object.fromEntries(form) : fieldsOf(jsonOf(payload))
}

const instant = (stamp: unknown): number | undefined =>
  isText(stamp) && /^\d{9,11}\.\d{1,9}$/.test(stamp) ? Math.floor(Number(stamp) * 1000) : undefined

const attachmentIn = ({ id, mimetype: type, name, size }: Fields): Attachment | undefined => {
  if (!isText(id)) return undefined
  const [family] = (textOf(type) ?? "").split("/")
  const kind = family === "image" || family === "audio" || family === "video" ? family : "file"
  const bytes = integerOf(size)
  return {
    kind,
    url: `provider:${id}`,
    ...(isText(type) && { type }),
    ...(isText(name) && { name }),
    ...(bytes !== undefined && { size: bytes }),
  }
}

/** Messages without words of a person: somebody came, a topic changed. */
const isNoise = (subtype: unknown): boolean =>
  isText(subtype) && /^(?:channel|group|im|pinned|unpinned|bot|ekm|reminder)_/.test(subtype)

const messageIn = (id: string, event: Fields): Inbound | undefined => {
  const { user, text, ts, channel, channel_type: kind, type, subtype, files, thread_ts: thread } = event
  const at = instant(ts)
  if (!isText(user) || !isText(channel) || at === undefined || !isText(ts) || isNoise(subtype)) return undefined
  const isPublic = type === "app_mention"
  if (!isPublic && kind !== "im") return undefined
  const attachments = objectsOf(files)
    .map(attachmentIn)
    .filter((one) => one !== undefined)
  const words = isText(text) ? plainOf(text) : ""
  const isRead = words !== "" || attachments.length > 0
  return {
    type: "message",
    id,
    address: user,
    at,
    text: words,
    provider: `${channel}:${ts}`,
    ...(attachments.length > 0 && { attachments }),
    ...(isPublic && { public: { post: `${channel}:${textOf(thread) ?? ts}` } }),
    ...(!isRead && { unsupported: textOf(subtype) ?? textOf(type) ?? "message", metadata: rawOf(event) }),
  }
}

const changeIn = (id: string, event: Fields): Inbound | undefined => {
  const { subtype, channel, message, previous_message: old, deleted_ts: deleted, event_ts: when } = event
  const [after, before] = [fieldsOf(message), fieldsOf(old)]
  // under what was answered in a thread a stone is left in its place
  const isTakenBack = subtype === "message_deleted" || after["subtype"] === "tombstone"
  const { user, ts, text, bot_id: bot } = isTakenBack ? before : after
  const target = textOf(deleted) ?? textOf(ts)
  const at = instant(when)
  if (!isText(user) || isText(bot) || !isText(channel) || target === undefined || at === undefined) return undefined
  if (!isTakenBack && text === before["text"]) return undefined // the preview of a link, or an answer in its thread
  const words = isTakenBack ? null : plainOf(textOf(text) ?? "")
  return { type: "edit", id, address: user, at, message: `${channel}:${target}`, text: words }
}

const reactionIn = (id: string, { type, user, reaction, item, event_ts: when }: Fields): Inbound | undefined => {
  const { channel, ts } = fieldsOf(item)
  const at = instant(when)
  if (!isText(user) || !isText(reaction) || !isText(channel) || !isText(ts) || at === undefined) return undefined
  const emoji = type === "reaction_removed" ? null : `:${reaction}:`
  return { type: "reaction", id, address: user, at, message: `${channel}:${ts}`, emoji }
}

const eventIn = ({ event_id: id, event: value }: Fields): Inbound | undefined => {
  const event = fieldsOf(value)
  const { type, subtype, bot_id: bot } = event
  if (!isText(id) || isText(bot)) return undefined
  if (type === "reaction_added" || type === "reaction_removed") return reactionIn(id, event)
  if (type !== "message" && type !== "app_mention") return undefined
  return subtype === "message_changed" || subtype === "message_deleted" ? changeIn(id, event) : messageIn(id, event)
}

/** What was tapped, under its own question. */
const tapsIn = ({ user, actions, container }: Fields): readonly InboundMessage[] => {
  const { id: address } = fieldsOf(user)
  const { channel_id: channel, message_ts: stamp } = fieldsOf(container)
  return objectsOf(actions).flatMap(({ action_id: action, action_ts: when, value, text }) => {
    const at = instant(when)
    if (!isText(address) || !isText(value) || !isText(when) || at === undefined) return []
    return [
      {
        type: "message",
        id: `${when}:${textOf(action) ?? ""}`,
        address,
        at,
        text: textOf(fieldsOf(text)["text"]) ?? value,
        choice: value,
        ...(isText(channel) && isText(stamp) && { repliesTo: `${channel}:${stamp}`, provider: `${channel}:${stamp}` }),
      },
    ]
  })
}

const teamIn = ({ team_id: id, team }: Fields): string | undefined => textOf(id) ?? textOf(fieldsOf(team)["id"])

/** What a call of Slack brings in for this workspace. */
export const readSlack = (request: Pick<WebhookRequest, "headers" | "body">, teamId: string): Parsed => {
  const body = slackBody(request)
  const team = teamIn(body)
  if (team === undefined) return { problem: { field: "team_id", remedy: "send events, or taps, of a workspace" } }
  if (team !== teamId) return { foreign: true }
  if (body["type"] === "block_actions") return { inbound: tapsIn(body), answer: { type: "text/plain", body: "" } }
  const found = eventIn(body)
  return { inbound: found ? [found] : [] }
}
