import { marksOf } from "../../channel/choice-mark.ts"
import { textIn } from "../../kernel/localized.ts"
import type { Answer } from "../../survey/answer.ts"
import type { Medium, Question, QuestionOf } from "../../survey/question.ts"
import type { FileAnswer } from "../../survey/question-form.ts"
import { scaleOf } from "../../survey/question-scale.ts"
import type { Prompt } from "../../survey/prompt.ts"
import { satisfaction } from "../../survey/prompt-hint.ts"
import { skipValue } from "../../survey/reply.ts"
import { type Draw, oneOf } from "./fake-answer.ts"

/**
 * What a customer does when they are asked: they write or say something, tap a choice (by its label or its value), press keys of a
 * telephone, hand in files, give a value on a page, or say nothing.
 */
export type Reply =
  | string
  | { readonly tap: string }
  | { readonly keys: string }
  | { readonly files: readonly FileAnswer[] }
  | { readonly answer: unknown }
  | { readonly silence: true }

/** Who says it, where. */
export interface Saying {
  readonly medium: Medium
  readonly language: "es" | "en"
  /** What they were asked with: what can be tapped, which keys there are. */
  readonly prompt: Prompt
  readonly draw: Draw
}

const figures: { readonly [In in "es" | "en"]: string } = {
  es: "cero uno dos tres cuatro cinco seis siete ocho nueve diez",
  en: "zero one two three four five six seven eight nine ten",
}

const inWords = (value: number, language: "es" | "en"): readonly string[] =>
  Number.isInteger(value) && value >= 0 && value <= 10 ? [figures[language].split(" ")[value] ?? ""] : []

const decimal = (value: number, language: "es" | "en"): string =>
  language === "es" ? String(value).replace(".", ",") : String(value)

type Scaled = QuestionOf<"nps" | "csat" | "ces" | "rating" | "slider">

const scores = (question: Scaled, value: number, { language }: Saying): readonly string[] => {
  const { high } = scaleOf(question)
  const written = decimal(value, language)
  const isCounted = Number.isInteger(value) && value >= 0
  const [leadIn, because] =
    language === "es" ? ["le doy un", "porque fue así"] : ["I would say", "because of the service"]
  const label = question.kind === "csat" ? satisfaction[value - 1] : undefined
  return [
    written,
    `${written}.`,
    `${leadIn} ${written}`,
    ...inWords(value, language),
    ...(isCounted ? [`${written}/${high}`, `${written}, ${because}`] : []),
    ...(isCounted && value > 0 && value <= 5 ? ["⭐".repeat(value)] : []),
    ...(label === undefined ? [] : [textIn(label, language), textIn(label, language).toUpperCase()]),
  ]
}

const numbers = (question: QuestionOf<"number">, value: number, { language }: Saying): readonly string[] => {
  const written = decimal(value, language)
  const unit = question.unit === undefined ? [] : [`${written} ${textIn(question.unit, language)}`]
  return [written, ...inWords(value, language), ...unit, language === "es" ? `unos ${written}` : `about ${written}`]
}

const ordinals: { readonly [In in "es" | "en"]: readonly string[] } = {
  es: ["la primera", "la segunda", "la tercera", "la cuarta", "la quinta"],
  en: ["the first one", "the second one", "the third", "fourth", "the 5th one"],
}

// A slip of the finger that leaves the word recognizable: two letters in the wrong order.
const slipped = (label: string): readonly string[] => {
  const [, before = "", one = "", two = "", behind = ""] = /^(.*\p{L}{4})(\p{L})(\p{L})(.*)$/u.exec(label) ?? []
  return one === two || one === "" ? [] : [`${before}${two}${one}${behind}`]
}

/** Ways to name one of the options. */
const optionSaid = (
  question: Extract<Question, { readonly options: readonly unknown[] }>,
  value: string,
  { language }: Saying,
): readonly string[] => {
  const labels = question.options.map(({ label }) => textIn(label, language))
  const place = question.options.findIndex((option) => option.value === value)
  const label = labels[place] ?? ""
  const mark = marksOf(labels)?.[place]
  const ordinal = ordinals[language][place]
  return [
    label,
    label.toUpperCase(),
    `${label}!`,
    ...slipped(label),
    ...(mark === undefined ? [] : [mark, `${mark})`]),
    ...(ordinal === undefined ? [] : [ordinal]),
  ]
}

const severalSaid = (question: QuestionOf<"choices">, values: readonly string[], saying: Saying): string => {
  const { draw, language } = saying
  const [first, ...rest] = values
  if (first === undefined) return "0"
  const one = (value: string) =>
    oneOf(
      optionSaid(question, value, saying).filter((said) => !said.endsWith("!")),
      draw,
    ) ?? ""
  const last = rest.at(-1)
  if (last === undefined) return one(first)
  const between = language === "es" ? " y " : " and "
  return `${[first, ...rest.slice(0, -1)].map(one).join(", ")}${between}${one(last)}`
}

const months: { readonly [In in "es" | "en"]: readonly string[] } = {
  es: "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(" "),
  en: "January February March April May June July August September October November December".split(" "),
}

