import type { Localized } from "../../kernel/localized.ts"
import type { AnyDefinition, Ending } from "../definition.ts"
import type { Question } from "../question.ts"
import type { Option } from "../question-list.ts"

/** A text that people read. */
export interface SurveyText {
  readonly text: Localized
  /** The question that it belongs to, by the way that leads there (`flights.seat`). */
  readonly question?: string
  /** What it is, as it stands in a sentence. */
  readonly what: string
  /** `words`: a sentence, which every language has in its own words. `label`: may be a name, the same in all languages. */
  readonly kind: "question" | "words" | "label"
  /** The value of the option whose label it is. */
  readonly value?: string
  /** Where answers are put into it: those to the questions before this place. */
  readonly before?: number
  /** The ending that says it; `null`: it is said where none holds. */
  readonly ending?: Ending | null
}

const labels = (
  options: readonly (Option & { readonly alt?: Localized })[],
  place: Omit<SurveyText, "text" | "what" | "kind">,
): readonly SurveyText[] =>
  options.flatMap(({ value, label, alt }): readonly SurveyText[] => [
    { ...place, text: label, what: `the option ${JSON.stringify(value)}`, kind: "label", value },
    ...(alt === undefined
      ? []
      : [{ ...place, text: alt, what: `the picture of ${JSON.stringify(value)}`, kind: "words" } as const]),
  ])

const beside = (question: Question, id: string): readonly SurveyText[] => {
  switch (question.kind) {
    case "rating":
    case "slider":
      return question.ends
        ? [
            { text: question.ends.low, question: id, what: "the low end", kind: "label" },
            { text: question.ends.high, question: id, what: "the high end", kind: "label" },
          ]
        : []
    case "number":
      return question.unit === undefined ? [] : [{ text: question.unit, question: id, what: "the unit", kind: "label" }]
    case "panel":
      return [
        { text: question.another, question: id, what: "the question for another one", kind: "words" },
        ...question.questions.flatMap((inner) => textsOfQuestion(inner, `${id}.${inner.id}`)),
      ]
    default:
      return []
  }
}

const textsOfQuestion = (question: Question, id: string, before?: number): readonly SurveyText[] => {
  const { text, help, wording = {}, checks = [] } = question
  const filled = { question: id, ...(before !== undefined && { before }) }
  return [
    { ...filled, text, what: "the question", kind: "question" },
    ...(help === undefined ? [] : [{ ...filled, text: help, what: "the help", kind: "words" } as const]),
    ...Object.entries(wording).map(
      ([medium, words]) => ({ ...filled, text: words, what: `the wording for ${medium}`, kind: "question" }) as const,
    ),
    ...("options" in question ? labels(question.options, filled) : []),
    ...(question.kind === "matrix"
      ? [...labels(question.rows, filled), ...labels(question.columns, { question: id })]
      : []),
    ...checks.map(
      ({ message }, place) =>
        ({ text: message, question: id, what: `the message of check ${place + 1}`, kind: "words" }) as const,
    ),
    ...beside(question, id),
  ]
}

/** Every text of a survey that people read, in the order of the questions. */
export const textsOf = ({ questions, endings = [], quotas = [], thanks }: AnyDefinition): readonly SurveyText[] => {
  const last = { kind: "words", before: questions.length } as const
  return [
    ...questions.flatMap((question, index) => textsOfQuestion(question, question.id, index)),
    ...endings.map((ending) => ({
      ...last,
      text: ending.text,
      what: `the ending ${JSON.stringify(ending.id)}`,
      ending,
    })),
    ...quotas.flatMap(({ id, text }) =>
      text === undefined ? [] : [{ ...last, text, what: `the text of the quota ${JSON.stringify(id)}` }],
    ),
    ...(thanks === undefined ? [] : [{ ...last, text: thanks, what: "the thanks", ending: null }]),
  ]
}

/** A text in each of its languages; `und` where it is one for all. */
export const eachLanguage = (text: Localized): readonly (readonly [language: string, words: string])[] =>
  typeof text === "string" ? [["und", text]] : Object.entries(text)
