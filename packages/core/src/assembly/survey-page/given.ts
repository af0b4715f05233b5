import { isRecord } from "../../kernel/record.ts"
import type { Question, QuestionOf } from "../../survey/question.ts"

/** What a form holds, field by field, as it is posted. The name of a field is the way to its part of the answer: `service.speed`. */
export type Given = ReadonlyMap<string, readonly string[]>

/** The one value of a field; `undefined` where nothing was entered. */
export const oneOf = (given: Given, field: string): string | undefined => {
  const value = given.get(field)?.[0]
  return value === undefined || value === "" ? undefined : value
}

/** Whether anything was entered below a field. */
export const hasUnder = (given: Given, field: string): boolean =>
  [...given].some(([name, values]) => name.startsWith(`${field}.`) && values.some((value) => value !== ""))

type Fields = readonly (readonly [field: string, values: readonly string[]])[]

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const partsOf = (id: string, value: unknown): Fields =>
  isRecord(value) ? Object.entries(value).flatMap(([part, each]) => textOf(`${id}.${part}`, each)) : []

const textOf = (id: string, value: unknown): Fields =>
  typeof value === "string" || typeof value === "number" ? [[id, [String(value)]]] : []

/** How many things of a panel a form shows. */
export const countField = (id: string): string => `${id}#count`

const panelFields = ({ id, questions }: QuestionOf<"panel">, value: unknown): Fields => {
  const things = listOf(value)
  return [
    [countField(id), [String(things.length)]],
    ...things.flatMap((thing, index) =>
      questions.flatMap((inner) =>
        isRecord(thing) && Object.hasOwn(thing, inner.id)
          ? fieldsOf({ ...inner, id: `${id}.${index}.${inner.id}` }, thing[inner.id])
          : [],
      ),
    ),
  ]
}

/** The fields of a form in which this answer was given. */
export const fieldsOf = (question: Question, value: unknown): Fields => {
  const { id } = question
  switch (question.kind) {
    case "choices":
      return [[id, listOf(value).filter((each) => typeof each === "string")]]
    case "ranking":
      return listOf(value).flatMap((each, place) => textOf(`${id}.${place + 1}`, each))
    case "matrix":
    case "contact":
      return partsOf(id, value)
    case "max-diff":
      return listOf(value).flatMap((pair, index) => partsOf(`${id}.${index}`, pair))
    case "consent":
      return typeof value === "boolean" ? [[id, [value ? "yes" : "no"]]] : []
    case "panel":
      return panelFields(question, value)
    case "file":
    case "statement":
      return []
    default:
      return textOf(id, value)
  }
}

/** An answer as the form shows it that is filled in with it. */
export const givenOf = (question: Question, value: unknown): Given => new Map(fieldsOf(question, value))
