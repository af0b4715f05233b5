import { textIn, type AnyDefinition, type Question } from "@escucha/core/survey"
import type { SurveyResults } from "@escucha/core"
import type { Speech } from "../../i18n/words.tsx"

/** What a question came to. */
export type QuestionOutcome = SurveyResults["questions"][number]
/** One figure of it. */
export type Figure = QuestionOutcome["figures"][number]
/** What one group said to it. */
export type GroupOutcome = QuestionOutcome["groups"][number]

/** The line on which a figure lies, and whether a larger one is a better one. */
export interface Span {
  readonly from: number
  readonly to: number
}

const unit: Span = { from: 0, to: 1 }

const scaleSpan = (question: Question, figures: readonly Figure[]): Span => {
  switch (question.kind) {
    case "csat":
      return { from: 1, to: 5 }
    case "ces":
      return { from: 1, to: 7 }
    case "rating":
      return { from: 1, to: question.high }
    case "slider":
      return { from: question.low, to: question.high }
    default: {
      // a free number has no line of its own: it begins at nothing and ends behind the largest that may be
      const ends = figures.flatMap(({ value, low, high }) => [value, low, high].filter((end) => end !== null))
      return { from: Math.min(0, ...ends), to: Math.max(1, ...ends) }
    }
  }
}

/** The line on which the figures of one name of a question are drawn. */
export const spanOf = (question: Question, name: Figure["figure"], figures: readonly Figure[]): Span => {
  switch (name) {
    case "nps":
      return { from: -100, to: 100 }
    case "score":
      return { from: -1, to: 1 }
    case "rank":
      return { from: 1, to: question.kind === "ranking" ? question.top : 1 }
    case "mean":
      return scaleSpan(question, figures)
    case "top-two":
    case "share":
    case "first":
      return unit
  }
}

const isShare = (name: Figure["figure"]): boolean => name === "share" || name === "first" || name === "top-two"

/** A figure as it is read: `42`, `37 %`, `3.8`. */
export const valueWords = (name: Figure["figure"], value: number | null, { format }: Speech): string => {
  if (value === null) return "–"
  if (isShare(name)) return format.percent(value)
  if (name === "nps") return format.signed(Math.round(value))
  return name === "score" ? format.fraction(value) : format.number(value)
}

/** `31 to 53`: where the truth lies, as sure as the interval is. Nothing, where it cannot be said. */
export const intervalWords = ({ figure, low, high }: Figure, speech: Speech): string | null =>
  low === null || high === null
    ? null
    : speech.words.surveys.results.between(valueWords(figure, low, speech), valueWords(figure, high, speech))

const labelIn = (
  options: readonly { readonly value: string; readonly label: Parameters<typeof textIn>[0] }[],
  value: string,
  language: string,
): string => {
  const option = options.find((each) => each.value === value)
  return option ? textIn(option.label, language) : value
}

/** What people read in place of the value of an option, a point of a scale, a yes or a no. */
export const optionWords = (question: Question, value: string, { words, format }: Speech): string => {
  if (question.kind === "consent") return value === "true" ? words.card.yes : words.card.no
  if ("options" in question) return labelIn(question.options, value, format.language)
  return question.kind === "matrix" ? labelIn(question.columns, value, format.language) : value
}

/** What a figure is of: its option and row, and the name of the figure where a question has several sorts. */
export const figureWords = (question: Question, { figure, of, row }: Figure, speech: Speech): string => {
  const { words, format } = speech
  const name = words.surveys.results.figure[figure]
  if (of === undefined || question.kind === "consent") return name
  const option = optionWords(question, of, speech)
  if (row !== undefined && question.kind === "matrix")
    return `${labelIn(question.rows, row, format.language)}: ${option.toLocaleLowerCase()}`
  return option
}

/** The question of a definition that a result is of. */
export const questionOf = ({ questions }: AnyDefinition, id: string): Question | undefined =>
  questions.find((question) => question.id === id)

const unlikely = 0.05

const chanceWords = (p: number, { words, format }: Speech): string =>
  p < 0.001 ? words.surveys.results.rare : words.surveys.results.chance(format.fraction(p))

/** How a group differs from all others, and whether that may be chance; nothing where there is nothing to compare. */
export const differenceWords = (
  { figure, difference, p }: Pick<GroupOutcome["figures"][number], "figure" | "difference" | "p">,
  speech: Speech,
): string | null => {
  if (difference === null || p === null) return null
  const { results } = speech.words.surveys
  if (p >= unlikely) return `${results.same} (${chanceWords(p, speech)})`
  const size = isShare(figure)
    ? results.points(speech.format.signed(Math.round(difference * 100)))
    : (difference > 0 ? "+" : "") + valueWords(figure === "nps" ? "mean" : figure, difference, speech)
  return `${results.differs(size)} (${chanceWords(p, speech)})`
}
