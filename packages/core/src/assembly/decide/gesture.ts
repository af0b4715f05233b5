import type { Content } from "../../channel/content.ts"
import type { Capabilities } from "../../channel/capability.ts"
import type { Payload } from "../../channel/channel.ts"
import { render } from "../../channel/render.ts"
import type { Rejection } from "../../timeline/decision.ts"
import { type Decide, facts, refuse } from "./setting.ts"
import { wrongContent } from "./text.ts"

const longestEmoji = 64

/** What is wrong with a sign that somebody reacts with; `null` takes a reaction back. */
export const wrongEmoji = (emoji: unknown): Rejection | undefined => {
  if (emoji === null) return undefined
  const isSign =
    typeof emoji === "string" &&
    emoji.length > 0 &&
    emoji.length <= longestEmoji &&
    !/[\p{C}\s]/u.test(emoji.replaceAll("\u200d", ""))
  return isSign ? undefined : refuse("emoji", "give one emoji, or null to take the reaction back")
}

/** What can be written anew: words, and the buttons under them. */
const wordParts: ReadonlySet<string> = new Set(["text", "format", "subject", "choices", "links"])

const isWords = (payload: Payload): boolean => Object.keys(payload).every((part) => wordParts.has(part))

/** The calls that write a message anew: new words for those of its parts that have words, and those that are left over. */
export interface Rewriting {
  readonly edits: readonly { readonly provider: string; readonly payload: Payload }[]
  readonly left: readonly string[]
}

/** The provider's ids of those parts that still stand after it was written anew: words that were left over then were taken away. */
export const standing = (
  before: Content,
  edited: Content | null | undefined,
  parts: readonly (string | null)[],
  capabilities: Pick<Capabilities, "parts" | "text" | "together">,
): readonly (string | null)[] => {
  const [old, now] = [render(before, capabilities), edited && render(edited, capabilities)]
  if ("refusal" in old || !now || "refusal" in now) return parts
  let left = now.payloads.length
  return parts.map((provider, index) => {
    const payload = old.payloads[index]
    return provider !== null && payload && isWords(payload) && left-- <= 0 ? null : provider
  })
}

const invalid = (field: string, remedy: string): Rejection => refuse(field, remedy)

/**
 * How a message that went out is written anew: its words are put where its words were. A file and what stands under it are no words:
 * networks do not let them be exchanged.
 */
export const rewrite = (
  before: Content,
  after: Content,
  parts: readonly (string | null)[],
  capabilities: Pick<Capabilities, "parts" | "text" | "together">,
): Rewriting | Rejection => {
  const problem = wrongContent(after)
  if (problem) return problem
  const [old, fresh] = [render(before, capabilities), render(after, capabilities)]
  if ("refusal" in fresh) return invalid(`content.${fresh.refusal.part}`, fresh.refusal.remedy)
  if ("refusal" in old || old.payloads.length !== parts.length)
    return refuse("id", "nobody knows any more in which parts it went out; remove it and send a new one", "conflict")
  if (!fresh.payloads.every(isWords))
    return invalid("content", "new words change words and buttons alone; remove the message and send a new one")
  const places = old.payloads.flatMap((payload, index) => {
    const provider = parts[index]
    return isWords(payload) && typeof provider === "string" ? [provider] : []
  })
  if (places.length === 0) return refuse("id", "its words stand under a file; remove it and send a new one", "conflict")
  if (fresh.payloads.length > places.length)
    return refuse("content.text", "it is longer than the message was; shorten it, or send a new message", "too-large")
  const edits = fresh.payloads.flatMap((payload, index) => {
    const provider = places[index]
    return provider === undefined ? [] : [{ provider, payload }]
  })
  return { edits, left: places.slice(edits.length) }
}

/** How what we did at a network beside writing is written down, once the network has taken it. */
export const gesturing = {
  "edit-own": (({ channel, message, content, by }) =>
    facts([{ kind: "own-message-edited", data: { channel, message, content, by } }])) satisfies Decide<"edit-own">,
  react: (({ channel, of, emoji, by }) =>
    facts([{ kind: "own-reaction-changed", data: { channel, of, emoji, by } }])) satisfies Decide<"react">,
  "mark-read": (({ channel, of, upTo, by }) =>
    facts([{ kind: "conversation-read", data: { channel, of, upTo, by } }])) satisfies Decide<"mark-read">,
}
