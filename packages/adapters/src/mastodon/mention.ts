// Posts that name us: https://docs.joinmastodon.org/entities/Notification/, https://docs.joinmastodon.org/entities/Status/
import type { Attachment, Inbound } from "@escucha/core"
import { textOfHtml } from "../html.ts"
import { type Fields, fieldsOf, instantOf, isText, objectsOf, textOf } from "../json.ts"

const kinds = { image: "image", video: "video", gifv: "video", audio: "audio" } as const
const attachmentIn = ({ type, url, description }: Fields): readonly Attachment[] => {
  if (!isText(url) || !url.startsWith("https://")) return []
  const kind = isText(type) && Object.hasOwn(kinds, type) ? kinds[type as keyof typeof kinds] : "file" // it is one of them
  return [{ kind, url, ...(isText(description) && { alt: description }) }]
}

/** What a notification brings; `account` is our own name, which is left out of the words. */
export const readMention = ({ id: notification, status: value }: Fields, account: string): Inbound | undefined => {
  const status = fieldsOf(value)
  const { id, content, created_at: time, visibility, url, in_reply_to_id: target, language, account: author } = status
  const { acct: address, display_name: name, bot } = fieldsOf(author)
  const at = instantOf(time)
  if (!isText(notification) || !isText(id) || !isText(address)) return undefined
  const attachments = objectsOf(status["media_attachments"]).flatMap(attachmentIn)
  const isMentioned = new RegExp(`^(?:@${account}(?:@[\\w.-]{1,100})?\\s+)+`, "i")
  return {
    type: "message",
    id: notification,
    provider: id,
    address,
    text: textOfHtml(textOf(content) ?? "").replace(isMentioned, ""),
    ...(at !== undefined && { at }),
    ...(visibility !== "direct" && { public: { post: id, ...(isText(url) && url.startsWith("https://") && { url }) } }),
    ...(attachments.length > 0 && { attachments }),
    ...(isText(name) && { name }),
    ...(isText(language) && { language }),
    ...(isText(target) && { repliesTo: target }),
    ...(bot === true && { automatic: true }),
  }
}
