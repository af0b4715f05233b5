// What X tells us: https://docs.x.com/x-api/account-activity/introduction#activity-data-object-structure
import type { Attachment, Inbound, Parsed } from "@escucha/core"
import { bodyOf, type Fields, fieldsOf, idOf, instantOf, integerOf, isText, objectsOf, rawOf, textOf } from "../json.ts"
import { idAmong } from "../event-id.ts"

const entities: { readonly [sign: string]: string } = { "&amp;": "&", "&lt;": "<", "&gt;": ">" }
const plainOf = (text: string): string => text.replaceAll(/&(?:amp|lt|gt);/g, (sign) => entities[sign] ?? sign)

const attachmentIn = (data: Fields): Attachment | undefined => {
  const { media_url_https: url, type } = fieldsOf(fieldsOf(data["attachment"])["media"])
  if (!isText(url) || !url.startsWith("https://")) return undefined
  return { kind: type === "photo" ? "image" : "video", url: `provider:${url}` }
}

const messageIn = (event: Fields, account: string, users: Fields): Inbound | undefined => {
  const { id, created_timestamp: time, message_create: create } = event
  const { sender_id: sender, message_data: value } = fieldsOf(create)
  const data = fieldsOf(value)
  const [at, address] = [integerOf(time), idOf(sender)]
  if (!isText(id) || at === undefined || address === undefined || address === account) return undefined
  const attachment = attachmentIn(data)
  const choice = textOf(fieldsOf(data["quick_reply_response"])["metadata"])
  const name = textOf(fieldsOf(users[address])["name"])
  const text = plainOf(textOf(data["text"]) ?? "")
  return {
    type: "message",
    id,
    address,
    at,
    text,
    ...(attachment && { attachments: [attachment] }),
    ...(choice !== undefined && { choice }),
    ...(name !== undefined && { name }),
    ...(text === "" && !attachment && { unsupported: "message", metadata: rawOf(event) }),
  }
}

/** A post that names us, or answers one of ours. What we wrote ourselves comes back as well, and is no message. */
const postIn = (post: Fields, account: string): Inbound | undefined => {
  const {
    id_str: id,
    created_at: time,
    timestamp_ms: exact,
    user,
    text,
    extended_tweet: long,
    in_reply_to_status_id_str: target,
  } = post
  const { id_str: address, name, screen_name: handle } = fieldsOf(user)
  const isCopy = post["retweeted_status"] !== undefined
  if (!isText(id) || !isText(address) || address === account || isCopy) return undefined
  const at = integerOf(exact) ?? instantOf(time)
  const words = textOf(fieldsOf(long)["full_text"]) ?? textOf(text) ?? ""
  return {
    type: "message",
    id,
    address,
    text: plainOf(words),
    public: {
      post: id,
      ...(isText(handle) && { url: `https://x.com/${encodeURIComponent(handle.toWellFormed())}/status/${id}` }),
    },
    ...(at !== undefined && { at }),
    ...(isText(name) && { name }),
    ...(isText(target) && { repliesTo: target }),
    ...(words === "" && { unsupported: "post", metadata: rawOf(post) }),
  }
}

const readingIn = (event: Fields, account: string): Inbound | undefined => {
  const [address, at] = [idOf(event["sender_id"]), integerOf(event["created_timestamp"])]
  if (address === undefined || address === account || at === undefined) return undefined
  return { type: "receipt", id: idAmong(address, `read:${at}`), address, at, message: { upTo: at }, status: "read" }
}

const typingIn = (event: Fields, account: string): Inbound | undefined => {
  const [address, at] = [idOf(event["sender_id"]), integerOf(event["created_timestamp"])]
  return address === undefined || address === account || at === undefined
    ? undefined
    : { type: "typing", id: `typing:${at}`, address, at }
}

/** What a webhook brings in for this account. */
export const readActivity = (body: string, account: string): Parsed => {
  const activity = bodyOf(body)
  const { for_user_id: owner, users } = activity
  if (!isText(owner)) return { problem: { field: "for_user_id", remedy: "send the activity of an account" } }
  if (owner !== account) return { foreign: true }
  const found = [
    ...objectsOf(activity["direct_message_events"]).map((event) => messageIn(event, account, fieldsOf(users))),
    ...objectsOf(activity["tweet_create_events"]).map((post) => postIn(post, account)),
    ...objectsOf(activity["direct_message_mark_read_events"]).map((event) => readingIn(event, account)),
    ...objectsOf(activity["direct_message_indicate_typing_events"]).map((event) => typingIn(event, account)),
  ]
  return { inbound: found.filter((one) => one !== undefined) }
}
