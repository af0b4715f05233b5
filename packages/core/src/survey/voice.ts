import { textIn, type Localized } from "../kernel/localized.ts"
import { choicesOf, isSkippable, type Prompt } from "./prompt.ts"
import { endsOf } from "./prompt-hint.ts"
import type { Question } from "./question.ts"
import { keysOf, type Keys } from "./voice-keys.ts"

const marks: readonly (readonly [RegExp, string])[] = [
  [/\s*\(/gu, ", "],
  [/[«»“”"*_#~|<>{}[\])`•·]/gu, " "],
  [/\s*\n\s*/gu, "\n"],
  [/(?<![.,;:!?…])\n/gu, ". "],
  [/\s+/gu, " "],
  [/ (?=[.,;:!?])/gu, ""],
]

/** A text as it is spoken: signs that are only seen are left out, and a new line is a pause. */
export const speakable = (text: string): string =>
  marks.reduce((said, [sign, spoken]) => said.replace(sign, spoken), text.trim()).trim()

const endKey: Localized = { es: "Después, pulsa almohadilla.", en: "Then press the pound key." }

const scaleHint = (question: Question, keys: Keys, language: string | undefined): readonly string[] => {
  const values = Object.keys(keys.values).map(Number)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const ends = endsOf(question)
  const step = "step" in question && question.step !== 1 ? question.step : undefined
  const by = step === undefined ? ["", ""] : [`, de ${step} en ${step}`, `, in steps of ${step}`]
  const first = {
    es: `Pulsa o di un número del ${low} al ${high}${by[0]}.`,
    en: `Press or say a number from ${low} to ${high}${by[1]}.`,
  }
  if (!ends) return [textIn(first, language)]
  return [
    textIn(first, language),
    textIn({ es: `El ${low} es ${textIn(ends.low, "es")},`, en: `${low} is ${textIn(ends.low, "en")},` }, language),
    textIn(
      { es: `y el ${high}, ${textIn(ends.high, "es")}.`, en: `and ${high} is ${textIn(ends.high, "en")}.` },
      language,
    ),
  ]
}

const offered = (choices: readonly { readonly label: string }[], language: string | undefined): readonly string[] =>
  choices.map(({ label }, place) =>
    textIn(
      { es: `Para ${speakable(label)}, pulsa ${place + 1}.`, en: `For ${speakable(label)}, press ${place + 1}.` },
      language,
    ),
  )

const hints: { readonly [Kind in Question["kind"]]?: Localized } = {
  number: {
    es: "Di el número, o márcalo y pulsa almohadilla.",
    en: "Say the number, or key it in and press the pound key.",
  },
  phone: {
    es: "Marca el número con el prefijo de su país, empezando por cero cero.",
    en: "Key in the number with its country code, beginning with zero zero.",
  },
  date: {
    es: "Di la fecha, o marca dos cifras para el día, dos para el mes y cuatro para el año.",
    en: "Say the date, or key in two digits for the day, two for the month and four for the year.",
  },
  time: {
    es: "Di la hora, o marca dos cifras para la hora y dos para los minutos.",
    en: "Say the time, or key in two digits for the hour and two for the minutes.",
  },
  text: { es: "Responde después de la señal.", en: "Please answer after the tone." },
  "open-text": { es: "Responde después de la señal.", en: "Please answer after the tone." },
  email: { es: "Di tu correo despacio.", en: "Please say your e-mail address slowly." },
}

const severalHint: Localized = {
  es: "Pulsa los números de todas las que quieras, separados por asterisco.",
  en: "Press the numbers of all that apply, with the star key between them.",
}

const howTo = (
  question: Question,
  keys: Keys | undefined,
  language: string | undefined,
  isListed: boolean,
): readonly string[] => {
  const own = hints[question.kind]
  if (own !== undefined) return [textIn(own, language)]
  if (!keys) return []
  const end = keys.end ? [textIn(endKey, language)] : []
  if (question.kind === "choices") {
    const options = question.options.map(({ label }) => ({ label: textIn(label, language) }))
    return [...offered(options, language), textIn(severalHint, language), ...end]
  }
  const choices = choicesOf(question, language)
  const isScale = !choices || choices.every(({ label }) => /^\d+$/.test(label))
  const lines =
    isScale && !("options" in question) ? scaleHint(question, keys, language) : offered(choices ?? [], language)
  return isScale || isListed ? [...lines, ...end] : []
}

/** The words that a recognizer had better expect: the labels of options, the numbers of a scale. */
const expectedOf = (question: Question, keys: Keys | undefined, language: string | undefined): readonly string[] => {
  if ("options" in question) return question.options.map(({ label }) => speakable(textIn(label, language)))
  if (question.kind === "consent") return (choicesOf(question, language) ?? []).map(({ label }) => label.toLowerCase())
  return keys ? Object.keys(keys.values) : []
}

const mostExpected = 100

/**
 * A question as it is spoken on the telephone, with the keys that answer it (`parseKeys`) and the words to expect (`parseReply`). It is a
 * question of one step (`partOf`). `isListed: false`: the channel itself says which key stands for which choice.
 */
export const spokenPrompt = (
  question: Question,
  language: string | undefined,
  { isListed = true }: { readonly isListed?: boolean } = {},
): Prompt => {
  const keys = keysOf(question)
  const { wording, text, help } = question
  const isPassable = isSkippable(question)
  const skip: Localized = keys
    ? { es: "Para pasarla, di saltar o pulsa asterisco.", en: "To pass, say skip or press star." }
    : { es: "Para pasarla, di saltar.", en: "To pass, say skip." }
  const lines = [
    textIn(wording?.voice ?? text, language),
    ...(help === undefined ? [] : [textIn(help, language)]),
    ...howTo(question, keys, language, isListed),
    ...(isPassable ? [textIn(skip, language)] : []),
  ]
  const expected = expectedOf(question, keys, language).slice(0, mostExpected)
  return {
    text: speakable(lines.map((line) => speakable(line)).join("\n")),
    ...(keys && { keys }),
    ...(expected.length > 0 && { expected }),
  }
}

/** What is said where nothing was heard, or nothing that answers, and what is done then. */
export interface Unheard {
  readonly text: string
  readonly next: "repeat" | "person" | "hang-up"
}

const mostRepeated = 2

/**
 * What comes after so many answers in a row that were not understood, the first counting as 1: the question is put again, twice; then a
 * person takes the call, where there is one, or it ends kindly.
 *
 * @example
 * afterUnheard(3, "en").next // "hang-up"
 */
export const afterUnheard = (
  times: number,
  language: string | undefined,
  { hasPerson = false }: { readonly hasPerson?: boolean } = {},
): Unheard => {
  if (times <= mostRepeated)
    return {
      text: textIn({ es: "No te he entendido. Te lo repito.", en: "Sorry, I did not get that. Once more." }, language),
      next: "repeat",
    }
  return hasPerson
    ? {
        text: textIn({ es: "Te paso con una persona.", en: "I am putting you through to a person." }, language),
        next: "person",
      }
    : {
        text: textIn(
          { es: "No pasa nada. Gracias por tu tiempo.", en: "Never mind. Thank you for your time." },
          language,
        ),
        next: "hang-up",
      }
}
