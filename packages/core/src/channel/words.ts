import type { TextRule } from "./capability.ts"
import type { Payload } from "./channel.ts"
import { parseMarkup, sliceOf, type Span, wordsOf } from "./markup.ts"
import { writeSpans } from "./markup-format.ts"
import { fitsIn, headLength, windowLength } from "./text-length.ts"

/** What a message says: its own text, and the lines that stand for parts which the channel does not carry. */
export interface Words {
  readonly before: readonly string[]
  readonly text: string
  readonly behind: readonly string[]
  /** The text is written in our markup. The lines never are: they say what they say. */
  readonly isMarkup: boolean
}

/** What became of words beside the parts. */
interface WordsLoss {
  readonly part: "length" | "format"
  readonly became: "text" | "shorter" | "parts"
}

const plain = (text: string): readonly Span[] => (text === "" ? [] : [{ kind: "text", text }])

const spansOf = ({ before, text, behind, isMarkup }: Words): readonly Span[] => {
  const own = isMarkup ? parseMarkup(text) : plain(text)
  const above = before.join("\n")
  const below = behind.join("\n")
  return [
    ...plain(own.length > 0 || below !== "" ? before.map((line) => `${line}\n`).join("") : above),
    ...own,
    ...plain(own.length > 0 && below !== "" ? `\n${below}` : below),
  ]
}

/** The text as the channel takes it, and how it says in what form. */
const inFormat = ({ format = "plain", interprets = false }: TextRule, isMarkup: boolean) => {
  const isWritten = format !== "plain" && (isMarkup || interprets)
  return {
    write: (spans: readonly Span[]): string => writeSpans(spans, isWritten ? format : "plain"),
    stamp: isWritten ? { format } : {},
  }
}

/** Where words begin that were not said yet, and how they are written. */
interface Cutting {
  readonly rule: TextRule
  readonly write: (spans: readonly Span[]) => string
  /** What stands at the end of a piece that goes no further. */
  readonly mark: string
}

/** The first part of the words that fits once it is written, and how long it is; `undefined` where not even one sign does. */
const firstPiece = (
  spans: readonly Span[],
  words: string,
  from: number,
  { rule, write, mark }: Cutting,
): { readonly text: string; readonly end: number } | undefined => {
  const { unit = "utf16" } = rule
  const rest = words.slice(from, from + windowLength(rule.max, unit))
  for (let max = rule.max; max >= 1; max = Math.floor(max * 0.8)) {
    const length = headLength(rest, { max, unit })
    if (length === 0) return undefined
    const end = from + length
    const text = `${write(sliceOf(spans, from, from + rest.slice(0, length).trimEnd().length))}${mark}`
    if (fitsIn(text, rule)) return { text, end }
  }
  return undefined
}

const blankAt = (text: string, from: number): number => {
  let at = from
  while (at < text.length && /\s/.test(text.charAt(at))) at += 1
  return at
}

/** What was not said yet of spans; those that were said whole are not looked at again. */
const createRest = (spans: readonly Span[], most: number) => {
  let [first, gone] = [0, 0]
  return (at: number): { readonly left: readonly Span[]; readonly gone: number } => {
    for (let span = spans[first]; span; span = spans[first]) {
      const { length } = wordsOf([span])
      if (gone + length > at) break
      gone += length
      first += 1
    }
    return { left: spans.slice(first, first + most), gone }
  }
}

/** Words in pieces that fit once they are written. `undefined` where one sign of them does not. */
const pieces = (spans: readonly Span[], cutting: Cutting): readonly string[] | undefined => {
  const found: string[] = []
  const words = wordsOf(spans)
  // no span is shorter than one sign
  const restAt = createRest(spans, windowLength(cutting.rule.max, cutting.rule.unit ?? "utf16"))
  for (let at = 0; at < words.length;) {
    const { left, gone } = restAt(at)
    const piece = firstPiece(left, wordsOf(left), at - gone, cutting)
    if (!piece) return undefined
    if (piece.text !== "") found.push(piece.text)
    at = blankAt(words, gone + piece.end)
  }
  return found
}

/**
 * The words of a message in the channel's own format: in pieces that fit each, or cut, as the channel says. Markup is never cut through:
 * what is bold on both sides of a cut is bold in both pieces. A link whose address alone is too long is said in words.
 */
export const wordsIn = (
  words: Words,
  rule: TextRule,
): { readonly payloads: readonly Payload[]; readonly losses: readonly WordsLoss[] } => {
  const spans = spansOf(words)
  const { write, stamp } = inFormat(rule, words.isMarkup)
  const asWords = plain(writeSpans(spans, "plain"))
  const hasMarkup = spans.some(({ kind }) => kind !== "text")
  const isPlain = (rule.format ?? "plain") === "plain"
  const losses: WordsLoss[] = hasMarkup && isPlain ? [{ part: "format", became: "text" }] : []
  const payload = (text: string): Payload => ({ text, ...(text !== "" && stamp) })
  const whole = write(spans)
  if (whole === "") return { payloads: [], losses }
  if (fitsIn(whole, rule)) return { payloads: [payload(whole)], losses }
  // plain words have nothing behind them that a cut could lose: the address of a link is one of them
  const source = isPlain ? asWords : spans
  if (rule.overflow === "cut") {
    const mark = rule.unit === "sms" ? "..." : "…" // short messages have no sign for it
    const head = firstPiece(source, wordsOf(source), 0, { rule, write, mark })
    return { payloads: head ? [payload(head.text)] : [], losses: [...losses, { part: "length", became: "shorter" }] }
  }
  const cutting = { rule, write, mark: "" }
  const cut = pieces(source, cutting)
  const texts = cut ?? pieces(asWords, cutting) ?? [whole]
  if (!cut && hasMarkup && !isPlain) losses.push({ part: "format", became: "text" })
  if (texts.length > 1) losses.push({ part: "length", became: "parts" })
  return { payloads: texts.map(payload), losses }
}
