// What happened in direct messages: https://docs.bsky.app/docs/api/chat-bsky-convo-get-log
import type { Inbound } from "@escucha/core"
import { type Fields, fieldsOf, instantOf, isText, rawOf, textOf } from "../json.ts"

const reactionIn = (
  kind: string,
  base: { readonly id: string; readonly address: string },
  { message, reaction }: Fields,
  own: string,
): Inbound | undefined => {
  const { id: target } = fieldsOf(message)
  const { value, sender, createdAt } = fieldsOf(reaction)
  if (!isText(target) || !isText(value) || fieldsOf(sender)["did"] === own) return undefined
  const at = instantOf(createdAt)
  return {
    type: "reaction",
    ...base,
    message: target,
    emoji: kind === "logAddReaction" ? value : null,
    ...(at !== undefined && { at }),
  }
}

/** What an entry of the log brings; `own` is our account. */
export const readLog = (log: Fields, own: string): Inbound | undefined => {
  const { $type: type, rev, convoId: address, message } = log
  const kind = isText(type) ? type.slice(type.indexOf("#") + 1) : ""
  const { id, text, sender, sentAt } = fieldsOf(message)
  if (!isText(rev) || !isText(address)) return undefined
  if (kind === "logAddReaction" || kind === "logRemoveReaction") return reactionIn(kind, { id: rev, address }, log, own)
  const { did } = fieldsOf(sender)
  const at = instantOf(sentAt)
  if (!isText(id) || !isText(did) || did === own || at === undefined) return undefined
  if (kind === "logDeleteMessage") return { type: "edit", id: rev, address, at, message: id, text: null }
  if (kind !== "logCreateMessage") return undefined
  const words = textOf(text) ?? ""
  return {
    type: "message",
    id,
    address,
    at,
    text: words,
    also: [`bluesky:${did}`],
    ...(words === "" && { unsupported: "message", metadata: rawOf(message) }),
  }
}
