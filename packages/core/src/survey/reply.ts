import { textIn } from "../kernel/localized.ts"
import type { CheckedAnswer } from "./answer.ts"
import { hold, notAnOption, notOnScale } from "./hold.ts"
import type { Question, QuestionOf } from "./question.ts"
import type { Option } from "./question-list.ts"
import { scaleOf } from "./question-scale.ts"
import { isSkip, numberOf, plain, tellingWords, wordsOf } from "./spoken.ts"

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

type Scaled = QuestionOf<"nps" | "csat" | "ces" | "rating" | "slider">

const parseScore = (question: Scaled, text: string): CheckedAnswer => {
  const scale = scaleOf(question)
  const score = starsOf(text) ?? scoreOf(text, scale.high) ?? scoreWithReason(text, scale.high)
  return score === undefined ? notOnScale(question.id, scale, "wrong-kind") : hold(question, score)
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

type Listing = QuestionOf<"choice" | "dropdown" | "image-choice">

const parseChoice = (question: Listing, text: string, language: string | undefined): CheckedAnswer => {
  const { options } = question
  const place = scoreOf(text, options.length)
  const option = optionNamed(options, text, language) ?? (place === undefined ? undefined : options[place - 1])
  return option ? { value: option.value } : notAnOption(question.id, options)
}

const parseSeveral = (question: QuestionOf<"choices">, text: string, language: string | undefined): CheckedAnswer => {
  const { options } = question
  const parts = text
    .split(/[,;\n/]|\s(?:y|e|and|&)\s/u)
    .flatMap((part) => (/^[\d\s]+$/.test(part) ? part.trim().split(/\s+/) : [part]))
  const chosen = parts
    .filter((part) => part.trim() !== "")
    .map((part) => {
      const place = scoreOf(part, options.length)
      return optionNamed(options, part, language) ?? (place === undefined ? undefined : options[place - 1])
    })
  return hold(
    question,
    chosen.every((option) => option !== undefined) ? chosen.map((option) => option?.value) : undefined,
  )
}

const yes: ReadonlySet<string> = new Set(["yes", "y", "si", "s", "ok", "vale", "claro", "sure", "true"])
const no: ReadonlySet<string> = new Set(["no", "n", "nope", "false", "nunca"])

const parseYes = (question: QuestionOf<"consent">, text: string): CheckedAnswer => {
  const word = text.replace(/[.!]+$/, "")
  if (yes.has(word) || no.has(word)) return hold(question, yes.has(word))
  return hold(question, word)
}

const twoDigits = (digits: string): string => digits.padStart(2, "0")

// Day before month, as all but the United States write it; a year of four digits in front is ISO 8601.
const dayOf = (text: string): string => {
  const [, year, month, day] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? []
  if (year !== undefined && month !== undefined && day !== undefined)
    return `${year}-${twoDigits(month)}-${twoDigits(day)}`
  const [, date, inMonth, inYear] = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text) ?? []
  return date !== undefined && inMonth !== undefined ? `${inYear}-${twoDigits(inMonth)}-${twoDigits(date)}` : text
}

const timeOf = (text: string): string => {
  const [, hour, minute = "00"] = /^(\d{1,2})(?:[:.h](\d{2})?)?\s*h?$/.exec(text) ?? []
  return hour === undefined ? text : `${twoDigits(hour)}:${minute}`
}

const parseNumber = (question: QuestionOf<"number">, text: string): CheckedAnswer => {
  const telling = tellingWords(wordsOf(text)).flatMap((word) => numberOf(word) ?? [])
  const [only] = telling
  return hold(question, telling.length === 1 ? only : text)
}

/**
 * Reads what a person wrote in a chat as an answer: "9", "nueve", "9/10", "un 9, porque llegó tarde", the number or the words of an
 * option, in Spanish or in English, with or without accents. What could also mean something else ("8 or 9", "3 weeks ago") is not
 * an answer. "skip" and its like pass over a question that is not required. `language` decides between labels of two languages. A question
 * that takes several steps is read part by part (`partOf`).
 *
 * @example
 * parseReply(score, "le doy un 9", "es") // { value: 9 }
 */
export const parseReply = (question: Question, text: string, language: string | undefined): CheckedAnswer => {
  const read = plain(text.slice(0, longestReply))
  if (!question.required && isSkip(read)) return hold(question, null)
  switch (question.kind) {
    case "nps":
    case "csat":
    case "ces":
    case "rating":
    case "slider":
      return parseScore(question, read)
    case "number":
      return parseNumber(question, read)
    case "choice":
    case "dropdown":
    case "image-choice":
      return parseChoice(question, read, language)
    case "choices":
      return parseSeveral(question, read, language)
    case "consent":
      return parseYes(question, read)
    case "date":
      return hold(question, dayOf(read))
    case "time":
      return hold(question, timeOf(read))
    default:
      return hold(question, text)
  }
}
