import type { Question } from "./question.ts"
import { isSkip, plain } from "./spoken.ts"

const backWords: ReadonlySet<string> = new Set([
  "back",
  "go back",
  "previous",
  "atras",
  "volver",
  "volver atras",
  "anterior",
])

/** Whether somebody asks for the question before, and says nothing else. */
export const isBack = (text: string): boolean => backWords.has(plain(text.slice(0, 40)).replace(/[.!]+$/, ""))

const number = /^[+-]?\d{1,9}(?:[.,]\d{1,9})?(?:\s*\/\s*\d{1,3})?[.!]?$/
const numbers = /^\d{1,4}(?:[\s,;y&]{1,3}\d{1,4}){0,30}[.!]?$/
const day = /^\d{1,4}\s?[-/.]\s?\d{1,2}(?:\s?[-/.]\s?\d{1,4})?$/
const time = /^\d{1,2}\s?(?:[:.h]\s?\d{0,2})?\s?h?$/
const mail = /^\S{1,200}@\S{0,200}$/
const telephone = /^\+?[\d\s().-]{5,24}$/

const shapeOf = (question: Question): RegExp | undefined => {
  switch (question.kind) {
    case "nps":
    case "csat":
    case "ces":
    case "rating":
    case "slider":
    case "number":
    case "choice":
    case "dropdown":
    case "image-choice":
      return number
    case "choices":
      return numbers
    case "date":
      return day
    case "time":
      return time
    case "email":
      return mail
    case "phone":
      return telephone
    default:
      return undefined
  }
}

/**
 * Whether words that are no answer to this question were surely meant as one: a number beyond the scale, a day that is not in the
 * calendar, "skip" where nothing may be skipped. Whatever could be an ordinary message is not.
 *
 * @example
 * isMeant(score, "11") // true
 * isMeant(score, "I ordered 11 of them") // false
 */
export const isMeant = (question: Question, text: string): boolean => {
  const said = plain(text.slice(0, 500))
  return isSkip(said) || shapeOf(question)?.test(said) === true
}
