import type { Choice } from "../channel/content.ts"
import { textIn, type Localized } from "../kernel/localized.ts"
import type { Medium, Question } from "./question.ts"
import { scaleOf, type Ends } from "./question-scale.ts"

/** A question as a message: its text, and answers to tap where the channel carries them. What is tapped comes back as `value`. */
export interface Prompt {
  readonly text: string
  readonly choices?: readonly Choice[]
}

const skipHint: Localized = { es: "O escribe «saltar».", en: "Or write “skip”." }

const likelihood: Ends = {
  low: { es: "nada probable", en: "not at all likely" },
  high: { es: "muy probable", en: "extremely likely" },
}
const agreement: Ends = {
  low: { es: "totalmente en desacuerdo", en: "strongly disagree" },
  high: { es: "totalmente de acuerdo", en: "strongly agree" },
}

const satisfaction: readonly Localized[] = [
  { es: "Nada satisfecho", en: "Very dissatisfied" },
  { es: "Poco satisfecho", en: "Dissatisfied" },
  { es: "Ni satisfecho ni insatisfecho", en: "Neither satisfied nor dissatisfied" },
  { es: "Satisfecho", en: "Satisfied" },
  { es: "Muy satisfecho", en: "Very satisfied" },
]

/** What the ends of a scale mean, where somebody said so. */
export const endsOf = (question: Question): Ends | undefined => {
  if (question.kind === "nps") return likelihood
  if (question.kind === "ces") return agreement
  return "ends" in question ? question.ends : undefined
}

/** The longest scale whose numbers are answers to tap. */
const mostSteps = 11

const yesAndNo: readonly { readonly value: string; readonly label: Localized }[] = [
  { value: "yes", label: { es: "Sí", en: "Yes" } },
  { value: "no", label: { es: "No", en: "No" } },
]

// Channels without choices number them from 1: the places of a scale that begins at 1 are its scores. A scale that begins at 0 says
// itself in words, and its choices are numbers, which are never numbered again.
const choicesOf = (question: Question, language: string | undefined): readonly Choice[] | undefined => {
  switch (question.kind) {
    case "csat":
      return satisfaction.map((label, index) => ({ value: String(index + 1), label: textIn(label, language) }))
    case "nps":
    case "ces":
    case "rating":
    case "slider": {
      const { low, high, step } = scaleOf(question)
      const steps = Math.floor((high - low) / step + 1e-9) + 1
      if (steps > mostSteps) return undefined
      return Array.from({ length: steps }, (_, place) => String(low + place * step)).map((value) => ({
        value,
        label: value,
      }))
    }
    case "choice":
    case "dropdown":
    case "image-choice":
      return question.options.map(({ value, label }) => ({ value, label: textIn(label, language) }))
    case "consent":
      return yesAndNo.map(({ value, label }) => ({ value, label: textIn(label, language) }))
    default:
      return undefined
  }
}

const numberHint = (low: number, high: number, ends: Ends | undefined): Localized => {
  const meaning = (end: Localized | undefined, language: string) =>
    end === undefined ? "" : ` (${textIn(end, language)})`
  return {
    es: `Responde con un número del ${low}${meaning(ends?.low, "es")} al ${high}${meaning(ends?.high, "es")}.`,
    en: `Reply with a number from ${low}${meaning(ends?.low, "en")} to ${high}${meaning(ends?.high, "en")}.`,
  }
}

const hintOf = (question: Question): Localized | undefined => {
  switch (question.kind) {
    case "nps":
    case "ces":
    case "rating":
    case "slider": {
      const { low, high } = scaleOf(question)
      return numberHint(low, high, endsOf(question))
    }
    case "choices":
      return { es: "Responde con los números, por ejemplo 1, 3.", en: "Reply with the numbers, such as 1, 3." }
    case "date":
      return { es: "Por ejemplo, 29/3/2026.", en: "For example, 2026-03-29." }
    case "time":
      return { es: "Por ejemplo, 9:30.", en: "For example, 9:30." }
    default:
      return undefined
  }
}

// Several may be chosen, so they are written out with their numbers: a button would take the first for the whole answer.
const numbered = (question: Question, language: string | undefined): readonly string[] =>
  question.kind === "choices"
    ? question.options.map(({ label }, index) => `${index + 1}. ${textIn(label, language)}`)
    : []

/**
 * A question, or a part of one, as it is asked in a chat, an SMS or any other place where people answer in writing; `parseReply` reads
 * the answer.
 *
 * @example
 * prompt(score, "en").text // "Would you recommend us?\nReply with a number from 0 (not at all likely) to 10 (extremely likely)."
 */
export const prompt = (question: Question, language: string | undefined, medium: Medium = "chat"): Prompt => {
  const hint = hintOf(question)
  const { wording, text, help, required } = question
  const isSkippable = !required && question.kind !== "statement"
  const lines = [
    textIn(wording?.[medium] ?? text, language),
    ...(help === undefined ? [] : [textIn(help, language)]),
    ...numbered(question, language),
    ...(hint === undefined ? [] : [textIn(hint, language)]),
    ...(isSkippable ? [textIn(skipHint, language)] : []),
  ]
  const choices = choicesOf(question, language)
  return { text: lines.join("\n"), ...(choices && { choices }) }
}
