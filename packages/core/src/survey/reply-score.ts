import { textIn } from "../kernel/localized.ts"
import type { CheckedAnswer } from "./answer.ts"
import { hold, notOnScale } from "./hold.ts"
import { satisfaction } from "./prompt-hint.ts"
import type { QuestionOf } from "./question.ts"
import { scaleOf } from "./question-scale.ts"
import { core, isAmong, isFiller, plain, tellingWords, wordsOf } from "./spoken.ts"
import { numberOf, numbersIn, wholeNumber } from "./spoken-number.ts"

// "9, because it came late": a score, and then the reason for it.
const reasonAfter = /[,;:.!?)–—-]+(?:\s|$)|\n|\b(?:porque|pero|because|but|since)\b/u

const links = " / de of sobre von su sur "

// "9/10", "9 de 10", "nine out of ten": the scale that is named has to be ours, or the number means something else.
const withoutScale = (words: readonly string[], high: number, language: string | undefined): readonly string[] => {
  const [last, link] = [words.at(-1), words.at(-2)]
  if (words.length < 3 || last === undefined || !isAmong(links, link ?? "") || numberOf(last, language) !== high)
    return words
  return words.slice(0, words.at(-3) === "out" ? -3 : -2)
}

const starsOf = (text: string): number | undefined =>
  /^(?:[⭐★🌟]\s*)+$/u.test(text) ? text.match(/[⭐★🌟]/gu)?.length : undefined

const scoreOf = (text: string, high: number, language: string | undefined): number | undefined =>
  wholeNumber(core(withoutScale(wordsOf(text), high, language)), language)

const scoreWithReason = (text: string, high: number, language: string | undefined): number | undefined => {
  const cut = reasonAfter.exec(text)
  if (!cut || numbersIn(wordsOf(text.slice(cut.index + cut[0].length)), language).length > 0) return undefined
  return scoreOf(text.slice(0, cut.index), high, language)
}

// The words of a scale as they were offered; a woman is "satisfecha".
const wordedScore = (text: string, language: string | undefined): number | undefined => {
  const form = (words: string) => tellingWords(wordsOf(plain(words).replace(/satisfecha\b/gu, "satisfecho"))).join(" ")
  const wanted = form(text)
  const place = satisfaction.findIndex(
    (label) =>
      typeof label !== "string" &&
      [...Object.values(label), textIn(label, language)].some((each) => form(each) === wanted),
  )
  return place < 0 ? undefined : place + 1
}

/** Reads a score: "9", "nueve", "9/10", "un 9, porque llegó tarde", "⭐⭐⭐", "muy satisfecha". */
export const parseScore = (
  question: QuestionOf<"nps" | "csat" | "ces" | "rating" | "slider">,
  text: string,
  language: string | undefined,
): CheckedAnswer => {
  const scale = scaleOf(question)
  const score =
    starsOf(text) ??
    (question.kind === "csat" ? wordedScore(text, language) : undefined) ??
    scoreOf(text, scale.high, language) ??
    scoreWithReason(text, scale.high, language)
  return score === undefined ? notOnScale(question.id, scale, "wrong-kind") : hold(question, score)
}

const talk =
  " i m am we are have had has got about around roughly approximately almost nearly years old year euro euros dollars dolares pesos " +
  "times veces tengo tenemos tiene tuve somos soy son hay fueron unos unas aproximadamente casi anos ano ya cumplo cumpli "

/** Reads a number with its unit and the words of the question around it: "30", "tengo treinta y cinco años", "12,50 €". */
export const parseNumber = (
  question: QuestionOf<"number">,
  text: string,
  language: string | undefined,
): CheckedAnswer => {
  const words = wordsOf(text.replace(/\bmas o menos\b/gu, " "))
  const [only, ...others] = numbersIn(words, language)
  if (!only || others.length > 0) return hold(question, text)
  const around = [question.text, question.unit ?? "", question.help ?? ""].map((each) => textIn(each, language))
  const asked = new Set(wordsOf(plain(around.join(" "))))
  const rest = [...words.slice(0, only.at), ...words.slice(only.at + only.words)]
  const isPlain = rest.every((word) => isFiller(word) || isAmong(talk, word) || asked.has(word))
  return hold(question, isPlain ? only.value : text)
}
