import { marksOf } from "../channel/choice-mark.ts"
import { textIn } from "../kernel/localized.ts"
import type { CheckedAnswer } from "./answer.ts"
import { hold, notAnOption } from "./hold.ts"
import type { QuestionOf } from "./question.ts"
import type { Option } from "./question-list.ts"
import { core, isAmong, isFiller, plain, tellingWords, wordsOf } from "./spoken.ts"
import { numbersIn, wholeNumber } from "./spoken-number.ts"

const namesOf = ({ value, label }: Option, language: string | undefined): readonly string[] =>
  language === undefined
    ? [value, ...(typeof label === "string" ? [label] : Object.values(label))]
    : [textIn(label, language)]

const said = (text: string): string => tellingWords(wordsOf(text)).join(" ")

/**
 * The option that is called so, by its label or its value, with or without what leads to it. The labels of the person's own language come
 * first: the same word may be another option in another language.
 */
export const optionNamed = (
  options: readonly Option[],
  text: string,
  language: string | undefined,
): Option | undefined => {
  const named = (form: (text: string) => string, spoken: string | undefined) => {
    const wanted = form(text)
    return wanted === ""
      ? undefined
      : options.find((option) => namesOf(option, spoken).some((name) => form(plain(name)) === wanted))
  }
  const whole = (name: string) => name
  return (
    (language === undefined ? undefined : named(whole, language)) ??
    named(whole, undefined) ??
    (language === undefined ? undefined : named(said, language)) ??
    named(said, undefined)
  )
}

/** The option whose label or value this is, letter for letter. */
const optionCalled = (options: readonly Option[], text: string, language: string | undefined): Option | undefined => {
  const isCalled = (spoken: string | undefined) => (option: Option) =>
    namesOf(option, spoken).some((name) => plain(name) === text)
  return (language === undefined ? undefined : options.find(isCalled(language))) ?? options.find(isCalled(undefined))
}

const ordinals: readonly string[] = [
  " first 1st primera primero primer ",
  " second 2nd segunda segundo ",
  " third 3rd tercera tercero tercer ",
  " fourth 4th cuarta cuarto ",
  " fifth 5th quinta quinto ",
  " sixth 6th sexta sexto ",
  " seventh 7th septima septimo ",
  " eighth 8th octava octavo ",
  " ninth 9th novena noveno ",
  " tenth 10th decima decimo ",
]
const lastWords = " last ultima ultimo "

const labelsIn = (options: readonly Option[], language: string | undefined): readonly string[] =>
  options.map(({ label }) => textIn(label, language))

// "the second one": where it stands, whatever is written before it.
const optionAt = (options: readonly Option[], words: readonly string[]): Option | undefined => {
  const [word = "", more, ...rest] = words.filter((each) => each !== "one")
  if (rest.length > 0) return undefined
  if (more === undefined && isAmong(lastWords, word)) return options.at(-1)
  // figures are parted from their ending: "2nd" is "2", "nd"
  const spoken = `${word}${more ?? ""}`
  const place = ordinals.findIndex((each) => isAmong(each, spoken))
  return place < 0 ? undefined : options[place]
}

/** The option by what is written before it: its number or its letter. */
const optionMarked = (
  options: readonly Option[],
  words: readonly string[],
  language: string | undefined,
): Option | undefined => {
  const labels = labelsIn(options, language)
  const marks = marksOf(labels)
  const [only = ""] = words
  if (!marks || words.length === 0) return undefined
  if (marks[0] === "a") return words.length === 1 ? options[marks.indexOf(only)] : undefined
  const place = wholeNumber(words, language)
  if (place === undefined) return undefined
  // "dos" is no place where an option is called "dos veces"
  const isNamed = !/^\d/.test(only) && labels.some((label) => numbersIn(wordsOf(plain(label)), language).length > 0)
  return isNamed ? undefined : options[place - 1]
}

/** Whether one word is the other with one letter too many, too few or wrong, or with two of them the wrong way round. */
const isNear = (one: string, other: string): boolean => {
  if (one === other) return true
  if (one.length < 5 || other.length < 5 || Math.abs(one.length - other.length) > 1) return false
  let start = 0
  while (start < one.length && one[start] === other[start]) start += 1
  const [rest, restOf] = [one.slice(start), other.slice(start)]
  const isSwapped = rest[0] === restOf[1] && rest[1] === restOf[0] && rest.slice(2) === restOf.slice(2)
  return isSwapped || rest.slice(1) === restOf.slice(1) || rest.slice(1) === restOf || rest === restOf.slice(1)
}

const shortest = 4

