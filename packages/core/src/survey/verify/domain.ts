import { compileCalculation } from "../../kernel/calculation.ts"
import { compileTimeless, type Path } from "../../kernel/condition.ts"
import { hold } from "../hold.ts"
import type { Question, QuestionOf } from "../question.ts"
import { scaleOf } from "../question-scale.ts"
import { arrangements, selections } from "./domain-list.ts"
import { textsFor } from "./domain-words.ts"
import { operandsOf, type Reading } from "./reads.ts"

/** Of every answer that conditions and calculations tell apart, one. */
export interface Domain {
  readonly values: readonly unknown[]
  /** Whether somebody can give each of them; otherwise there may be too many. */
  readonly isExact: boolean
}

/** The most answers to one question that are looked at. */
const mostAnswers = 5_000

const longestScale = 1_001

/** The numbers of a scale; none where there are too many to look at each. */
const stepsOf = (question: QuestionOf<"nps" | "csat" | "ces" | "rating" | "slider">): readonly number[] | undefined => {
  const { low, high, step } = scaleOf(question)
  const count = Math.floor((high - low) / step + 1e-9) + 1
  return count <= longestScale ? Array.from({ length: count }, (_, place) => low + place * step) : undefined
}

// Comparisons cut the line at their numbers: what lies between two cuts is the same to all of them.
const betweenCuts = (question: Question, { comparisons }: Reading, low = -1e15, high = 1e15): readonly number[] => {
  const cuts = comparisons.flatMap(operandsOf).filter((value) => typeof value === "number")
  const edges = [...new Set([low, high, ...cuts])].filter((edge) => edge >= low && edge <= high).sort((a, b) => a - b)
  const candidates = edges.flatMap((edge, place) => {
    const after = edges[place + 1]
    return after === undefined ? [edge] : [edge, (edge + after) / 2, Math.floor(edge) + 1, Math.ceil(after) - 1]
  })
  const step = question.kind === "slider" ? question.step : undefined
  const onStep = (value: number) =>
    step === undefined ? [value] : [Math.floor, Math.ceil].map((to) => low + to((value - low) / step) * step)
  return [...new Set(candidates.flatMap(onStep))].filter((value) => "value" in hold(question, value))
}

const product = (
  parts: readonly (readonly [name: string, values: readonly unknown[]])[],
): readonly object[] | undefined => {
  let made: readonly object[] = [{}]
  for (const [name, values] of parts) {
    made = made.flatMap((each) => values.map((value) => (value === undefined ? each : { ...each, [name]: value })))
    if (made.length > mostAnswers) return undefined
  }
  return made
}

const within = (reading: Reading, name: string): Reading => {
  const isHere = ({ path }: { readonly path: Path }) => path[1] === name
  return { comparisons: reading.comparisons.filter(isHere), uses: reading.uses.filter(isHere) }
}

const gridOf = ({ rows, columns }: QuestionOf<"matrix">, reading: Reading): readonly unknown[] | undefined => {
  const asked = (row: string) => {
    const { comparisons, uses } = within(reading, row)
    return comparisons.length + uses.length > 0
  }
  const all = columns.map(({ value }) => value)
  return product(rows.map(({ value }) => [value, asked(value) ? all : all.slice(0, 1)]))
}

const contactOf = ({ fields, optional }: QuestionOf<"contact">, reading: Reading): readonly unknown[] | undefined => {
  const parts = fields.map((field) => {
    const texts = textsFor(within(reading, field))
    return [field, texts && [...texts, ...(optional.includes(field) ? [undefined] : [])]] as const
  })
  const known = parts.flatMap(([field, texts]) => (texts ? [[field, texts] as const] : []))
  return known.length === parts.length ? product(known) : undefined
}

const things = (least: number, most: number): readonly unknown[] =>
  Array.from({ length: most - least + 1 }, (_, more) => Array.from({ length: least + more }, () => ({})))

const isContaining = ({ comparisons }: Reading): boolean => comparisons.some(({ op }) => op === "contains")

const candidatesOf = (question: Question, reading: Reading): readonly unknown[] | undefined => {
  switch (question.kind) {
    case "nps":
    case "csat":
    case "ces":
    case "rating":
    case "slider": {
      const steps = stepsOf(question)
      return steps ?? betweenCuts(question, reading, scaleOf(question).low, scaleOf(question).high)
    }
    case "number":
      return betweenCuts(question, reading, question.low, question.high)
    case "choice":
    case "dropdown":
    case "image-choice":
      return question.options.map(({ value }) => value)
    case "choices":
      return selections(question, reading)
    case "ranking":
      return arrangements(question, reading)
    case "matrix":
      return gridOf(question, reading)
    case "contact":
      return contactOf(question, reading)
    case "consent":
      return [true, false]
    case "statement":
      return [null]
    case "file":
      return things(1, question.most)
    case "panel":
      return things(question.least, question.most)
    case "max-diff":
      return [[{}]]
    default:
      return textsFor(reading, (value) => {
        const held = hold(question, value)
        return "value" in held && held.value === value
      })
  }
}

/** Whether the answers to a question are too many for a calculation to be worked out for each. */
export const isBoundless = (question: Question): boolean => {
  switch (question.kind) {
    case "number":
    case "text":
    case "open-text":
    case "date":
    case "time":
    case "email":
    case "phone":
    case "contact":
      return true
    case "slider":
      return stepsOf(question) === undefined
    default:
      return false
  }
}

// What no condition and no calculation tells apart is one answer.
const toldApart = (id: string, values: readonly unknown[], { comparisons, uses }: Reading): readonly unknown[] => {
  const truths = comparisons.map(compileTimeless)
  const worked = uses.map(compileCalculation)
  const seen = new Map<string, unknown>()
  for (const value of values) {
    const facts = { [id]: value }
    const signs = [
      ...truths.map((truth) => truth(facts) ?? "?"),
      ...worked.map((work) => JSON.stringify(work(facts)) ?? "?"),
    ].join("\0")
    if (!seen.has(signs)) seen.set(signs, value)
  }
  return [...seen.values()]
}

/**
 * The answers to a question that somebody can tell apart by these comparisons and calculations, without passing it over; `undefined` where
 * they are too many to look at. The question is taken as it is asked: with the options that are offered.
 */
export const domainOf = (question: Question, reading: Reading): Domain | undefined => {
  const values = candidatesOf(question, reading)
  if (!values) return undefined
  const isExact = !(isBoundless(question) && (isContaining(reading) || question.kind === "contact"))
  return { values: toldApart(question.id, values, reading), isExact }
}
