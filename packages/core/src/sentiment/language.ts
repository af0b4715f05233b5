import { fold, type Token, tokensOf } from "./token.ts"

/** A language that the lexicon reads. */
export type KnownLanguage = "es" | "en"

/** A guess at a text's language. `confidence` is from 0 (no sign of either) to 1. */
export interface LanguageGuess {
  readonly language: KnownLanguage | undefined
  readonly confidence: number
}

const spanish = `
  el la los las un una unos unas de del al que y en es se por con para su sus lo como más pero muy está están este esta esto estos estas
  ese esa eso porque cuando donde quien también ya hay ser son fue era tengo tiene tienen tener hace hacer yo tú él ella ellos nosotros
  ustedes mi mis tu tus te le les nos qué cómo cuándo desde hasta sobre entre todo todos toda todas nada algo hoy ayer mañana ahora
  siempre nunca sin ni si sí gracias hola buenos buenas días favor pedido estoy estamos ha han había uno así solo vez va voy vamos puede
  puedo quiero pues usted aquí allí bien mal mejor peor otra otro mucho mucha
`
const english = `
  the an of to and in is it its that this these those for on with as at by be are was were been have had do does did not but or from they
  you your i my we our she his her their them what when where which who how why will would can could should there here if so just about up
  out all any some than then more now today never always im ive dont cant didnt wont isnt doesnt youre thats please thanks thank hello hi
  get got go going still after before because into over again very too only one been being us am
`

const votes: ReadonlyMap<string, 1 | -1> = new Map([
  ...fold(spanish)
    .trim()
    .split(/\s+/)
    .map((word): readonly [string, 1] => [word, 1]),
  ...fold(english)
    .trim()
    .split(/\s+/)
    .map((word): readonly [string, -1] => [word, -1]),
])

const spanishLetters = /[ñ¿¡áíóúÑÁÍÓÚ]/
const lettersVote = 1.5
const doubt = 0.5

/** As `languageOf`, for a text that has been cut already. */
export const languageOfTokens = (text: string, tokens: readonly Token[]): LanguageGuess => {
  let forSpanish = spanishLetters.test(text) ? lettersVote : 0
  let forEnglish = 0
  for (const { kind, text: word } of tokens) {
    const vote = kind === "word" ? votes.get(word) : undefined
    if (vote === 1) forSpanish++
    else if (vote === -1) forEnglish++
  }
  if (forSpanish === forEnglish) return { language: undefined, confidence: 0 }
  const confidence = Math.abs(forSpanish - forEnglish) / (forSpanish + forEnglish + doubt)
  return { language: forSpanish > forEnglish ? "es" : "en", confidence }
}

/**
 * Which of Spanish and English a text is written in, by its most common words and its letters; `undefined` when nothing tells. A
 * text in a third language may get either: only what else is known (a profile, a setting) can rule that out.
 */
export const languageOf = (text: string): LanguageGuess => languageOfTokens(text, tokensOf(text.slice(0, longestRead)))

/** How much of a text is read, in UTF-16 code units: what a person feels is said in it. */
export const longestRead = 65_536