// "entrega" for "La entrega a domicilio", "entraga" for "La entrega": every word that was said is one of the label, and of this one alone.
const optionLike = (options: readonly Option[], text: string, language: string | undefined): Option | undefined => {
  const words = wordsOf(text).filter((word) => !isFiller(word))
  const isTelling = words.some((word) => word.length >= shortest || numbersIn([word], language).length > 0)
  if (!isTelling || words.length > 8 || text.endsWith("?")) return undefined
  const labels = options.map((option) => namesOf(option, language).map((name) => wordsOf(plain(name))))
  const alike = (matches: (one: string, other: string) => boolean) =>
    options.filter((_, index) =>
      labels[index]?.some((label) => words.every((word) => label.some((each) => matches(each, word)))),
    )
  const [only, ...others] = alike((one, other) => one === other)
  if (only) return others.length === 0 ? only : undefined
  const [near, ...more] = alike(isNear)
  return more.length === 0 ? near : undefined
}

/** The option that a plain text names: by its label or its value, its number or letter, its place, or nearly so. */
const optionIn = (options: readonly Option[], text: string, language: string | undefined): Option | undefined => {
  const words = core(wordsOf(text))
  return (
    optionNamed(options, text, language) ??
    optionMarked(options, words.length > 0 ? words : wordsOf(text), language) ??
    optionAt(options, words) ??
    optionLike(options, text, language)
  )
}

/** Reads one option. */
export const parseChoice = (
  question: QuestionOf<"choice" | "dropdown" | "image-choice">,
  text: string,
  language: string | undefined,
): CheckedAnswer => {
  const option = optionIn(question.options, text, language)
  return option ? { value: option.value } : notAnOption(question.id, question.options)
}

const everything = " all todo todos todas everything tudo alles tutto "
// "la dos" is the second one, and "las dos" are both.
const both = /^(?:both|ambas|ambos|(?:las|los|the|les|as|os) (?:dos|two|deux|duas|dois))[.!]*$/u
const nothing = " none nothing neither nada ninguna ninguno nenhuma niente 0 "

const several = /[,;\n/+]|\s(?:y|e|and|et|und|&)\s/u
const range = /^(?:(?:del?|from|the|la|las) )?(\d+) ?(?:-|–|—|a|al|to|until|hasta) ?(?:la )?(\d+)$/u

// "1-3": each of them, where they are written with numbers.
const optionsFromTo = (
  options: readonly Option[],
  text: string,
  language: string | undefined,
): readonly Option[] | undefined => {
  const [, from, to] = range.exec(text) ?? []
  if (from === undefined || to === undefined || marksOf(labelsIn(options, language))?.[0] !== "1") return undefined
  const [first, last] = [Number(from), Number(to)]
  return first >= 1 && first < last && last <= options.length ? options.slice(first - 1, last) : undefined
}

type Read = readonly Option[] | undefined

/** The longest run of parts, from here on, that is one option whole: "pan y agua" is not two where an option is called so. */
const runFrom = (
  options: readonly Option[],
  parts: readonly string[],
  at: number,
  language: string | undefined,
): readonly [Read, number] => {
  for (let end = Math.min(parts.length, at + 5); end > at + 2; end -= 2) {
    const option = optionCalled(options, parts.slice(at, end).join("").trim(), language)
    if (option) return [[option], end]
  }
  const part = (parts[at] ?? "").trim()
  if (part === "") return [[], at + 1]
  const found = optionCalled(options, part, language)
  if (found) return [[found], at + 1]
  const through = optionsFromTo(options, part, language)
  if (through) return [through, at + 1]
  if (/^[\d\s]+$/.test(part)) {
    const each = part.split(/\s+/).map((place) => optionIn(options, place, language))
    return [each.every((option) => option !== undefined) ? each : undefined, at + 1]
  }
  const option = optionIn(options, part, language)
  return [option && [option], at + 1]
}

const optionsIn = (options: readonly Option[], text: string, language: string | undefined): Read => {
  const whole = optionCalled(options, text, language)
  if (whole) return [whole]
  // parts and what stands between them, in turn
  const parts = text.split(new RegExp(`(${several.source})`, "u"))
  const found: Option[] = []
  for (let at = 0; at < parts.length;) {
    const [read, end] = runFrom(options, parts, at, language)
    if (!read) return undefined
    found.push(...read)
    at = end + 1 // past what stands behind it
  }
  return found.length > 0 ? [...new Set(found)] : undefined
}

/** Reads several options: "1, 3", "1 3", "1-3", "a y c", "la entrega y el precio", "all", "none". */
export const parseSeveral = (
  question: QuestionOf<"choices">,
  text: string,
  language: string | undefined,
): CheckedAnswer => {
  const { id, options, least } = question
  const free = options.filter(({ alone }) => !alone)
  const taken = (chosen: readonly Option[]) =>
    hold(
      question,
      chosen.map(({ value }) => value),
    )
  if (free.length === 2 && both.test(text)) return taken(free)
  const chosen = optionsIn(options, text, language)
  if (chosen) return taken(chosen)
  const words = core(wordsOf(text))
  const [only = ""] = words.length === 1 ? words : []
  if (isAmong(everything, only)) return taken(free)
  if (!isAmong(nothing, only)) return notAnOption(id, options)
  const alone = options.filter((option) => option.alone)
  const [none] = alone
  if (none && alone.length === 1 && only !== "0") return { value: [none.value] }
  return least === 0 ? { value: [] } : notAnOption(id, options)
}