const dates = (value: string, { language }: Saying): readonly string[] => {
  const [year = "", month = "", day = ""] = value.split("-")
  const name = months[language][Number(month) - 1] ?? ""
  const [short, plain] = [Number(day), Number(month)]
  return [
    value,
    `${short}/${plain}/${year}`,
    `${day}.${month}.${year}`,
    ...(language === "es"
      ? [`el ${short} de ${name} de ${year}`]
      : [`${name} ${short}, ${year}`, `${short} ${name} ${year}`]),
  ]
}

const times = (value: string, { language }: Saying): readonly string[] => {
  const [hour = 0, minute = 0] = value.split(":").map(Number)
  const isMorning = hour >= 1 && hour <= 12
  return [
    value,
    value.replace(":", "."),
    `${hour}:${value.slice(3)}`,
    ...(minute === 0 ? [String(hour)] : []),
    ...(hour > 12
      ? [language === "es" ? `las ${hour - 12}:${value.slice(3)} de la tarde` : `${hour - 12}:${value.slice(3)} pm`]
      : []),
    ...(minute === 30 && isMorning ? [language === "es" ? `las ${hour} y media` : `half past ${hour}`] : []),
  ]
}

const agreed: { readonly [In in "es" | "en"]: { readonly yes: readonly string[]; readonly no: readonly string[] } } = {
  es: { yes: ["sí", "Si", "claro que sí", "vale", "Por supuesto."], no: ["no", "No, gracias", "nunca"] },
  en: { yes: ["yes", "Yes please", "sure", "OK", "of course!"], no: ["no", "No, thank you", "nope"] },
}

const asText = (value: Answer): string => (typeof value === "string" ? value : "")
const listOf = (value: Answer): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

/** Ways to write or say an answer. */
const waysToSay = (question: Question, value: Answer, saying: Saying): readonly string[] => {
  const { language } = saying
  switch (question.kind) {
    case "nps":
    case "csat":
    case "ces":
    case "rating":
    case "slider":
      return scores(question, Number(value), saying)
    case "number":
      return numbers(question, Number(value), saying)
    case "choice":
    case "dropdown":
    case "image-choice":
      return optionSaid(question, asText(value), saying)
    case "choices":
      return [severalSaid(question, listOf(value), saying)]
    case "consent":
      return value === true ? agreed[language].yes : agreed[language].no
    case "date":
      return dates(asText(value), saying)
    case "time":
      return times(asText(value), saying)
    case "email":
      return [asText(value), language === "es" ? `es ${asText(value)}, gracias` : `It is ${asText(value)}.`]
    case "phone":
      return [
        asText(value),
        asText(value).replace("+", "00"),
        language === "es" ? `mi número es ${asText(value)}` : `my number is ${asText(value)}`,
      ]
    default:
      return [asText(value)]
  }
}

/** The keys for an answer; `undefined` where there are none. */
const keysFor = (question: Question, value: Answer, { prompt }: Saying): string | undefined => {
  if (!prompt.keys) return undefined
  const { values, end = "" } = prompt.keys
  const keyOf = (wanted: Answer) => Object.keys(values).find((key) => values[key] === wanted)
  switch (question.kind) {
    case "choices": {
      const each = listOf(value).map(keyOf)
      return each.length === 0 ? "0#" : `${each.join("*")}#`
    }
    case "number":
      return Number(value) >= 0 ? `${String(value).replace(".", "*")}#` : undefined
    case "date":
      return asText(value).replace(/^(\d+)-(\d+)-(\d+)$/, "$3$2$1")
    case "time":
      return asText(value).replace(":", "")
    case "phone":
      return `${asText(value).replace("+", "00")}#`
    default: {
      const key = keyOf(value)
      return key === undefined ? undefined : `${key}${end}`
    }
  }
}

const tapFor = (value: Answer, { prompt }: Saying): Reply | undefined => {
  const tapped = value === true ? "yes" : value === false ? "no" : String(value)
  const found = prompt.choices?.find((choice) => choice.value === tapped)
  return found && { tap: found.value }
}

const passing = ({ medium, prompt, language, draw }: Saying): Reply => {
  if (prompt.choices?.some((choice) => choice.value === skipValue)) return { tap: skipValue }
  if (medium === "voice" && prompt.keys && draw() < 0.5) return { keys: "*" }
  return language === "es" ? "saltar" : "skip"
}

/**
 * How somebody says an answer to a question of one step where they were asked it: with a tap or a key where there is one, or in one of
 * the ways in which people write and speak. `parseReply`, `parseTap` and `parseKeys` read it back.
 */
export const saidFor = (question: Question, value: Answer, saying: Saying): Reply => {
  const { medium, draw } = saying
  if (medium === "web" || medium === "email") return { answer: value }
  if (value === null) return passing(saying)
  if (question.kind === "file")
    return { files: Array.isArray(value) ? (value as unknown as readonly FileAnswer[]) : [] } // as hold let it through
  if (draw() < 0.5) {
    const keys = medium === "voice" ? keysFor(question, value, saying) : undefined
    const easy = keys === undefined ? tapFor(value, saying) : { keys }
    if (easy) return easy
  }
  return oneOf(waysToSay(question, value, saying), draw) ?? ""
}
