import { linesOfChoices, marksOf } from "../channel/choice-mark.ts"
import type { Choice } from "../channel/content.ts"
import { textIn, type Localized } from "../kernel/localized.ts"
import { hintOf, moreHint, satisfaction, skipHint } from "./prompt-hint.ts"
import type { Medium, Question } from "./question.ts"
import { scaleOf } from "./question-scale.ts"
import type { Keys } from "./voice-keys.ts"

export { endsOf } from "./prompt-hint.ts"

/** A question as a message: its text, and answers to tap where the channel carries them. What is tapped comes back as `value`. */
export interface Prompt {
  /** What is written, or on the telephone what is said. */
  readonly text: string
  readonly choices?: readonly Choice[]
  /** How many short messages it takes, where it is one. */
  readonly segments?: number
  /** The number from which a list that is too long for one message goes on. */
  readonly more?: number
  /** The keys of a telephone that answer it; none, where it can only be spoken. */
  readonly keys?: Keys
  /** Words that a recognizer of speech had better expect. */
  readonly expected?: readonly string[]
}

/** The longest scale whose numbers are answers to tap. */
const mostSteps = 11

const yesAndNo: readonly { readonly value: string; readonly label: Localized }[] = [
  { value: "yes", label: { es: "Sí", en: "Yes" } },
  { value: "no", label: { es: "No", en: "No" } },
]

/** The numbers of a scale, where they are few enough to tap; decimals as people write them. */
const stepsOf = (question: Parameters<typeof scaleOf>[0]): readonly string[] | undefined => {
  const { low, high, step } = scaleOf(question)
  const steps = Math.floor((high - low) / step + 1e-9) + 1
  if (steps > mostSteps) return undefined
  return Array.from({ length: steps }, (_, place) => String(Number((low + place * step).toFixed(9))))
}

/** The answers to a question that is answered by one of a few. */
export const choicesOf = (question: Question, language: string | undefined): readonly Choice[] | undefined => {
  switch (question.kind) {
    case "csat":
      return satisfaction.map((label, index) => ({ value: String(index + 1), label: textIn(label, language) }))
    case "nps":
    case "ces":
    case "rating":
    case "slider":
      return stepsOf(question)?.map((value) => ({ value, label: value }))
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

/** The labels that are written as lines where nothing can be tapped. The numbers of a scale, a yes and a no are said by the hint. */
const labelsOf = (question: Question, language: string | undefined): readonly string[] => {
  if (question.kind === "csat") return satisfaction.map((label) => textIn(label, language))
  if (!("options" in question)) return []
  return question.options.map(({ label }) => textIn(label, language))
}

/** Lines of a question, before they are put together. */
export interface Written {
  readonly question: Question
  readonly language: string | undefined
  readonly medium: Medium
  /** Whether the options stand there as lines. */
  readonly isListed: boolean
  /** Whether it is said how it is passed over. */
  readonly hasSkip: boolean
  /** The number of the first option that is listed. */
  readonly from?: number | undefined
  /** Whether a text is short enough; any is, where it is left out. */
  readonly fits?: ((text: string) => boolean) | undefined
}

const listed = (question: Question, language: string | undefined): readonly string[] => {
  const labels = labelsOf(question, language)
  // options that are all numbers name themselves
  return marksOf(labels) || labels.length === 0 ? linesOfChoices(labels) : [labels.join(", ")]
}

/** The text of a question, and the number from which its list goes on where it is cut. */
export const writtenOut = (written: Written): { readonly text: string; readonly more?: number } => {
  const { question, language, medium, isListed, hasSkip, from = 1, fits = () => true } = written
  const { wording, text, help } = question
  const labels = labelsOf(question, language)
  const hint = hintOf(question, medium, isListed ? (marksOf(labels) ?? labels) : undefined)
  const all = isListed ? listed(question, language) : []
  const first = Math.max(0, Math.min(from, all.length) - 1)
  const withLines = (end: number) =>
    [
      ...(first > 0 ? [] : [textIn(wording?.[medium] ?? text, language)]),
      ...(help === undefined || first > 0 ? [] : [textIn(help, language)]),
      ...all.slice(first, end),
      ...(end < all.length ? [textIn(moreHint(end + 1, medium), language)] : []),
      ...(hint === undefined ? [] : [textIn(hint, language)]),
      ...(hasSkip ? [textIn(skipHint(medium), language)] : []),
    ].join("\n")
  let end = all.length
  while (end > first + 1 && !fits(withLines(end))) end -= 1
  return { text: withLines(end), ...(end < all.length && { more: end + 1 }) }
}

/** Whether a question may be passed over, and is one. */
export const isSkippable = ({ required, kind }: Question): boolean => !required && kind !== "statement"

/**
 * A question, or a part of one, as it is asked in a chat, an SMS or any other place where people answer in writing; `parseReply` reads
 * the answer. What the channel can carry is not known yet: choices that it cannot become lines later. `render` is for a channel that
 * is known.
 *
 * @example
 * prompt(score, "en").text // "Would you recommend us?\nReply with a number from 0 (not at all likely) to 10 (extremely likely)."
 */
export const prompt = (question: Question, language: string | undefined, medium: Medium = "chat"): Prompt => {
  const choices = choicesOf(question, language)
  // options that are numbers are not numbered where they cannot be tapped: they have to be told here
  const isTold = "options" in question && (!choices || !marksOf(choices.map(({ label }) => label)))
  const { text } = writtenOut({ question, language, medium, isListed: isTold, hasSkip: isSkippable(question) })
  return { text, ...(choices && { choices }) }
}
