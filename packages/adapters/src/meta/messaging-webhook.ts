// What Messenger and Instagram tell us: https://developers.facebook.com/docs/messenger-platform/reference/webhook-events,
// https://developers.facebook.com/docs/instagram-platform/webhooks
import type { Attachment, Inbound, InboundMessage, Parsed } from "@escucha/core"
import { bodyOf, type Fields, fieldsOf, idOf, instantOf, isText, objectsOf, rawOf, textOf } from "../json.ts"
import { idAmong } from "../event-id.ts"
import { metaInstant } from "./graph.ts"

const kinds = { image: "image", audio: "audio", video: "video", file: "file", ig_reel: "video", reel: "video" } as const

const attachmentIn = ({ type, payload }: Fields): Attachment | undefined => {
  const { url } = fieldsOf(payload)
  if (!isText(type) || !Object.hasOwn(kinds, type) || !isText(url) || !url.startsWith("https://")) return undefined
  return { kind: kinds[type as keyof typeof kinds], url } // it is one of them
}

const placeIn = ({ type, payload }: Fields): InboundMessage["place"] => {
  const { lat, long } = fieldsOf(fieldsOf(payload)["coordinates"])
  if (type !== "location" || typeof lat !== "number" || typeof long !== "number") return undefined
  return { latitude: lat, longitude: long }
}

interface Base {
  readonly address: string
  readonly at: number
}

const messageIn = (base: Base, message: Fields): Inbound | undefined => {
  const { mid: id, text, attachments, quick_reply: tapped, reply_to: target, is_echo: isOurs } = message
  if (!isText(id) || isOurs === true) return undefined
  if (message["is_deleted"] === true) return { type: "edit", id: `${id}:deleted`, ...base, message: id, text: null }
  const parts = objectsOf(attachments)
  const files = parts.map(attachmentIn).filter((one) => one !== undefined)
  const place = parts.map(placeIn).find((one) => one !== undefined)
  const choice = textOf(fieldsOf(tapped)["payload"])
  const repliesTo = textOf(fieldsOf(target)["mid"])
  const isRead = isText(text) || files.length > 0 || place !== undefined
  return {
    type: "message",
    id,
    ...base,
    text: textOf(text) ?? "",
    ...(files.length > 0 && { attachments: files }),
    ...(place && { place }),
    ...(choice !== undefined && { choice }),
    ...(repliesTo !== undefined && { repliesTo }),
    ...(!isRead && { unsupported: textOf(parts[0]?.["type"]) ?? "message", metadata: rawOf(message) }),
  }
}

const deliveriesIn = (base: Base, { mids, watermark }: Fields): readonly Inbound[] => {
  const receipt = { type: "receipt", ...base, status: "delivered" } as const
  const named = (Array.isArray(mids) ? mids : []).filter(isText)
  if (named.length > 0) return named.map((message) => ({ ...receipt, id: `${message}:delivered`, message }))
  const upTo = metaInstant(watermark)
  return upTo === undefined ? [] : [{ ...receipt, id: idAmong(base.address, `delivered:${upTo}`), message: { upTo } }]
}

const readingsIn = (base: Base, { mid, watermark }: Fields): readonly Inbound[] => {
  const receipt = { type: "receipt", ...base, status: "read" } as const
  if (isText(mid)) return [{ ...receipt, id: `${mid}:read`, message: mid }]
  const upTo = metaInstant(watermark)
  return upTo === undefined ? [] : [{ ...receipt, id: idAmong(base.address, `read:${upTo}`), message: { upTo } }]
}

const otherIn = (base: Base, event: Fields): Inbound | undefined => {
  const { postback, reaction, message_edit: edit } = event
  if (postback !== undefined) {
    const { mid, title, payload } = fieldsOf(postback)
    const id = textOf(mid) ?? idAmong(base.address, `postback:${base.at}`)
    return { type: "message", id, ...base, text: textOf(title) ?? "", ...(isText(payload) && { choice: payload }) }
  }
  if (reaction !== undefined) {
    const { mid: message, action, emoji, reaction: word } = fieldsOf(reaction)
    if (!isText(message)) return undefined
    const shown = action === "unreact" ? null : (textOf(emoji) ?? textOf(word) ?? null)
    return { type: "reaction", id: `${message}:${base.at}:reaction`, ...base, message, emoji: shown }
  }
  const { mid: message, text, num_edit: times } = fieldsOf(edit)
  return isText(message) && isText(text)
    ? { type: "edit", id: `${message}:edit:${idOf(times) ?? base.at}`, ...base, message, text }
    : undefined
}

