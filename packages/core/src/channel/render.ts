import { type Capabilities, type Level, type PartRule, ruleOf } from "./capability.ts"
import type { Payload } from "./channel.ts"
import { linesOfChoices } from "./choice-mark.ts"
import {
  type Card,
  type Choice,
  type ContactCard,
  type Content,
  type Feature,
  type Link,
  mediaParts,
  type Place,
} from "./content.ts"
import { isTypeIn } from "./media-type.ts"
import type { Media } from "./media.ts"
import { fitsIn } from "./text-length.ts"
import { type Words, wordsIn } from "./words.ts"

/** A part of a message that the channel could not carry, and what became of it. */
export interface Loss {
  readonly part: Feature | "length" | "format"
  readonly became: "text" | "shorter" | "dropped" | "parts"
}

/** A part that the channel refuses, by name, and what to do instead. */
export interface Refusal {
  readonly part: Feature
  readonly remedy: string
}

/** What goes out, one call each in this order, and what was lost on the way; or why nothing goes out. */
export type Rendered =
  { readonly payloads: readonly Payload[]; readonly losses: readonly Loss[] } | { readonly refusal: Refusal }

const encoder = new TextEncoder()

const linesOf = {
  subject: (subject: string) => [subject],
  choices: (choices: readonly Choice[]) => linesOfChoices(choices.map(({ label }) => label)),
  links: (links: readonly Link[]) => links.map(({ label, url }) => `${label}: ${url}`),
  place: ({ latitude, longitude, name, address }: Place) => [
    ...[name, address].filter((line) => line !== undefined),
    `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}`,
  ],
  contact: ({ name, organization, phones = [], emails = [] }: ContactCard) => [
    organization === undefined ? name : `${name} (${organization})`,
    ...phones,
    ...emails,
  ],
  media: ({ alt, name, url }: Media) => [[alt ?? name, url].filter((word) => word !== undefined).join(": ")],
  cards: (cards: readonly Card[]) =>
    cards.flatMap(({ title, text, image, choices = [], links = [] }) => [
      title,
      ...(text === undefined ? [] : [text]),
      ...(image ? linesOf.media(image) : []),
      ...linesOf.choices(choices),
      ...linesOf.links(links),
    ]),
} as const

const mediaFits = ({ type, size, duration }: Media, { types, maxBytes, maxDuration }: PartRule): boolean =>
  (type === undefined || types === undefined || isTypeIn(type, types)) &&
  (size === undefined || maxBytes === undefined || size <= maxBytes) &&
  (duration === undefined || maxDuration === undefined || duration <= maxDuration)

/** Whether these can be buttons, or rows of a list: no more of them, nor longer, than the channel takes. */
export const buttonsFit = (
  buttons: readonly { readonly label: string; readonly value?: string }[],
  { max = Infinity, maxLabel = Infinity, maxValue = Infinity }: PartRule,
): boolean =>
  buttons.length <= max &&
  buttons.every(
    ({ label, value = "x" }) =>
      label !== "" && value !== "" && label.length <= maxLabel && encoder.encode(value).length <= maxValue,
  )

const cardsFit = (cards: readonly Card[], { max = Infinity, ...rule }: PartRule): boolean =>
  cards.length <= max && cards.every(({ choices = [], links = [] }) => buttonsFit([...choices, ...links], rule))

/** Whether a part is within the limits that stand beside it. */
const isWithin = (part: Feature, content: Content, rule: PartRule): boolean => {
  switch (part) {
    case "choices":
      return buttonsFit(content.choices ?? [], rule)
    case "links":
      return buttonsFit(content.links ?? [], rule)
    case "cards":
      return cardsFit(content.cards ?? [], rule)
    case "image":
    case "audio":
    case "voice":
    case "video":
    case "file": {
      const media = content[part]
      return media === undefined || mediaFits(media, rule)
    }
    default:
      return true
  }
}

/** What becomes of a part: its level, or a fall to text where it goes beyond the limits. */
const levelOf = (part: Feature, content: Content, rule: PartRule): Level =>
  (rule.level !== "full" && rule.level !== "partial") || isWithin(part, content, rule) ? rule.level : "text"

interface Sorted {
  /** Parts that go out as such. */
  readonly carried: { [Part in Feature]?: Content[Part] }
  /** Lines that stand for parts, above the text and below it. */
  readonly before: readonly string[]
  readonly behind: readonly string[]
  readonly losses: readonly Loss[]
}

const parts = [
  "subject",
  "image",
  "video",
  "voice",
  "audio",
  "file",
  "place",
  "contact",
  "cards",
  "choices",
  "links",
  "template",
] as const satisfies readonly Feature[]

const wordsOf = (part: Feature, content: Content): readonly string[] => {
  const { subject, choices, links, place, contact, cards } = content
  switch (part) {
    case "subject":
      return linesOf.subject(subject ?? "")
    case "choices":
      return linesOf.choices(choices ?? [])
    case "links":
      return linesOf.links(links ?? [])
    case "place":
      return place ? linesOf.place(place) : []
    case "contact":
      return contact ? linesOf.contact(contact) : []
    case "cards":
      return linesOf.cards(cards ?? [])
    case "template":
      return []
    default: {
      const media = content[part]
      return media ? linesOf.media(media) : []
    }
  }
}

