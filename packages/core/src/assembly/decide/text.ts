import { type Content, type Feature, longestText } from "../../channel/content.ts"
import type { Rejection } from "../../timeline/decision.ts"
import { refuse } from "./setting.ts"

const encoder = new TextEncoder()

/** The refusal of a text that is longer than we keep, in bytes of UTF-8. Most texts are settled without being encoded. */
export const tooLong = (field: string, text: string): Rejection | undefined => {
  if (text.length * 3 <= longestText) return undefined
  const isLonger = text.length > longestText || encoder.encode(text).length > longestText
  return isLonger ? refuse(field, `shorten it to ${longestText} bytes of UTF-8`, "too-large") : undefined
}

/** Fields that become headers or labels: a line that ends in them could begin another header. */
const isOneLine = (text: string): boolean => !/[\r\n\0]/.test(text)

const longestSubject = 1_000
const schemes = /^(?:https?|mailto|tel):/i

const wrongLinks = (links: Content["links"] = []): Rejection | undefined => {
  const isStrange = links.some(({ url, label }) => !schemes.test(url) || !isOneLine(url) || !isOneLine(label))
  return isStrange ? refuse("content.links", "link to https, http, mailto or tel, with a label of one line") : undefined
}

const mediaSchemes = /^(?:https:\/\/|media:|provider:)/i

const wrongMedia = (content: Content): Rejection | undefined => {
  for (const part of ["image", "audio", "voice", "video", "file"] as const satisfies readonly Feature[]) {
    const media = content[part]
    if (media === undefined) continue
    const isSound =
      typeof media === "object" &&
      typeof media.url === "string" &&
      mediaSchemes.test(media.url) &&
      [media.url, media.name ?? "", media.type ?? ""].every(isOneLine)
    if (!isSound)
      return refuse(`content.${part}`, "give its url: https://…, or what escucha.media gave; names in one line")
  }
  return undefined
}

/** What is wrong with a message before any channel is asked: nothing in it, too much of it, or what would break a header. */
export const wrongContent = (content: Content): Rejection | undefined => {
  const { text, format, subject, ...parts } = content
  if (typeof text !== "string") return refuse("text", "give a text, empty where another part says everything")
  const isEmpty = text.trim() === "" && !Object.values(parts).some((part) => part !== undefined)
  if (isEmpty) return refuse("text", "say something: an empty message is never sent")
  if (format !== undefined && format !== "markdown")
    return refuse("content.format", 'write "markdown", or leave it out')
  if (subject !== undefined && (!isOneLine(subject) || subject.length > longestSubject))
    return refuse("content.subject", `write it in one line of at most ${longestSubject} letters`)
  return tooLong("text", text) ?? wrongLinks(content.links) ?? wrongMedia(content)
}
