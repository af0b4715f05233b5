import { isRecord } from "../../kernel/record.ts"
import type { AnswerProblem } from "../../survey/answer.ts"
import { hold } from "../../survey/hold.ts"
import type { Question, QuestionOf } from "../../survey/question.ts"
import { innerQuestion, thingIn } from "./read-form.ts"
import type { Given } from "./given.ts"

const partOf = (raw: unknown, part: string | number): unknown => {
  if (Array.isArray(raw)) return raw[Number(part)]
  return isRecord(raw) && Object.hasOwn(raw, part) ? raw[part] : undefined
}

const problemIn = (question: Question, raw: unknown): readonly AnswerProblem[] => {
  const held = hold(question, raw)
  return "problem" in held ? [held.problem] : []
}

const ofRows = (question: QuestionOf<"matrix">, raw: unknown): readonly AnswerProblem[] =>
  question.rows.flatMap((row) => {
    const column = partOf(raw, row.value)
    return problemIn({ ...question, rows: [row] }, column === undefined ? {} : { [row.value]: column })
  })

const ofFields = (question: QuestionOf<"contact">, raw: unknown): readonly AnswerProblem[] =>
  question.fields.flatMap((field) => problemIn({ ...question, fields: [field] }, { [field]: partOf(raw, field) }))

// A set by itself is the first: its problems are told under its own number.
const ofSets = (question: QuestionOf<"max-diff">, raw: unknown): readonly AnswerProblem[] =>
  question.sets.flatMap((set, index) =>
    problemIn({ ...question, sets: [set] }, [partOf(raw, index)]).map((problem) => ({
      ...problem,
      field: problem.field.replace(`${question.id}.0`, () => `${question.id}.${index}`),
    })),
  )

const ofThings = (question: QuestionOf<"panel">, raw: unknown, given: Given): readonly AnswerProblem[] =>
  Array.isArray(raw)
    ? raw.flatMap((_, index) => {
        const { asked, said } = thingIn(question, index, given)
        return asked.flatMap((inner) => {
          const placed = innerQuestion(question, index, inner)
          return everyProblem(placed, said[inner.id], given)
        })
      })
    : []

/**
 * Everything that is wrong with an answer of several parts, so that nobody has to send a form once for each. What was refused as a whole
 * is said as a whole.
 */
export const everyProblem = (question: Question, raw: unknown, given: Given): readonly AnswerProblem[] => {
  const whole = problemIn(question, raw)
  if (whole.length === 0) return []
  const parts = (): readonly AnswerProblem[] => {
    switch (question.kind) {
      case "matrix":
        return ofRows(question, raw)
      case "contact":
        return ofFields(question, raw)
      case "max-diff":
        return ofSets(question, raw)
      case "panel":
        return ofThings(question, raw, given)
      default:
        return []
    }
  }
  const each = parts()
  return each.length > 0 ? each : whole
}