const remedyOf = (part: Feature): string =>
  part === "template"
    ? "this channel knows no templates; write the text itself"
    : `this channel takes no ${part}; send it by another channel, or leave it out`

const sorted = (content: Content, capabilities: Pick<Capabilities, "parts">): Sorted | Refusal => {
  const carried: { [Part in Feature]?: Content[Part] } = {}
  const before: string[] = []
  const behind: string[] = []
  const losses: Loss[] = []
  for (const part of parts) {
    const value = content[part]
    if (value === undefined) continue
    const rule = ruleOf(capabilities, part)
    // buttons of two kinds that cannot be in one call: those that come later are said in words
    const isBarred = part === "links" && rule.not?.includes("choices") === true && carried.choices !== undefined
    const level = isBarred ? "text" : levelOf(part, content, rule)
    switch (level) {
      case "refused":
        return { part, remedy: remedyOf(part) }
      case "full":
      case "partial":
        Object.assign(carried, { [part]: value })
        break
      case "dropped":
        losses.push({ part, became: "dropped" })
        break
      case "text":
        ;(part === "subject" ? before : behind).push(...wordsOf(part, content))
        losses.push({ part, became: "text" })
    }
  }
  return { carried, before, behind, losses }
}

const isMedia = (part: Feature): boolean => (mediaParts as readonly Feature[]).includes(part) // a list of features

type CarriedParts = Sorted["carried"]

/** Whether a part and the words (with their buttons) fit into one call. */
const fitTogether = (
  part: Feature,
  words: Payload,
  { parts: rules, text: rule }: Pick<Capabilities, "parts" | "text">,
): boolean => {
  const { caption = isMedia(part) ? rule.max : 0, not = [] } = ruleOf({ parts: rules }, part)
  const isFree = !not.some((other) => words[other] !== undefined)
  return isFree && (words.text === "" || (caption > 0 && fitsIn(words.text, { ...rule, max: caption })))
}

/** What goes out call by call: parts of their own first, then the words, the buttons under the last of them. */
const assembled = (
  { subject, choices, links, ...own }: CarriedParts,
  words: readonly Payload[],
  capabilities: Pick<Capabilities, "parts" | "text" | "together">,
): readonly Payload[] => {
  const heading = { ...(subject !== undefined && { subject }) }
  const buttons = { ...(choices && { choices }), ...(links && { links }) }
  const names = parts.filter((part) => Object.hasOwn(own, part))
  const needsWords = names.length === 0 || Object.keys(buttons).length > 0
  const lines = words.length === 0 && needsWords ? [{ text: "" }] : words
  const headed = lines.map((line, index): Payload => ({
    ...heading,
    ...line,
    ...(index === lines.length - 1 && buttons),
  }))
  const last = headed.at(-1)
  if (!last) return names.map((part): Payload => ({ ...heading, text: "", [part]: own[part as keyof typeof own] })) // a key of it
  const [first] = names
  const isOne =
    capabilities.together === true ||
    (names.length === 1 && first !== undefined && fitTogether(first, last, capabilities))
  if (isOne) return [...headed.slice(0, -1), { ...last, ...own }]
  return [...names.map((part): Payload => ({ ...heading, text: "", [part]: own[part as keyof typeof own] })), ...headed] // a key of it
}

/**
 * The message as this channel carries it: what goes out, call by call, and what was lost on the way. Choices become lines with a number
 * (with a letter, where a label holds a figure; the numbers of a scale are said by the question itself), a subject the first line, a file
 * its address. A text that is too long for one call goes out in several, or is cut where the channel says so.
 *
 * @example
 * render({ text: "¿Llegó?", choices }, sms.capabilities)
 * // { payloads: [{ text: "¿Llegó?\n1. Sí\n2. No" }], losses: [{ part: "choices", became: "text" }] }
 */
export const render = (content: Content, capabilities: Pick<Capabilities, "parts" | "text" | "together">): Rendered => {
  const found = sorted(content, capabilities)
  if ("part" in found) return { refusal: found }
  const { carried, before, behind } = found
  if (carried.template) {
    // an approved message stands for its text, and carries nothing beside it
    const beside = parts.filter((part) => part !== "template" && content[part] !== undefined)
    return {
      payloads: [{ text: "", template: carried.template }],
      losses: beside.map((part): Loss => ({ part, became: "dropped" })),
    }
  }
  const media = mediaParts.find((part) => carried[part] !== undefined)
  const caption = media && ruleOf(capabilities, media).caption
  // buttons may leave less room for the words above them, and a file for those beside it
  const under = (["choices", "links"] as const).map((part) =>
    carried[part] ? ruleOf(capabilities, part).caption || Infinity : Infinity,
  )
  const isCut = capabilities.text.overflow === "cut"
  const max = Math.min(capabilities.text.max, ...under, isCut && caption ? caption : Infinity)
  const words: Words = { before, text: content.text, behind, isMarkup: content.format === "markdown" }
  const { payloads, losses } = wordsIn(words, { ...capabilities.text, max })
  return { payloads: assembled(carried, payloads, capabilities), losses: [...found.losses, ...losses] }
}
