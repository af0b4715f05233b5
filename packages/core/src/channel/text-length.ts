import type { TextRule } from "./capability.ts"

// GSM 03.38, the letters of one septet and of two: https://www.3gpp.org/dynareport/23038.htm §6.2.1
const septet = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
)
const twoSeptets = new Set("\f^{}\\[~]|€")

/** Whether every letter is one of GSM-7, so that 160 of them fit into one short message, and not 70. */
export const isGsm = (text: string): boolean => {
  for (const sign of text) if (!septet.has(sign) && !twoSeptets.has(sign)) return false
  return true
}

const septetsOf = (text: string): number => {
  let count = 0
  for (const sign of text) count += twoSeptets.has(sign) ? 2 : 1
  return count
}

const encoder = new TextEncoder()
let made: Intl.Segmenter | undefined
/** Made when it is first needed: it takes longer than everything else that is loaded at the start. */
const segmenter = (): Intl.Segmenter => (made ??= new Intl.Segmenter())
const countOf = (values: Iterable<unknown>): number => {
  let count = 0
  for (const _ of values) count += 1
  return count
}

// Signs that weigh one of 280, by code point; all others weigh two: https://docs.x.com/fundamentals/counting-characters
const light: readonly (readonly [from: number, to: number])[] = [
  [0, 4351],
  [8192, 8205],
  [8208, 8223],
  [8242, 8247],
]
const weightOf = (sign: string): number => {
  const point = sign.codePointAt(0) ?? 0
  return light.some(([from, to]) => point >= from && point <= to) ? 1 : 2
}
const weigh = (text: string): number => {
  let weight = 0
  for (const sign of text) weight += weightOf(sign)
  return weight
}

/** How long a text is, in the unit of a channel. `sms` counts in units of GSM-7: a text with other letters takes 160/70 for each. */
export const lengthIn = (text: string, unit: NonNullable<TextRule["unit"]> = "utf16"): number => {
  switch (unit) {
    case "utf16":
      return text.length
    case "codepoints":
      return countOf(text)
    case "graphemes":
      return countOf(segmenter().segment(text))
    case "bytes":
      return encoder.encode(text).length
    case "weighted":
      return weigh(text)
    case "sms":
      return isGsm(text) ? septetsOf(text) : Math.ceil((text.length * 160) / 70)
  }
}

/** Looks no further than it must: a long text is measured again for each of its pieces. */
const fits = (text: string, max: number, unit: TextRule["unit"]): boolean => {
  if (text.length * (unit === "sms" || unit === "bytes" || unit === "weighted" ? 3 : 1) <= max) return true
  if (unit !== "graphemes") return lengthIn(text, unit) <= max
  let count = 0
  for (const _ of segmenter().segment(text)) if (++count > max) return false
  return true
}

/** Whether a text is within the limit of a channel. */
export const fitsIn = (text: string, { max, unit }: Pick<TextRule, "max" | "unit">): boolean => fits(text, max, unit)

/** How long what was added so far is; short messages change their alphabet at the first letter that GSM-7 has not. */
const growing = (unit: TextRule["unit"]) => {
  let [length, septets, isPlain] = [0, 0, true]
  return (piece: string): number => {
    if (unit === "graphemes") return ++length // a piece is one of them
    if (unit !== "sms") return (length += lengthIn(piece, unit))
    isPlain &&= isGsm(piece)
    septets += septetsOf(piece)
    length += piece.length
    return isPlain ? septets : Math.ceil((length * 160) / 70)
  }
}

const fitting = (pieces: Iterable<string>, max: number, unit: TextRule["unit"]): string => {
  const lengthWith = growing(unit)
  let head = ""
  for (const piece of pieces) {
    if (lengthWith(piece) > max) break
    head += piece
  }
  return head
}

function* graphemesOf(text: string): Generator<string> {
  for (const { segment } of segmenter().segment(text)) yield segment
}

/** The longest beginning that fits, never through a sign that people see as one, unless that sign alone is too long. */
const headOf = (text: string, max: number, unit: TextRule["unit"]): string =>
  fitting(graphemesOf(text), max, unit) || fitting(text, max, unit)

/** Where a text is best cut: behind a paragraph, a line, a sentence, a word, in the last half of what fits. */
const cutIn = (head: string): number => {
  for (const end of [/\n\s*\n/g, /\n/g, /[.!?…]\s/g, /\s/g]) {
    const places = [...head.matchAll(end)].map(({ index, 0: found }) => index + found.length)
    const last = places.at(-1)
    if (last !== undefined && last > head.length / 2) return last
  }
  return head.length
}

/** So many UTF-16 code units one unit of a channel may take at most, as people write; signs of more are cut through. */
const widest = { utf16: 1, codepoints: 2, graphemes: 16, bytes: 1, weighted: 2, sms: 1 } as const

/** So far a text has to be looked at to find where its first message ends, in UTF-16 code units. */
export const windowLength = (max: number, unit: NonNullable<TextRule["unit"]>): number => max * widest[unit] + 2

/** That beginning of a text, not cut through a sign of two code units. */
const windowOf = (text: string, max: number, unit: NonNullable<TextRule["unit"]>): string => {
  const size = windowLength(max, unit)
  if (text.length <= size) return text
  const last = text.charCodeAt(size - 1)
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? size - 1 : size)
}

/** How much of a text goes into one message, cut where a reader would pause; all of it, where it fits. */
export const headLength = (text: string, { max, unit = "utf16" }: Pick<TextRule, "max" | "unit">): number => {
  const window = windowOf(text, max, unit)
  if (!fits(window, max, unit)) return cutIn(headOf(window, max, unit))
  return window === text ? text.length : cutIn(window)
}
