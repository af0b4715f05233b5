import {
  type AnswerProblem,
  type AnyDefinition,
  type Answers,
  checkAnswer,
  explain,
  type Localized,
  type Question,
  textIn,
  type Walk,
} from "@escucha/core/survey"
import type { FieldProblem, Frame } from "./field-frame.ts"
import { givenOf } from "./survey-draft.ts"
import { labelsOf } from "./field-labels.ts"
import type { SurveyLabels } from "./survey-labels.ts"
import { pageOf } from "./survey-page-of.ts"

type Json = { readonly [name: string]: unknown }

/** A survey of these questions alone. */
export const surveyOf = (questions: readonly Question[]): AnyDefinition => ({ name: "part", version: "", questions })

/** What is wrong with what stands in one field, in words; `undefined` where nothing is. */
export const problemWith = (question: Question, value: unknown, language: string): string | undefined => {
  const checked = checkAnswer(surveyOf([question]), question.id, value)
  return "problem" in checked ? textIn(explain(checked.problem), language) : undefined
}

const fieldsOf = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {}) // any object has fields

const oneLine = { kind: "text", minLength: 1, maxLength: 200 } as const

// The parts of an answer as questions of their own, with what was given to each.
const partsOf = (
  question: Question,
  given: unknown,
  labels: SurveyLabels,
): readonly (readonly [Question, unknown])[] => {
  const { id } = question
  switch (question.kind) {
    case "matrix":
      return question.rows.map(({ value, label }) => [
        { id: `${id}.${value}`, kind: "choice", text: label, options: question.columns, required: true },
        fieldsOf(given)[value],
      ])
    case "contact":
      return question.fields.map((name) => {
        const kind = name === "email" || name === "phone" ? { kind: name } : oneLine
        const required = !question.optional.includes(name)
        const part: Question = { id: `${id}.${name}`, text: labels.contact[name], required, ...kind }
        return [part, givenOf(part, fieldsOf(given)[name])]
      })
    case "panel":
      return (Array.isArray(given) ? given.map(fieldsOf) : []).flatMap((entry, number) =>
        pageOf(surveyOf(question.questions), entry).questions.map(
          (inner) => [{ ...inner, id: `${id}.${number}.${inner.id}` }, entry[inner.id]] as const,
        ),
      )
    default:
      return []
  }
}

const problemsOf = (question: Question, given: unknown, labels: SurveyLabels): readonly FieldProblem[] => {
  const checked = checkAnswer(surveyOf([question]), question.id, given)
  return "problem" in checked ? listed(question, given, checked.problem, labels) : []
}

// The rule itself stops at the first thing that is wrong: what is wrong with the other parts stands before it.
const listed = (
  question: Question,
  given: unknown,
  first: AnswerProblem,
  labels: SurveyLabels,
): readonly FieldProblem[] => {
  // of a table of which nothing was answered, one sentence says enough
  const hasParts = given !== null || question.kind === "contact"
  const parts = hasParts
    ? partsOf(question, given, labels).flatMap(([part, value]) => problemsOf(part, value, labels))
    : []
  return parts.length > 0 ? parts : [{ field: first.field, message: explain(first), about: wordsOn(question) }]
}

const wordsOn = ({ wording, text }: Question): Localized => wording?.web ?? text

/** What an answer comes to, once it was held against its question. */
export type Checked = { readonly value: unknown } | { readonly problems: readonly FieldProblem[] }

/** Holds what stands in a field against its question, given those before it: all that is wrong, each beside its own field. */
export const checkOf = (
  { definition, walk }: { readonly definition: AnyDefinition; readonly walk: Walk },
  question: Question,
  value: unknown,
  answers: Answers,
  frame: Frame,
): Checked => {
  const given = givenOf(question, value)
  const checked = checkAnswer(definition, question.id, given, answers, walk)
  return "value" in checked ? checked : { problems: listed(question, given, checked.problem, labelsOf(frame)) }
}
