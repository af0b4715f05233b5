import type { Question } from "@escucha/core/survey"

type Entry = { readonly [name: string]: unknown }

const isEmpty = (value: unknown): boolean => {
  if (value === undefined || value === null) return true
  if (typeof value === "string") return value.trim() === ""
  if (Array.isArray(value)) return value.every(isEmpty)
  return typeof value === "object" && Object.values(value).every(isEmpty)
}

/** What stands in the entries of a panel; before anybody touched it, as many empty ones as there have to be. */
export const entriesOf = ({ least }: { readonly least: number }, value: unknown): readonly Entry[] =>
  Array.isArray(value) ? value : Array.from({ length: least }, () => ({}))

/**
 * What is handed in of what stands in a field. A field that was left empty passes its question over; where that may not be, the check
 * says so.
 */
export const givenOf = (question: Question, value: unknown): unknown => {
  const { kind, required } = question
  if (kind === "statement" || (!required && isEmpty(value))) return null
  if (kind === "panel")
    return entriesOf(question, value).map((entry) =>
      Object.fromEntries(question.questions.map((inner) => [inner.id, givenOf(inner, entry[inner.id])])),
    )
  if (kind === "choices") return value ?? [] // where none has to be chosen, none is an answer
  return isEmpty(value) ? null : value
}
