import type { Choice } from "../channel/content.ts"
import { textIn, type Localized } from "../kernel/localized.ts"
import { type Question, scales } from "./question.ts"

/** A question as a message: its text, and answers to tap where the channel carries them. What is tapped comes back as `value`. */
export interface Prompt {
  readonly text: string
  readonly choices?: readonly Choice[]
}

const npsHint: Localized = {
  es: "Responde con un número del 0 (nada probable) al 10 (muy probable).",
  en: "Reply with a number from 0 (not at all likely) to 10 (extremely likely).",
}

const skipHint: Localized = { es: "O escribe «saltar».", en: "Or write “skip”." }

const satisfaction: readonly Localized[] = [
  { es: "Nada satisfecho", en: "Very dissatisfied" },
  { es: "Poco satisfecho", en: "Dissatisfied" },
  { es: "Ni satisfecho ni insatisfecho", en: "Neither satisfied nor dissatisfied" },
  { es: "Satisfecho", en: "Satisfied" },
  { es: "Muy satisfecho", en: "Very satisfied" },
]

// Channels without choices number them from 1: the places of a scale that begins at 1 are its scores. A scale that begins at 0 says
// itself in words, and its choices are numbers, which are never numbered again.
const choicesOf = (question: Question, language: string | undefined): readonly Choice[] | undefined => {
  if (question.kind === "csat")
    return satisfaction.map((label, index) => ({ value: String(index + 1), label: textIn(label, language) }))
  if (question.kind === "nps")
    return Array.from({ length: scales.nps.high + 1 }, (_, score) => ({ value: String(score), label: String(score) }))
  if (question.kind === "choice")
    return question.options.map(({ value, label }) => ({ value, label: textIn(label, language) }))
  return undefined
}

/**
 * The question as it is asked in a chat, an SMS or any other place where people answer in writing; `parseReply` reads the answer.
 *
 * @example
 * prompt(score, "en").text // "Would you recommend us?\nReply with a number from 0 (not at all likely) to 10 (extremely likely)."
 */
export const prompt = (question: Question, language: string | undefined): Prompt => {
  const hints = [...(question.kind === "nps" ? [npsHint] : []), ...(question.required ? [] : [skipHint])]
  const choices = choicesOf(question, language)
  return {
    text: [question.text, ...hints].map((line) => textIn(line, language)).join("\n"),
    ...(choices && { choices }),
  }
}
