import { textIn } from "../kernel/localized.ts"
import { scales, type Option, type Question } from "./question.ts"
import { isSkip, numberOf, plain, tellingWords, wordsOf } from "./spoken.ts"
import { holdAgainst, notAnOption, notOnScale, type CheckedAnswer } from "./check-answer.ts"

const longestReply = 500

// "9, because it came late": a score, and then the reason for it.
const reasonAfter = /[,;:.!?)–—-]+(?:\s|$)|\n|\b(?:porque|pero|because|but|since)\b/u

const outOf: ReadonlySet<string> = new Set(["/", "de", "of", "sobre"])

// "9/10", "9 de 10", "nine out of ten": the scale that is named has to be ours, or the number means something else.
const withoutScale = (words: readonly string[], high: number): readonly string[] => {
  const [last, link] = [words.at(-1), words.at(-2)]
  if (words.length < 3 || last === undefined || link === undefined || !outOf.has(link) || numberOf(last) !== high)
    return words
  return words.slice(0, words.at(-3) === "out" ? -3 : -2)
}

const starsOf = (text: string): number | undefined =>
  /^(?:[⭐★🌟]\s*)+$/u.test(text) ? text.match(/[⭐★🌟]/gu)?.length : undefined

const scoreOf = (text: string, high: number): number | undefined => {
  const telling = tellingWords(withoutScale(wordsOf(text), high))
  const [only] = telling
  return telling.length === 1 && only !== undefined ? numberOf(only) : undefined
}

const hasNumber = (text: string): boolean => wordsOf(text).some((word) => numberOf(word) !== undefined)

const scoreWithReason = (text: string, high: number): number | undefined => {
  const cut = reasonAfter.exec(text)
  return cut && !hasNumber(text.slice(cut.index + cut[0].length)) ? scoreOf(text.slice(0, cut.index), high) : undefined
}

const parseScore = (question: Question & { readonly kind: "nps" | "csat" }, text: string): CheckedAnswer => {
  const { high } = scales[question.kind]
  const score = starsOf(text) ?? scoreOf(text, high) ?? scoreWithReason(text, high)
  if (score === undefined) return notOnScale(question.id, scales[question.kind], "wrong-kind")
  return holdAgainst(question, score)
}

const namesOf = ({ value, label }: Option, language: string | undefined): readonly string[] =>
  language === undefined
    ? [value, ...(typeof label === "string" ? [label] : Object.values(label))]
    : [textIn(label, language)]

const said = (text: string): string => tellingWords(wordsOf(text)).join(" ")

// The labels of the person's own language come first: the same word may be another option in another language.
const optionNamed = (options: readonly Option[], text: string, language: string | undefined): Option | undefined => {
  const named = (form: (text: string) => string, spoken: string | undefined) => {
    const wanted = form(text)
    return wanted === ""
      ? undefined
      : options.find((option) => namesOf(option, spoken).some((name) => form(plain(name)) === wanted))
  }
  const whole = (name: string) => name
  return (
    (language === undefined ? undefined : named(whole, language)) ??
    named(whole, undefined) ??
    (language === undefined ? undefined : named(said, language)) ??
    named(said, undefined)
  )
}

const parseChoice = (
  question: Question & { readonly kind: "choice" },
  text: string,
  language: string | undefined,
): CheckedAnswer => {
  const { options } = question
  const place = scoreOf(text, options.length)
  const option = optionNamed(options, text, language) ?? (place === undefined ? undefined : options[place - 1])
  return option ? { value: option.value } : notAnOption(question.id, options)
}

/**
 * Reads what a person wrote in a chat as an answer: "9", "nueve", "9/10", "un 9, porque llegó tarde", the number or the words of an
 * option, in Spanish or in English, with or without accents. What could also mean something else ("8 or 9", "3 weeks ago") is not
 * an answer. "skip" and its like pass over a question that is not required. `language` decides between labels of two languages.
 *
 * @example
 * parseReply(score, "le doy un 9", "es") // { value: 9 }
 */
export const parseReply = (question: Question, text: string, language: string | undefined): CheckedAnswer => {
  const read = plain(text.slice(0, longestReply))
  if (!question.required && isSkip(read)) return holdAgainst(question, null)
  switch (question.kind) {
    case "open-text":
      return holdAgainst(question, text)
    case "choice":
      return parseChoice(question, read, language)
    default:
      return parseScore(question, read)
  }
}
