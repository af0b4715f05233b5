import { isGsm, lengthIn } from "../channel/text-length.ts"

// What is left of 140 bytes beside the header that joins the parts: https://www.3gpp.org/dynareport/23040.htm §9.2.3.24.1
const limits = { gsm: { one: 160, each: 153 }, wide: { one: 70, each: 67 } } as const

/**
 * How many short messages a text takes: one up to 160 letters of GSM-7, or 70 where it has others, and then one for each 153 or 67. No
 * letter is parted.
 */
export const segmentsOf = (text: string): number => {
  const isPlain = isGsm(text)
  const { one, each } = isPlain ? limits.gsm : limits.wide
  const weight = (sign: string) => (isPlain ? lengthIn(sign, "sms") : sign.length)
  let [segments, filled, whole] = [1, 0, 0]
  for (const sign of text) {
    const size = weight(sign)
    whole += size
    if (filled + size > each) [segments, filled] = [segments + 1, 0]
    filled += size
  }
  return whole <= one ? 1 : segments
}

const signs: readonly (readonly [RegExp, string])[] = [
  [/[«»“”„]/gu, '"'],
  [/[‘’‚`´]/gu, "'"],
  [/[–—−‑]/gu, "-"],
  [/[\u00A0\u202F\u2009]/gu, " "],
  [/[•·]/gu, "-"],
  [/…/gu, "..."],
  [/[\u200B-\u200D\u2060\uFEFF]/gu, ""],
]

/** The text with the signs of a short message in place of a printer's, which would more than double its price. No letter changes. */
export const inPlainSigns = (text: string): string =>
  signs.reduce((said, [typographic, sign]) => said.replace(typographic, sign), text)
