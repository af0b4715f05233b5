import { textIn, type Language, type Localized } from "../../kernel/localized.ts"
import { element, fragment, type Html } from "./html.ts"

/** In which languages a page speaks: its texts in one of the survey's, our own words in one of ours. */
export interface Face {
  /** What is looked for in texts that are there in several languages. */
  readonly wanted: string | undefined
  /** The language of the page, by its BCP 47 tag. */
  readonly page: string
  readonly own: Language
}

const own = {
  next: { es: "Siguiente", en: "Next" },
  send: { es: "Enviar", en: "Send" },
  skip: { es: "Saltar", en: "Skip" },
  back: { es: "Atrás", en: "Back" },
  change: { es: "Cambiar una respuesta", en: "Change an answer" },
  goOn: { es: "Continuar", en: "Continue" },
  optional: { es: "(opcional)", en: "(optional)" },
  error: { es: "Error:", en: "Error:" },
  check: { es: "Revisa la respuesta", en: "Please check your answer" },
  confirm: {
    es: "Tu respuesta está elegida. Se envía cuando pulses el botón.",
    en: "Your answer is chosen. It is sent when you press the button.",
  },
  more: { es: "Por lo que has respondido hay algo más que preguntar.", en: "Your answers raise one more question." },
  choose: { es: "Elige…", en: "Choose…" },
  best: { es: "Lo que más", en: "Most" },
  worst: { es: "Lo que menos", en: "Least" },
  add: { es: "Añadir", en: "Add" },
  remove: { es: "Quitar", en: "Remove" },
  attached: { es: "Ya adjuntado; un archivo nuevo lo sustituye:", en: "Attached already; a new file replaces it:" },
  several: { es: "Elige todas las que quieras.", en: "Choose as many as you like." },
  thanks: { es: "Gracias. Hemos anotado tus respuestas.", en: "Thank you. We wrote down your answers." },
  full: {
    es: "Gracias por tu interés. Ya tenemos todas las respuestas que necesitábamos.",
    en: "Thank you for your interest. We have all the answers that we needed.",
  },
  over: { es: "Esta encuesta ha terminado", en: "This survey is over" },
  overMore: {
    es: "Ya no se puede responder. Lo que respondiste antes se conserva.",
    en: "It cannot be answered any more. What you answered before is kept.",
  },
  unknown: { es: "Este enlace no vale", en: "This link does not hold" },
  unknownMore: {
    es: "Cópialo entero del mensaje, o pide uno nuevo.",
    en: "Copy all of it from the message, or ask for a new one.",
  },
  stale: {
    es: "Esa pregunta ya no toca, así que no hemos anotado la respuesta. Esta es la siguiente.",
    en: "That question is not asked any more, so its answer was not taken. This is the next one.",
  },
  refused: {
    es: "No hemos podido anotar la respuesta. Inténtalo otra vez.",
    en: "Your answer could not be taken. Please try again.",
  },
  busy: {
    es: "Ahora hay demasiada gente. Inténtalo otra vez dentro de un momento.",
    en: "Too many people are here just now. Please try again in a moment.",
  },
  tooLarge: { es: "Es demasiado grande para enviarlo.", en: "It is too large to be sent." },
  noFiles: { es: "Aquí no se pueden adjuntar archivos.", en: "No files can be attached here." },
} as const satisfies { readonly [name: string]: Localized }

/** One of our own texts, by its name. */
export type OwnText = keyof typeof own

/** One of our own texts, to be put where texts of surveys are. */
export const ownText = (name: OwnText): Localized => own[name]

const rightToLeft: ReadonlySet<string> = new Set(["ar", "he", "iw", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"])

const baseOf = (tag: string): string => tag.toLowerCase().split("-", 1)[0] ?? ""

/** In which direction a language is written. */
export const directionOf = (language: string): "ltr" | "rtl" => (rightToLeft.has(baseOf(language)) ? "rtl" : "ltr")

const inLanguage = (words: string, tag: string, { page }: Face): Html =>
  baseOf(tag) === baseOf(page) ? fragment(words) : element("span", { lang: tag, dir: directionOf(tag) }, words)

/** Of which of its languages a text is when it is looked for in this one; `undefined` where it is the same for everybody. */
const languageIn = (text: Localized, wanted: string | undefined): string | undefined => {
  if (typeof text === "string") return undefined
  const words = textIn(text, wanted)
  return Object.entries(text).find(([, each]) => each === words)?.[0]
}

/** A text of a survey as the page shows it, in a language that it says where it is not the page's. */
export const said = (face: Face, text: Localized): Html => {
  const words = textIn(text, face.wanted)
  const tag = languageIn(text, face.wanted)
  return tag === undefined ? fragment(words) : inLanguage(words, tag, face)
}

/** One of our own texts as the page shows it. */
export const ours = (face: Face, name: OwnText): Html => inLanguage(textIn(own[name], face.own), face.own, face)

/** Words of ours that hold a number. */
export const counted = (face: Face, write: { readonly [Each in Language]: string }): Html =>
  inLanguage(write[face.own], face.own, face)

/** The languages that a browser asks for, the most wanted first (https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4). */
const accepted = (header: string | undefined): readonly string[] =>
  (header ?? "")
    .slice(0, 200)
    .split(",")
    .map((part) => part.split(";", 1)[0]?.trim() ?? "")
    .filter((tag) => /^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/i.test(tag))

/**
 * In which languages a page with this text speaks: what we know of the customer comes first, then what their browser asks for, of those
 * in which the text is there.
 */
export const faceFor = (text: Localized, known: string | undefined, header: string | undefined): Face => {
  const asked = accepted(header)
  const there = typeof text === "string" ? undefined : Object.keys(text).map(baseOf)
  const wanted = known ?? asked.find((tag) => !there || there.includes(baseOf(tag)))
  const page = languageIn(text, wanted)
  const ownLanguage = baseOf(page ?? wanted ?? "en") === "es" ? "es" : "en"
  return { wanted, page: page ?? ownLanguage, own: ownLanguage }
}
