import { isRecord } from "../kernel/record.ts"
import type { BestAndWorst } from "../survey/question-list.ts"
import type { Question, QuestionOf } from "../survey/question.ts"
import { countsOfPerson } from "./max-diff-scores.ts"
import { type Moments, noMoments, together, withNumber } from "./mean.ts"

/** What the answers to one question come to so far: enough for every figure, and no answer by itself. */
export interface QuestionTally {
  /** Whoever came as far as this question, but for those whose answer the profile knew. */
  readonly asked: number
  readonly answered: number
  readonly skipped: number
  /** Those who went no further: it waits for them. */
  readonly stopped: number
  /** Answers that the profile knew. */
  readonly known: number
  /** How often each option, or each point of a scale, was chosen; of a ranking, put first. */
  readonly counts: ReadonlyMap<string, number>
  /** The numbers: of a scale under the empty name; of a ranking the places, and of best and worst the scores, by option. */
  readonly moments: ReadonlyMap<string, Moments>
}

/** Nobody was asked. */
export const noTally: QuestionTally = {
  asked: 0,
  answered: 0,
  skipped: 0,
  stopped: 0,
  known: 0,
  counts: new Map(),
  moments: new Map(),
}

/** The name of a cell of a matrix among counts, and of a whole row. */
export const cellOf = (row: string, column?: string): string =>
  JSON.stringify(column === undefined ? [row] : [row, column])

/** Takes the answers to one question in, one after the other. */
export interface QuestionCounter {
  readonly count: (value: unknown) => void
  readonly tally: () => Pick<QuestionTally, "counts" | "moments">
}

type Noting = (key: string) => void
type Measuring = (key: string, value: number) => void

const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === "string") : []

const isPair = (value: unknown): value is BestAndWorst =>
  isRecord(value) && typeof value["best"] === "string" && typeof value["worst"] === "string"

const matrixCells = ({ rows }: QuestionOf<"matrix">, value: unknown, note: Noting): void => {
  if (!isRecord(value)) return
  for (const { value: row } of rows) {
    const column = Object.hasOwn(value, row) ? value[row] : undefined
    if (typeof column !== "string") continue
    note(cellOf(row))
    note(cellOf(row, column))
  }
}

const places = (value: unknown, note: Noting, measure: Measuring): void => {
  const [first, ...others] = textsIn(value)
  if (first === undefined) return
  note(first)
  for (const [place, option] of [first, ...others].entries()) measure(option, place + 1)
}

const scores = ({ sets }: QuestionOf<"max-diff">, value: unknown, measure: Measuring): void => {
  if (!Array.isArray(value)) return
  const pairs = value.map((each: unknown) => (isPair(each) ? each : null))
  for (const [option, { best, worst, shown }] of countsOfPerson(sets, pairs)) measure(option, (best - worst) / shown)
}

/** What one answer, as it is stored, counts towards. */
const countOne = (question: Question, value: unknown, note: Noting, measure: Measuring): void => {
  switch (question.kind) {
    case "nps":
    case "csat":
    case "ces":
    case "rating":
    case "slider":
    case "number":
      if (typeof value !== "number") return
      if (question.kind !== "number" && question.kind !== "slider") note(String(value))
      measure("", value)
      return
    case "choice":
    case "dropdown":
    case "image-choice":
      if (typeof value === "string") note(value)
      return
    case "choices":
      for (const each of new Set(textsIn(value))) note(each)
      return
    case "ranking":
      places(value, note, measure)
      return
    case "matrix":
      matrixCells(question, value, note)
      return
    case "max-diff":
      scores(question, value, measure)
      return
    case "consent":
      if (typeof value === "boolean") note(String(value))
      return
    case "panel":
      if (Array.isArray(value)) measure("", value.length)
      break
    default: // words, days, files: they are read, not counted
  }
}

/** A counter for the answers to a question. */
export const createQuestionCounter = (question: Question): QuestionCounter => {
  const counts = new Map<string, number>()
  const moments = new Map<string, Moments>()
  const note: Noting = (key) => void counts.set(key, (counts.get(key) ?? 0) + 1)
  const measure: Measuring = (key, value) => void moments.set(key, withNumber(moments.get(key) ?? noMoments, value))
  return { count: (value) => countOne(question, value, note, measure), tally: () => ({ counts, moments }) }
}

/** What several groups come to together. */
export const mergedTally = (tallies: readonly QuestionTally[]): QuestionTally => {
  const counts = new Map<string, number>()
  const moments = new Map<string, Moments>()
  const sums = { asked: 0, answered: 0, skipped: 0, stopped: 0, known: 0 }
  for (const tally of tallies) {
    for (const [key, count] of tally.counts) counts.set(key, (counts.get(key) ?? 0) + count)
    for (const [key, more] of tally.moments) moments.set(key, together(moments.get(key) ?? noMoments, more))
    sums.asked += tally.asked
    sums.answered += tally.answered
    sums.skipped += tally.skipped
    sums.stopped += tally.stopped
    sums.known += tally.known
  }
  return { ...sums, counts, moments }
}
