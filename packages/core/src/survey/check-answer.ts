import { textIn, type Localized } from "../kernel/localized.ts"
import type { AnyDefinition } from "./definition.ts"
import { scales, type Option, type Question, type Scale } from "./question.ts"

/** An answer as it is stored: a score, a value of an option, words, or `null` for a question passed over. */
export type Answer = number | string | null

/** Why an answer was not taken. `field` is the id of the question; `message` is for the person who answers, and says what to do. */
export interface AnswerProblem {
  readonly field: string
  readonly reason: "unknown-question" | "missing" | "wrong-kind" | "out-of-range" | "not-an-option" | "too-long"
  readonly message: Localized
}

/** An answer that may be stored, or why not. */
export type CheckedAnswer = { readonly value: Answer } | { readonly problem: AnswerProblem }

type Refusal = { readonly problem: AnswerProblem }

const longestField = 64

const refusal = (field: string, reason: AnswerProblem["reason"], es: string, en: string): Refusal => ({
  problem: { field, reason, message: { es, en } },
})

/** The refusal of an answer to a scale that is not one of its numbers. */
export const notOnScale = (field: string, { low, high }: Scale, reason: "wrong-kind" | "out-of-range"): Refusal =>
  refusal(
    field,
    reason,
    `Responde con un número entero del ${low} al ${high}.`,
    `Please answer with a whole number from ${low} to ${high}.`,
  )

/** The refusal of an answer that is none of the options. */
export const notAnOption = (field: string, options: readonly Option[]): Refusal => {
  const listed = (language: string) => options.map(({ label }) => textIn(label, language)).join(", ")
  return refusal(
    field,
    "not-an-option",
    `Elige una de las opciones: ${listed("es")}.`,
    `Please choose one of these: ${listed("en")}.`,
  )
}

const missing = (field: string): Refusal => refusal(field, "missing", "Falta la respuesta.", "Please give an answer.")

const tooLong = (field: string, maxLength: number): Refusal =>
  refusal(field, "too-long", `Usa ${maxLength} caracteres como mucho.`, `Please use ${maxLength} characters at most.`)

const words = (field: string, raw: unknown, maxLength: number): CheckedAnswer => {
  if (typeof raw !== "string")
    return refusal(field, "wrong-kind", "Responde con tus palabras.", "Please answer in your own words.")
  if (raw.length > maxLength * 2) return tooLong(field, maxLength) // before anything is copied
  const value = raw.toWellFormed().replaceAll("\0", "").trim()
  if (value === "") return missing(field)
  return value.length > maxLength ? tooLong(field, maxLength) : { value }
}

/** Holds an answer against its question: the one rule for browsers, servers and chats. */
export const holdAgainst = (question: Question, raw: unknown): CheckedAnswer => {
  const { id } = question
  if (raw === undefined || raw === null) return question.required ? missing(id) : { value: null }
  switch (question.kind) {
    case "nps":
    case "csat": {
      const scale = scales[question.kind]
      if (typeof raw !== "number" || !Number.isInteger(raw)) return notOnScale(id, scale, "wrong-kind")
      return raw >= scale.low && raw <= scale.high ? { value: raw } : notOnScale(id, scale, "out-of-range")
    }
    case "choice": {
      const option = question.options.find(({ value }) => value === raw)
      return option ? { value: option.value } : notAnOption(id, question.options)
    }
    case "open-text":
      return words(id, raw, question.maxLength)
  }
}

/**
 * Holds an answer against its question in a survey. Words are trimmed; `null` passes a question over where that is allowed.
 *
 * @example
 * checkAnswer(postPurchase, "score", 9) // { value: 9 }
 * checkAnswer(postPurchase, "score", 11) // { problem: { field: "score", reason: "out-of-range", message: { es: …, en: … } } }
 */
export const checkAnswer = (definition: AnyDefinition, question: string, raw: unknown): CheckedAnswer => {
  const found = definition.questions.find(({ id }) => id === question)
  if (found) return holdAgainst(found, raw)
  return refusal(
    question.slice(0, longestField),
    "unknown-question",
    "Esta encuesta no tiene esa pregunta.",
    "This survey has no such question.",
  )
}
