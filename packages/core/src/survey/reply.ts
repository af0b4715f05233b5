import type { CheckedAnswer } from "./answer.ts"
import { hold } from "./hold.ts"
import type { Question } from "./question.ts"
import { dayIn, timeIn } from "./reply-day.ts"
import { optionNamed, parseChoice, parseSeveral } from "./reply-list.ts"
import { parseNumber, parseScore } from "./reply-score.ts"
import { parseMail, parsePhone, parseYes } from "./reply-words.ts"
import { isSkip, plain } from "./spoken.ts"

const longestReply = 500

/** What a choice to pass the question over comes back as. */
export const skipValue = "-"

const readReply = (question: Question, text: string, language: string | undefined): CheckedAnswer => {
  const read = plain(text.slice(0, longestReply))
  switch (question.kind) {
    case "nps":
    case "csat":
    case "ces":
    case "rating":
    case "slider":
      return parseScore(question, read, language)
    case "number":
      return parseNumber(question, read, language)
    case "choice":
    case "dropdown":
    case "image-choice":
      return parseChoice(question, read, language)
    case "choices":
      return parseSeveral(question, read, language)
    case "consent":
      return parseYes(question, read)
    case "date":
      return hold(question, dayIn(read, language) ?? read)
    case "time":
      return hold(question, timeIn(read, language) ?? read)
    case "email":
      return parseMail(question, text.slice(0, longestReply))
    case "phone":
      return parsePhone(question, text.slice(0, longestReply))
    default:
      return hold(question, text)
  }
}

/**
 * Reads what a person wrote in a chat, or said on the telephone, as an answer: "9", "nueve", "9/10", "un 9, porque llegó tarde", the
 * number or the words of an option, "la segunda", "1, 3", "29 de marzo de 2026", "las 9 y media", in Spanish or in English, with or
 * without accents. What could also mean something else ("8 or 9", "3 weeks ago") is not an answer. "skip" and its like pass over a
 * question that is not required. `language` decides between labels of two languages, and what a mark in a number means. A question that
 * takes several steps is read part by part (`partOf`).
 *
 * @example
 * parseReply(score, "le doy un 9", "es") // { value: 9 }
 */
export const parseReply = (question: Question, text: string, language: string | undefined): CheckedAnswer => {
  const isPassedOver = !question.required && isSkip(text)
  // an option may be called "next"
  if (isPassedOver && !("options" in question && optionNamed(question.options, plain(text), language)))
    return hold(question, null)
  return readReply(question, text, language)
}

/**
 * Reads the value of a choice that was tapped (`Prompt.choices`): exactly, where a text would be read by its labels and numbers first.
 *
 * @example
 * parseTap(fix, "price") // { value: "price" }
 */
export const parseTap = (question: Question, value: string): CheckedAnswer => {
  const options = "options" in question ? question.options : undefined
  const isOption = options?.some((option) => option.value === value) === true
  if (!question.required && value === skipValue && !isOption) return hold(question, null)
  if (options) return hold(question, question.kind === "choices" ? [value] : value)
  return readReply(question, value, undefined)
}
