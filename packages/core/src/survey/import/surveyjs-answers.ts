import type { Answers } from "../definition.ts"
import type { Question } from "../question.ts"
import { own } from "./foreign-json.ts"
import { isRecord, type AnyRecord } from "../../kernel/record.ts"
import type { Imported } from "./imported.ts"

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)

// Options are texts here; what was a number or a truth there is written as one.
const optionOf = (value: unknown): unknown =>
  typeof value === "number" || typeof value === "boolean" ? String(value) : value

const numeric = (value: unknown): unknown => {
  const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value
  return typeof read === "number" && Number.isFinite(read) ? read : value
}

const entryOf = (questions: readonly Question[], given: unknown): Answers =>
  Object.fromEntries(
    questions.flatMap((question) => {
      const value = isRecord(given) ? own(given, question.id) : undefined
      return isEmpty(value) ? [] : [[question.id, answerOf(question, value)]]
    }),
  )

const answerOf = (question: Question, value: unknown): unknown => {
  switch (question.kind) {
    case "choice":
    case "dropdown":
    case "image-choice":
      return optionOf(value)
    case "choices":
    case "ranking":
      return Array.isArray(value) ? value.map(optionOf) : [optionOf(value)]
    case "matrix":
      return isRecord(value)
        ? Object.fromEntries(Object.entries(value).map(([row, column]) => [row, optionOf(column)]))
        : value
    case "panel":
      return Array.isArray(value) ? value.map((each) => entryOf(question.questions, each)) : value
    case "nps":
    case "csat":
    case "ces":
    case "rating":
    case "slider":
    case "number":
      return numeric(value)
    default:
      return typeof value === "number" ? String(value) : value
  }
}

// A question with several lines holds its answers in an object; each of them is a question here.
const found = (data: AnyRecord, name: string): unknown => {
  const value = own(data, name)
  if (value !== undefined) return value
  const dot = name.lastIndexOf(".")
  const holder = dot < 0 ? undefined : own(data, name.slice(0, dot))
  return isRecord(holder) ? own(holder, name.slice(dot + 1)) : undefined
}

/**
 * The answers of SurveyJS to an imported survey, as answers to it: past responses can be brought along, too. What is empty there was not
 * answered. Nothing is checked; `checkAnswers` does that.
 *
 * @example
 * const imported = importSurveyJs(json, { name: "checkout" })
 * answersFromSurveyJs(imported, { satisfaction: 4 })
 */
export const answersFromSurveyJs = ({ definition, ids }: Imported, data: unknown): Answers => {
  if (!definition || !isRecord(data)) return {}
  const byId = new Map(definition.questions.map((question) => [question.id, question]))
  return Object.fromEntries(
    Object.entries(ids).flatMap(([name, id]) => {
      const question = byId.get(id)
      const value = found(data, name)
      return question && !isEmpty(value) ? [[id, answerOf(question, value)]] : []
    }),
  )
}
