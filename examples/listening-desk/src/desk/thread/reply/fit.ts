import type { Capabilities, MediaPart, PartRule } from "@escucha/core"
import type { ReplyFile } from "../../data/channel-client.ts"
import { wordFor, type Speech } from "../../i18n/words.tsx"
import { partOfType } from "../media/kept-file.ts"

/** What becomes of a file on a channel. */
export type Fit = "carried" | "text" | "dropped" | "refused"

const ruleOf = ({ parts }: Pick<Capabilities, "parts">, part: MediaPart): PartRule => {
  const rule = parts[part] ?? "text"
  return typeof rule === "object" ? rule : { level: rule }
}

/** Whether a MIME type is one of a list, `image/*` for a whole family. */
export const isTypeIn = (type: string, types: readonly string[]): boolean =>
  types.some((taken) => (taken.endsWith("/*") ? type.startsWith(taken.slice(0, -1)) : type === taken))

/** What becomes of a file on this channel, as far as it can be told before it is sent. */
export const fitOf = (
  capabilities: Pick<Capabilities, "parts">,
  part: MediaPart,
  { type, size }: Pick<Blob, "type" | "size">,
): Fit => {
  const { level, types, maxBytes } = ruleOf(capabilities, part)
  if (level !== "full" && level !== "partial") return level
  const plain = type.split(";", 1)[0] ?? ""
  const isIn = (types === undefined || isTypeIn(plain, types)) && (maxBytes === undefined || size <= maxBytes)
  return isIn ? "carried" : "text"
}

/** What there is to say of a file before it is sent; `stops` where it cannot be sent so. */
export interface FileRemark {
  readonly text: string
  readonly stops: boolean
}

interface Ahead {
  /** The channel by which it will leave, as far as it is known. */
  readonly channel: { readonly name: string; readonly capabilities: Pick<Capabilities, "parts"> } | undefined
  /** How large a file may be; null where the house keeps none. */
  readonly maxBytes: number | null
}

/** What keeps a file from being sent, or what will become of it on the way; null where it goes as it is. */
export const remarkOn = (
  { blob, name, isVoice }: ReplyFile,
  { channel, maxBytes }: Ahead,
  { words, format }: Speech,
): FileRemark | null => {
  const { files } = words.message
  if (maxBytes === null) return { text: files.none, stops: true }
  if (blob.size === 0) return { text: files.empty(name), stops: true }
  if (blob.size > maxBytes)
    return { text: files.tooLarge(name, format.bytes(blob.size), format.bytes(maxBytes)), stops: true }
  if (channel === undefined) return null
  const part = partOfType(blob.type, isVoice)
  const fit = fitOf(channel.capabilities, part, blob)
  const [who, what] = [wordFor(words.channels, channel.name), words.message.part[part].toLocaleLowerCase()]
  if (fit === "refused") return { text: files.refused(who, what), stops: true }
  if (fit === "text") return { text: files.asText(who, what), stops: false }
  return fit === "dropped" ? { text: files.dropped(who, what), stops: true } : null
}
