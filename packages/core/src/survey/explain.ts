import { textIn, type Localized } from "../kernel/localized.ts"
import type { AnswerProblem, Labels, Remedy } from "./answer.ts"

type Words = { readonly es: string; readonly en: string }

/** What needs no figures to be said. */
type Plain = Extract<Remedy, readonly [string]>[0]

const plain: { readonly [Say in Plain]: Words } = {
  "give-an-answer": { es: "Falta la respuesta.", en: "Please give an answer." },
  number: { es: "Responde con un número.", en: "Please answer with a number." },
  "whole-number": { es: "Responde con un número entero.", en: "Please answer with a whole number." },
  words: { es: "Responde con tus palabras.", en: "Please answer in your own words." },
  once: { es: "Elige cada opción una vez.", en: "Choose each option once." },
  "two-different": { es: "Elige dos distintas.", en: "Please choose two different ones." },
  email: {
    es: "Escribe una dirección de correo, como ana@correo.es.",
    en: "Please write a mail address, such as ana@mail.com.",
  },
  phone: {
    es: "Escribe el número con su país, como +34 600 111 222.",
    en: "Please write the number with its country, such as +44 20 7946 0000.",
  },
  date: { es: "Escribe una fecha, como 2026-03-29.", en: "Please write a date, such as 2026-03-29." },
  time: { es: "Escribe una hora, como 09:30.", en: "Please write a time, such as 09:30." },
  "yes-or-no": { es: "Responde sí o no.", en: "Please answer yes or no." },
  "fill-in": { es: "Rellena los campos.", en: "Please fill in the fields." },
  attach: { es: "Falta el archivo.", en: "Please attach a file." },
  "another-question": { es: "Esta encuesta no tiene esa pregunta.", en: "This survey has no such question." },
  "go-on": { es: "Esa pregunta ya no toca.", en: "This question is not asked any more." },
}

type Bounded = Extract<Remedy, readonly [string, number] | readonly [string, number | string]>[0]

const bounded: { readonly [Say in Bounded]: (bound: number | string) => Words } = {
  "at-least": (bound) => ({ es: `El mínimo es ${bound}.`, en: `The least is ${bound}.` }),
  "at-most": (bound) => ({ es: `El máximo es ${bound}.`, en: `The most is ${bound}.` }),
  "not-before": (day) => ({ es: `Desde el ${day}.`, en: `Not before ${day}.` }),
  "not-after": (day) => ({ es: `Hasta el ${day}.`, en: `Not after ${day}.` }),
  "choose-at-least": (count) => ({ es: `Elige al menos ${count}.`, en: `Please choose at least ${count}.` }),
  "choose-at-most": (count) => ({ es: `Elige ${count} como mucho.`, en: `Please choose ${count} at most.` }),
  order: (count) => ({
    es: `Ordena ${count}, la primera delante.`,
    en: `Please put ${count} in order, the first one first.`,
  }),
  "add-at-least": (count) => ({ es: `Añade al menos ${count}.`, en: `Please add at least ${count}.` }),
  "add-at-most": (count) => ({ es: `Añade ${count} como mucho.`, en: `Please add ${count} at most.` }),
  longer: (signs) => ({ es: `Usa al menos ${signs} caracteres.`, en: `Please use at least ${signs} characters.` }),
  shorter: (signs) => ({ es: `Usa ${signs} caracteres como mucho.`, en: `Please use ${signs} characters at most.` }),
  "attach-at-most": (count) => ({
    es: `Adjunta hasta ${count} archivo(s).`,
    en: `Please attach up to ${count} file(s).`,
  }),
  megabytes: (size) => ({
    es: `Cada archivo, de ${size} MB como mucho.`,
    en: `Each file may have ${size} MB at most.`,
  }),
}

const scale = (low: number, high: number, step: number): Words => {
  const [es, en] = Number.isInteger(step) && Number.isInteger(low) ? [" entero", " whole"] : ["", ""]
  const by = step === 1 ? ["", ""] : [` (de ${step} en ${step})`, ` (in steps of ${step})`]
  return {
    es: `Responde con un número${es} del ${low} al ${high}${by[0]}.`,
    en: `Please answer with a${en} number from ${low} to ${high}${by[1]}.`,
  }
}

const listed = (options: Labels, language: string): string =>
  options.map(({ label }) => textIn(label, language)).join(", ")

/**
 * What to do about an answer that was not taken, for the person who answers, in Spanish and in English (or in the words that the survey
 * has for its own check).
 *
 * @example
 * const checked = checkAnswer(postPurchase, "score", 11)
 * if ("problem" in checked) textIn(explain(checked.problem), "en") // "Please answer with a whole number from 0 to 10."
 */
export const explain = ({ remedy }: Pick<AnswerProblem, "remedy">): Localized => {
  switch (remedy[0]) {
    case "scale":
      return scale(remedy[1], remedy[2], remedy[3])
    case "option":
      return {
        es: `Elige una de las opciones: ${listed(remedy[1], "es")}.`,
        en: `Please choose one of these: ${listed(remedy[1], "en")}.`,
      }
    case "alone":
      return {
        es: `«${textIn(remedy[1], "es")}» no admite otras opciones.`,
        en: `“${textIn(remedy[1], "en")}” excludes the other options.`,
      }
    case "types":
      return {
        es: `Se admite: ${remedy[1].join(", ")}.`,
        en: `These are accepted: ${remedy[1].join(", ")}.`,
      }
    case "own":
      return remedy[1]
    default:
      return remedy.length === 1 ? plain[remedy[0]] : bounded[remedy[0]](remedy[1])
  }
}
