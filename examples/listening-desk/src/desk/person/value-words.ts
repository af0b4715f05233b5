import { wordFor, type Speech } from "../i18n/words.tsx"
import { aliveOf } from "./alive.ts"

/** What something is worth, in the money that the application counts in; a plain figure where it did not say. */
export const moneyOf = (amount: number, currency: string | undefined, { format }: Speech): string =>
  (currency === undefined ? null : format.money(Math.round(amount), currency)) ?? format.number(amount)

/** How likely it is that somebody comes back: the word, and the figure behind it. */
export const aliveWords = (probability: number, { words, format }: Speech): string =>
  `${words.person.value.aliveWords[aliveOf(probability)]} (${format.percent(probability)})`

/** The name of a segment as the reader calls it. */
export const segmentWords = (name: string, { words }: Speech): string =>
  wordFor(words.house.segments, name).replaceAll("-", " ")
