import { type Capabilities, type PartRule, ruleOf } from "../../channel/capability.ts"
import type { Outgoing } from "../../channel/channel.ts"
import {
  type Choice,
  type Content,
  type Feature,
  type Link,
  type MediaPart,
  mediaParts,
} from "../../channel/content.ts"
import type { Media, MediaBytes } from "../../channel/media.ts"

/** Every part that a message may hold beside its text. */
export const allParts: readonly Feature[] = [
  "subject",
  "choices",
  "links",
  ...mediaParts,
  "place",
  "contact",
  "cards",
  "template",
]

/** The parts that the rules of a channel carry. */
export const carriedParts = (capabilities: Pick<Capabilities, "parts">): readonly Feature[] =>
  allParts.filter((part) => {
    const { level } = ruleOf(capabilities, part)
    return level === "full" || level === "partial"
  })

const typeOf: { readonly [Part in MediaPart]: string } = {
  image: "image/jpeg",
  audio: "audio/mpeg",
  voice: "audio/ogg",
  video: "video/mp4",
  file: "application/pdf",
}

const isMediaPart = (part: Feature): part is MediaPart => (mediaParts as readonly Feature[]).includes(part) // a list of features

/** A file that the rule of its part takes. */
const mediaOf = (part: MediaPart, { types, maxBytes = 1_000, maxDuration = 3_000 }: PartRule): Media => {
  const usual = typeOf[part]
  const family = `${usual.split("/")[0]}/*`
  const isTaken = types === undefined || types.includes(usual) || types.includes(family)
  const type = isTaken ? usual : (types?.[0] ?? usual).replace(/\/\*$/, "/mpeg")
  return {
    url: `https://files.example/${part}-${type.replace(/\W/g, "-")}`,
    type,
    name: `sample-${part}.bin`,
    size: Math.min(1_000, maxBytes),
    ...(part !== "image" && part !== "file" && { duration: Math.min(3_000, maxDuration) }),
  }
}

const choicesOf = ({ max = 2, maxLabel = 20 }: PartRule): readonly Choice[] =>
  [
    { value: "yes-value", label: "Sí, ñandú".slice(0, maxLabel) },
    { value: "no-value", label: "No".slice(0, maxLabel) },
  ].slice(0, max)

const linksOf = ({ max = 1, maxLabel = 20 }: PartRule): readonly Link[] =>
  [{ label: "Ver pedido".slice(0, maxLabel), url: "https://shop.example/orders/A-1" }].slice(0, max)

/** A message with this one part, within the limits of the channel. */
export const sampleOf = (part: Feature, capabilities: Pick<Capabilities, "parts">): Content => {
  const rule = ruleOf(capabilities, part)
  if (isMediaPart(part)) return { text: "con palabras", [part]: mediaOf(part, rule) }
  switch (part) {
    case "subject":
      return { text: "texto de prueba", subject: "asunto de prueba" }
    case "choices":
      return { text: "¿qué tal?", choices: choicesOf(rule) }
    case "links":
      return { text: "mira aquí", links: linksOf(rule) }
    case "place":
      return { text: "", place: { latitude: 40.4168, longitude: -3.7038, name: "Tienda del Sol", address: "Sol 1" } }
    case "contact":
      return { text: "", contact: { name: "Lola Ruiz", phones: ["+34600000009"], emails: ["lola@shop.example"] } }
    case "cards":
      return { text: "nuestras tazas", cards: [{ title: "Taza azul", text: "de barro" }] }
    default:
      return { text: "", template: { name: "order_update", language: "es", values: { "1": "Ana Mar" } } }
  }
}

/** What a request has to say of a part, in any of these forms of words. */
export const tellingsOf = (content: Content, part: Feature): readonly string[] => {
  const { subject, choices = [], links = [], place, contact, cards = [], template } = content
  if (isMediaPart(part)) return [content[part]?.url ?? ""]
  switch (part) {
    case "subject":
      return [subject ?? ""]
    case "choices":
      return choices.flatMap(({ value, label }) => [value, label])
    case "links":
      return links.flatMap(({ url, label }) => [url, label])
    case "place":
      return [String(place?.latitude), String(place?.longitude)]
    case "contact":
      return [contact?.name.split(" ")[0] ?? ""] // some networks want names in pieces
    case "cards":
      return cards.map(({ title }) => title)
    default:
      return [template?.name ?? "", ...Object.values(template?.values ?? {})]
  }
}

/** The bytes of a sample: no other text has them. */
export const sampleBytes = new TextEncoder().encode("%PDF-1.7 the bytes of a sample")

/** The files of those parts that the channel takes as bytes, as the core hands them over. */
export const filesOf = (
  content: Outgoing["content"],
  capabilities: Pick<Capabilities, "parts">,
): { readonly files?: { readonly [url: string]: MediaBytes } } => {
  const files = mediaParts.flatMap((part) => {
    const media = content[part]
    if (!media || ruleOf(capabilities, part).by !== "bytes") return []
    const { url, type = "application/octet-stream", name = part } = media
    return [[url, { bytes: sampleBytes, type, name }] as const]
  })
  return files.length === 0 ? {} : { files: Object.fromEntries(files) }
}

/** Longer texts are cut as these are, and only take longer. */
const longestSample = 10_000

const words = [
  "hola",
  "¿qué tal?",
  "👩‍👩‍👧‍👦",
  "€",
  "{x}",
  "<b>&amp;</b>",
  "**fuerte** _fino_ `code`",
  "[a](https://shop.example/x)",
  "\n",
  "\u202E",
  "مرحبا",
  "日本語",
  "a.b-c!d|e~f",
  "*",
]

/** A message as people and programs write them: parts of every kind, in any mixture; the same one for the same chance. */
export const anyContent = (random: () => number, capabilities: Pick<Capabilities, "parts" | "text">): Content => {
  const below = (count: number) => Math.floor(random() * count)
  const phrase = (count: number) => Array.from({ length: below(count) }, () => words[below(words.length)]).join(" ")
  const short = phrase(40).trim() || "hola"
  const longer = Math.min(capabilities.text.max * 1.3, longestSample)
  const text = random() < 0.1 ? `${short} `.repeat(Math.ceil(longer / (short.length + 1))) : short
  const chosen = allParts.filter((part) => part !== "template" && random() < 0.2)
  const parts = chosen.flatMap((part) => Object.entries(sampleOf(part, capabilities)).filter(([name]) => name === part))
  const many = Array.from({ length: below(30) }, (_, index) => ({ value: `v${index}`, label: `${phrase(4)}${index}` }))
  return {
    ...Object.fromEntries(parts),
    text,
    ...(random() < 0.3 && { format: "markdown" }),
    ...(random() < 0.2 && { choices: many }),
    ...(random() < 0.1 && { image: { url: "https://files.example/huge", type: "image/tiff", size: 10 ** 10 } }),
  }
}
