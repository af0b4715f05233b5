import { type Holds, holding } from "../plan.ts"
import { compileCalculation } from "../../kernel/calculation.ts"
import { compileTimeless, type Condition, type Scalar, type Truth } from "../../kernel/condition.ts"
import type { AnyDefinition, SurveyValue } from "../definition.ts"
import type { Check, Question } from "../question.ts"
import type { Option } from "../question-list.ts"
import { isBoundless } from "./domain.ts"
import { partsOf, rootOf } from "./reads.ts"

/** A value of a survey, with where it is worked out. */
export interface PlacedValue {
  readonly value: SurveyValue
  /** The place of the question behind which it is worked out; -1 where that is before the first. */
  readonly index: number
  readonly work: (facts: unknown) => Scalar | undefined
}

/** A definition, looked up by name and by place. */
export interface Outline {
  readonly definition: AnyDefinition
  readonly questions: readonly Question[]
  readonly indexOf: ReadonlyMap<string, number>
  readonly valueOf: ReadonlyMap<string, PlacedValue>
  /** Where the mixed questions end among which a question stands; its own place, where it is not mixed. */
  readonly groupEnd: (index: number) => number
  /** Where they begin. */
  readonly groupStart: (index: number) => number
  readonly compiled: (condition: Condition) => Holds
  readonly refuses: (check: Check, facts: unknown) => boolean
  /** Whether a value depends on more answers than can be looked at. */
  readonly isFree: (name: string) => boolean
  /** Whether a fact can be a text that somebody wrote. */
  readonly handsOnText: (name: string) => boolean
}

const freeValues = (values: readonly SurveyValue[], questions: ReadonlyMap<string, Question>): ReadonlySet<string> => {
  const free = new Set<string>()
  for (const { name, is } of values) {
    const isOpen = partsOf(is).uses.some(({ op, path }) => {
      const root = rootOf(path)
      const question = questions.get(root)
      if (free.has(root)) return true
      if (question === undefined || !isBoundless(question)) return false
      return op !== "points" || question.kind === "number" || question.kind === "slider"
    })
    if (isOpen) free.add(name)
  }
  return free
}

/** The options, or the rows, that a question offers. */
export const offersOf = (question: Question): readonly Option[] => {
  if (question.kind === "matrix") return question.rows
  return "options" in question ? question.options : []
}

/** The question with these of its options, or of its rows. */
export const offering = (question: Question, options: readonly Option[]): Question =>
  // they are options of this question, so they are of its kind
  ({ ...question, ...(question.kind === "matrix" ? { rows: options } : { options }) }) as Question

/** The outline of a definition. */
export const outlineOf = (definition: AnyDefinition): Outline => {
  const { questions, values = [], mixed = [] } = definition
  const indexOf = new Map(questions.map(({ id }, index) => [id, index]))
  const valueOf = new Map(
    values.map((value) => {
      const index = value.after === null ? -1 : (indexOf.get(value.after) ?? questions.length)
      return [value.name, { value, index, work: compileCalculation(value.is) }]
    }),
  )
  const known = new Map<Condition, Holds>()
  const groups = mixed.map((ids) => ids.map((id) => indexOf.get(id) ?? -1))
  const truths = new Map<Check, (facts: unknown) => Truth>()
  const free = freeValues(values, new Map(questions.map((question) => [question.id, question])))
  const groupOf = (index: number) => groups.find((group) => group.includes(index)) ?? [index]
  return {
    definition,
    questions,
    indexOf,
    valueOf,
    groupEnd: (index) => Math.max(...groupOf(index)),
    groupStart: (index) => Math.min(...groupOf(index)),
    compiled: (condition) => {
      const compiled = known.get(condition) ?? holding(condition)
      known.set(condition, compiled)
      return compiled
    },
    refuses: (check, facts) => {
      const truth = truths.get(check) ?? compileTimeless(check.that)
      truths.set(check, truth)
      return truth(facts) === false
    },
    isFree: (name) => free.has(name),
    handsOnText: (name) => {
      const question = questions[indexOf.get(name) ?? -1]
      return question
        ? isBoundless(question) && question.kind !== "number" && question.kind !== "slider"
        : free.has(name)
    },
  }
}