/** Events that are about us, or about nothing that anybody said. */
const silent = [
  "account_linking",
  "app_roles",
  "pass_thread_control",
  "take_thread_control",
  "request_thread_control",
  "optin",
  "referral",
]

const eventsIn = (account: string, event: Fields): readonly Inbound[] => {
  const address = idOf(fieldsOf(event["sender"])["id"])
  const at = metaInstant(event["timestamp"])
  if (address === undefined || at === undefined) return []
  const base = { address, at }
  const { message, delivery, read } = event
  if (message !== undefined) return [messageIn(base, fieldsOf(message))].filter((one) => one !== undefined)
  if (address === account) return []
  if (delivery !== undefined) return deliveriesIn(base, fieldsOf(delivery))
  if (read !== undefined) return readingsIn(base, fieldsOf(read))
  const other = otherIn(base, event)
  if (other || silent.some((kind) => event[kind] !== undefined)) return other ? [other] : []
  const kind = Object.keys(event).find((name) => name !== "sender" && name !== "recipient" && name !== "timestamp")
  return kind === undefined
    ? []
    : [
        {
          type: "message",
          id: idAmong(address, `${kind}:${at}`),
          ...base,
          text: "",
          unsupported: kind,
          automatic: true,
          metadata: rawOf(event),
        },
      ]
}

/** A comment under a post of ours, or a mention; what we wrote ourselves comes back as well, and is no message. */
const commentIn = (account: string, { field, value }: Fields, moment: number | undefined): Inbound | undefined => {
  const comment = fieldsOf(value)
  const { item, verb, message, text = message, from, media, permalink_url: url } = comment
  const isComment = field === "feed" ? item === "comment" : field === "comments" || field === "live_comments"
  const { id: person, name, username = name } = fieldsOf(from)
  const id = idOf(comment["comment_id"] ?? comment["id"])
  const address = idOf(person)
  if (!isComment || id === undefined || address === undefined || address === account) return undefined
  const at = metaInstant(comment["created_time"]) ?? instantOf(comment["created_time"]) ?? moment
  const base = { address, ...(at !== undefined && { at }) }
  if (verb === "remove" || verb === "hide")
    return { type: "edit", id: `${id}:${verb}`, ...base, message: id, text: null }
  if (verb === "edited")
    return { type: "edit", id: `${id}:edited:${at ?? 0}`, ...base, message: id, text: textOf(text) ?? "" }
  const post = idOf(comment["post_id"]) ?? idOf(fieldsOf(media)["id"]) ?? id
  return {
    type: "message",
    id,
    ...base,
    text: textOf(text) ?? "",
    public: { post, ...(isText(url) && url.startsWith("https://") && { url }) },
    ...(isText(username) && { name: username }),
    ...(!isText(text) && { unsupported: "comment", metadata: rawOf(comment) }),
  }
}

/** What a webhook brings in for this page or account; `object` is what Meta calls it. */
export const readMessaging = (body: string, object: "page" | "instagram", account: string): Parsed => {
  const { object: given, entry } = bodyOf(body)
  if (given !== object)
    return { problem: { field: "object", remedy: `subscribe this address to the events of ${object}` } }
  const entries = objectsOf(entry)
  const own = entries.filter(({ id }) => idOf(id) === account)
  if (own.length === 0 && entries.some(({ id }) => idOf(id) !== undefined)) return { foreign: true }
  return {
    inbound: own.flatMap(({ messaging, changes, time }) => [
      ...objectsOf(messaging).flatMap((event) => eventsIn(account, event)),
      ...objectsOf(changes)
        .map((change) => commentIn(account, change, metaInstant(time)))
        .filter((one) => one !== undefined),
    ]),
  }
}
