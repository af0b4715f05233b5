import { textIn, type Localized } from "../kernel/localized.ts"
import type { Medium, Question } from "./question.ts"
import { scaleOf, type Ends } from "./question-scale.ts"

const likelihood: Ends = {
  low: { es: "nada probable", en: "not at all likely" },
  high: { es: "muy probable", en: "extremely likely" },
}
const agreement: Ends = {
  low: { es: "totalmente en desacuerdo", en: "strongly disagree" },
  high: { es: "totalmente de acuerdo", en: "strongly agree" },
}

/** Satisfaction in words, from 1 to 5. */
export const satisfaction: readonly Localized[] = [
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

interface Bounds {
  readonly low: number
  readonly high: number
  readonly step?: number
}

// A text message is paid by its letters: it is told in fewer, and without "ú", which GSM-7 has not.
const numberHint = ({ low, high, step = 1 }: Bounds, ends: Ends | undefined, medium: Medium): Localized => {
  const meaning = (end: Localized | undefined, language: string) =>
    end === undefined ? "" : ` (${textIn(end, language)})`
  const [es, en] = medium === "sms" ? ["Responde", "Reply"] : ["Responde con un número", "Reply with a number from"]
  const by = step === 1 ? ["", ""] : [`, de ${step} en ${step}`, `, in steps of ${step}`]
  return {
    es: `${es} del ${low}${meaning(ends?.low, "es")} al ${high}${meaning(ends?.high, "es")}${by[0]}.`,
    en: `${en} ${low}${meaning(ends?.low, "en")} to ${high}${meaning(ends?.high, "en")}${by[1]}.`,
  }
}

const freeNumber = ({ low, high, unit }: Extract<Question, { readonly kind: "number" }>, medium: Medium): Localized => {
  if (low !== undefined && high !== undefined) return numberHint({ low, high }, undefined, medium)
  const of = (language: string) => (unit === undefined ? "" : ` (${textIn(unit, language)})`)
  return medium === "sms"
    ? { es: `Responde solo con cifras${of("es")}.`, en: `Reply in figures${of("en")}.` }
    : { es: `Responde con un número${of("es")}.`, en: `Reply with a number${of("en")}.` }
}

type Several = Extract<Question, { readonly kind: "choices" }>

const howMany = ({ least, most, options }: Several, [one, , other]: readonly string[]): Localized => {
  const such =
    most > 1 && other !== undefined ? [`, por ejemplo ${one}, ${other}`, `, such as ${one}, ${other}`] : ["", ""]
  if (least === most) return { es: `Elige ${most}${such[0]}.`, en: `Choose ${most}${such[1]}.` }
  const bounds =
    most >= options.length ? ["Elige las que quieras", "Choose any"] : [`Elige hasta ${most}`, `Choose up to ${most}`]
  return { es: `${bounds[0]}${such[0]}.`, en: `${bounds[1]}${such[1]}.` }
}

const yesOrNo = (medium: Medium): Localized =>
  medium === "sms"
    ? { es: "Responde SI o NO.", en: "Reply YES or NO." }
    : { es: "Responde sí o no.", en: "Please answer yes or no." }

/** How one of several lines is named: by its number or its letter; nothing is said of options that are numbers in another order. */
const oneOf = (names: readonly string[]): Localized | undefined => {
  if (names[0] === "a") return { es: "Responde con la letra.", en: "Reply with the letter." }
  if (names.length === 0 || !names.every((name, index) => name === String(index + 1))) return undefined
  return names.length === 2
    ? { es: "Responde 1 o 2.", en: "Reply 1 or 2." }
    : { es: `Responde del 1 al ${names.length}.`, en: `Reply 1 to ${names.length}.` }
}

/**
 * How a question is answered in writing. `names` are what the options go by where they are written as lines; where they are not, there is
 * something to tap, and of a yes or a no or an option nothing has to be said.
 */
export const hintOf = (
  question: Question,
  medium: Medium,
  names: readonly string[] | undefined,
): Localized | undefined => {
  if (medium === "web") return undefined
  switch (question.kind) {
    case "nps":
    case "ces":
    case "rating":
    case "slider":
      return numberHint(scaleOf(question), endsOf(question), medium)
    case "number":
      return freeNumber(question, medium)
    case "csat":
    case "choice":
    case "dropdown":
    case "image-choice":
      return names && oneOf(names)
    case "choices":
      return howMany(question, names ?? [])
    case "consent":
      return names ? yesOrNo(medium) : undefined
    case "date":
      return { es: "Por ejemplo, 29/3/2026.", en: "For example, 2026-03-29." }
    case "time":
      return { es: "Por ejemplo, 9:30.", en: "For example, 9:30." }
    case "phone":
      return { es: "Con su prefijo, como +34 600 111 222.", en: "With its country, such as +44 20 7946 0000." }
    case "file":
      return medium === "chat" ? { es: "Envíalo por aquí.", en: "Send it here." } : undefined
    default:
      return undefined
  }
}

/** How a question is passed over in writing. */
export const skipHint = (medium: Medium): Localized =>
  medium === "sms"
    ? { es: 'O escribe "saltar".', en: 'Or write "skip".' }
    : { es: "O escribe «saltar».", en: "Or write “skip”." }

/** How the rest of a long list is asked for. */
export const moreHint = (from: number, medium: Medium): Localized =>
  medium === "sms"
    ? { es: `Escribe "mas ${from}" para ver el resto.`, en: `Write "more ${from}" for the rest.` }
    : { es: `Escribe «más ${from}» para ver el resto.`, en: `Write “more ${from}” for the rest.` }
