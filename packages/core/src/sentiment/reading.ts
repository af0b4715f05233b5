import { isTopicName } from "./topic-name.ts"

/** What a text says of how the customer feels. */
export type Label = "negative" | "neutral" | "positive"

/** The words that say so: UTF-16 offsets into the text, `end` exclusive, and a weight from -1 (as bad as can be) to 1. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly weight: number
}

/** One analyzer's opinion of one text. */
export interface Reading {
  /** Always `labelOf(score)`. */
  readonly label: Label
  /** From -1 (as bad as can be) to 1. */
  readonly score: number
  /** From 0.34 (a guess between three) to 1. Calibrated: of the readings with 0.8, about 80 % are right. */
  readonly confidence: number
  /** Who read it, `name@version`: readings of different analyzers are not compared with each other. */
  readonly analyzer: string
  /** BCP 47, when the analyzer was told or could tell. */
  readonly language?: string
  /** At most 8, the strongest first; empty when nothing in particular says so. */
  readonly spans: readonly Span[]
  /** What it speaks of, where an analyzer can tell: names of topics, at most 8. */
  readonly topics?: readonly string[]
}

/** Why an analyzer's output is no reading. */
export interface ReadingProblem {
  readonly problem: { readonly field: string; readonly remedy: string }
}

/** Scores nearer to 0 than this are neutral. */
export const neutralBand = 0.2

/** The confidence of a reading that knows nothing: one guess between three. */
export const lowestConfidence = 0.34

const mostSpans = 8
const mostSpansRead = 256
const mostTopics = 8
const languageTag = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i

const within = (low: number, high: number, value: number): number => Math.min(high, Math.max(low, value))

/** The label that belongs to a score. */
export const labelOf = (score: number): Label =>
  score <= -neutralBand ? "negative" : score >= neutralBand ? "positive" : "neutral"

/** The strongest spans, strongest first and in reading order among equals, no more than a reading may hold. */
export const strongest = (spans: readonly Span[]): readonly Span[] =>
  spans.length < 2
    ? spans
    : spans
        .toSorted((one, other) => Math.abs(other.weight) - Math.abs(one.weight) || one.start - other.start)
        .slice(0, mostSpans)

type Fields = { readonly [name: string]: unknown }

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null

const spanIn = (length: number, value: unknown): readonly Span[] => {
  if (!isFields(value)) return []
  const { start, end, weight } = value
  if (!Number.isInteger(start) || !Number.isInteger(end) || typeof weight !== "number" || Number.isNaN(weight))
    return []
  const from = within(0, length, Number(start))
  const to = within(0, length, Number(end))
  return from < to ? [{ start: from, end: to, weight: within(-1, 1, weight) }] : []
}

const topicsIn = (topics: unknown): readonly string[] =>
  Array.isArray(topics)
    ? [...new Set(topics.slice(0, mostSpansRead).filter((topic) => isTopicName(topic)))].slice(0, mostTopics)
    : []

/**
 * The reading in what any analyzer answered about `text`, made safe: numbers inside their ranges, the label of the score, spans
 * inside the text, topics that have a name, nothing else kept. What is missing besides the score is filled with the most careful
 * value. A problem when there is no score to go by. Never throws on plain data.
 *
 * @example
 * clampReading({ label: "positive", score: -7 }, { text: "Late again", analyzer: "mine@1" })
 * // { label: "negative", score: -1, confidence: 0.34, analyzer: "mine@1", spans: [] }
 */
export const clampReading = (
  value: unknown,
  source: { readonly text: string; readonly analyzer: string },
): Reading | ReadingProblem => {
  if (!isFields(value))
    return { problem: { field: "reading", remedy: "answer with an object that has a score from -1 to 1" } }
  const { score, confidence, language, spans, topics } = value
  if (typeof score !== "number" || Number.isNaN(score)) {
    return { problem: { field: "reading.score", remedy: "answer with a number from -1 to 1" } }
  }
  const named = topicsIn(topics)
  const safe = within(-1, 1, score) + 0 // no -0: the same reading must look the same everywhere
  return {
    label: labelOf(safe),
    score: safe,
    confidence:
      typeof confidence === "number" && !Number.isNaN(confidence)
        ? within(lowestConfidence, 1, confidence)
        : lowestConfidence,
    analyzer: source.analyzer,
    ...(typeof language === "string" && languageTag.test(language) && { language }),
    spans: Array.isArray(spans)
      ? strongest(spans.slice(0, mostSpansRead).flatMap((span) => spanIn(source.text.length, span)))
      : [],
    ...(named.length > 0 && { topics: named }),
  }
}
