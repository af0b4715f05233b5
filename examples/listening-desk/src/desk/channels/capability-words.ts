import type { DeskChannel, Feature, PartRule } from "@escucha/core"
import type { Speech } from "../i18n/words.tsx"

type Capabilities = DeskChannel["capabilities"]

/** The parts of a message, in the order in which they are told. */
export const parts: readonly Feature[] = [
  "image",
  "voice",
  "audio",
  "video",
  "file",
  "choices",
  "links",
  "cards",
  "place",
  "contact",
  "subject",
  "template",
]

/** How a part is carried; what the channel does not name is said in words, and a template is refused. */
export const ruleOf = (capabilities: Pick<Capabilities, "parts">, part: Feature): PartRule => {
  const rule = capabilities.parts[part] ?? (part === "template" ? "refused" : "text")
  return typeof rule === "object" ? rule : { level: rule }
}

/** `up to 5 MB`, `up to 10`: what a part is limited to. */
export const limitOf = ({ maxBytes, max }: PartRule, { words, format }: Speech): string => {
  if (maxBytes !== undefined) return words.ways.most(format.bytes(maxBytes))
  return max === undefined ? "" : words.ways.many(format.number(max))
}

const second = 1_000

const rateWords = ({ rate = [] }: Capabilities, { words, format }: Speech): readonly string[] =>
  rate.map(({ count, per, each }) =>
    [
      words.ways.rate(format.number(count), per < second ? `${format.number(per)} ms` : format.duration(per)),
      each === undefined ? "" : words.ways.each,
    ]
      .filter((part) => part !== "")
      .join(" "),
  )

/** What a channel takes: how much text, what becomes of more, and how many calls. */
export const limitsOf = (capabilities: Capabilities, speech: Speech): readonly string[] => {
  const { words, format } = speech
  const { max, unit = "utf16", overflow = "split" } = capabilities.text
  const rates = rateWords(capabilities, speech)
  return [
    `${words.ways.text(format.number(max), words.ways.units[unit])}; ${words.ways[overflow]}`,
    ...(rates.length === 0 ? [words.ways.noRate] : rates),
  ]
}

/** Which way messages go. */
export const wayOf = ({ inbound, outbound }: Capabilities, { words }: Speech): string => {
  if (outbound === false) return words.ways.onlyIn
  if (outbound === "public") return words.ways.onlyPublic
  return inbound ? words.ways.both : words.ways.onlyOut
}

/** Until when free words may be sent. */
export const windowWords = ({ replyWindow }: Capabilities, { words, format }: Speech): string => {
  if (replyWindow === undefined) return words.ways.always
  const span = format.duration(replyWindow.length)
  return replyWindow.after === "template" ? words.ways.windowTemplate(span) : words.ways.windowNothing(span)
}
