import * as fc from "fast-check"
import type { Capabilities, Format, Level, PartRule, TextRule } from "../../src/channel/capability.ts"
import { type Content, type Feature, mediaParts } from "../../src/channel/content.ts"

const signs = fc.constantFrom(
  ..."ab Z9\n*_~`[]()\\<>&|#\"'.!?ñ€漢😀".split(""),
  "👩‍👩‍👧",
  "**",
  "~~",
  "```",
  "e\u0301",
  "https://x.example/a_b?c=1&d=2",
  "[l](https://y.example)",
)

/** Any words: plain ones, markup, half of markup, signs that are more than one. */
export const anyText = (maxLength = 60) => fc.array(signs, { maxLength }).map((all) => all.join(""))
const label = anyText(6).filter((text) => text.trim() !== "")

const media = fc.record(
  {
    url: fc.constantFrom("https://files.example/a.bin", "media:m_0123", "provider:x"),
    type: fc.constantFrom("image/png", "image/webp", "audio/ogg", "video/mp4", "application/pdf"),
    name: label,
    size: fc.nat(2_000),
    duration: fc.nat(2_000),
    alt: label,
  },
  { requiredKeys: ["url"] },
)
const choices = fc.array(fc.record({ value: label, label }), { maxLength: 5 })
const links = fc.array(fc.record({ label, url: fc.constant("https://x.example/p") }), { maxLength: 4 })

/** A message with any parts. */
export const anyContent: fc.Arbitrary<Content> = fc.record(
  {
    text: anyText(120),
    format: fc.constant("markdown" as const),
    subject: label,
    choices,
    links,
    ...Object.fromEntries(mediaParts.map((part) => [part, media])),
    place: fc.record({ latitude: fc.constant(40.4), longitude: fc.constant(-3.7), name: label }),
    contact: fc.record({ name: label, phones: fc.constant(["+34600000001"]) }),
    cards: fc.array(fc.record({ title: label, text: label, choices, links }), { maxLength: 4 }),
    template: fc.record({ name: fc.constant("hello"), language: fc.constant("es") }),
  },
  { requiredKeys: ["text"] },
)

const level = fc.constantFrom<Level>("refused", "dropped", "text", "partial", "full", "text", "full", "full")
const features = [
  "subject",
  "choices",
  "links",
  ...mediaParts,
  "place",
  "contact",
  "cards",
  "template",
] as const satisfies readonly Feature[]
const rule: fc.Arbitrary<PartRule> = fc.record(
  {
    level,
    types: fc.constantFrom(["image/*"], ["image/png", "audio/ogg"], ["video/mp4"]),
    maxBytes: fc.nat(2_000),
    maxDuration: fc.nat(2_000),
    max: fc.nat(4),
    maxLabel: fc.integer({ min: 1, max: 30 }),
    maxValue: fc.integer({ min: 1, max: 60 }),
    caption: fc.constantFrom(0, 40, 200),
  },
  { requiredKeys: ["level"] },
)

const formats: readonly Format[] = ["plain", "html", "telegram", "whatsapp", "slack", "discord", "markdown", "matrix"]
const text: fc.Arbitrary<TextRule> = fc.record(
  {
    max: fc.integer({ min: 60, max: 500 }),
    unit: fc.constantFrom("utf16", "codepoints", "graphemes", "bytes", "sms", "weighted"),
    format: fc.constantFrom(...formats),
    interprets: fc.boolean(),
    overflow: fc.constantFrom("split", "cut"),
  },
  { requiredKeys: ["max"] },
)

/** What any channel may be able to do. */
export const anyCapabilities: fc.Arbitrary<Pick<Capabilities, "parts" | "text" | "together">> = fc.record(
  {
    parts: fc.record(Object.fromEntries(features.map((part) => [part, fc.oneof(level, rule)])), { requiredKeys: [] }),
    text,
    together: fc.boolean(),
  },
  { requiredKeys: ["parts", "text"] },
)

/** Every way of writing markup. */
export const allFormats = formats
/** Every part. */
export const allFeatures = features
