import type { Condition } from "../../kernel/condition.ts"
import { checkAnswer } from "../../survey/check-answer.ts"
import type { AnyDefinition, Answers } from "../../survey/definition.ts"
import { type Ended, next, type Walk } from "../../survey/engine.ts"
import type { Question } from "../../survey/question.ts"
import { scaleOf } from "../../survey/question-scale.ts"
import { drawing } from "../../survey/seed.ts"
import { domainOf, isBoundless } from "../../survey/verify/domain.ts"
import { offersOf } from "../../survey/verify/outline.ts"
import { comparisonsOf, partsOf, type Reading, rootOf } from "../../survey/verify/reads.ts"
import { type Draw, fakeAnswer } from "./fake-answer.ts"

/** One way through a survey. */
export interface SurveyPath {
  /** What is asked, in order. What is only said is left out. */
  readonly questions: readonly string[]
  readonly ended: Ended
  /** Answers that lead here. */
  readonly answers: Answers
}

/** The ways through a survey. */
export interface SurveyPaths {
  readonly paths: readonly SurveyPath[]
  /** The fewest, the most and the mean of the questions on a path. */
  readonly fewest: number
  readonly most: number
  readonly mean: number
  /**
   * How much the longest path can tell, in bits, if every answer were as likely: the sum of the logarithms of how many answers each
   * question has (what is answered in writing or by any number is left out). https://doi.org/10.1145/2660193.2660206
   */
  readonly bits: number
  /** Whether these are all: no more were left out than were looked at, and no answer in writing decides in more ways than were tried. */
  readonly isWhole: boolean
  /** Questions that somebody has to answer, and can give no answer that is taken. */
  readonly stuck: readonly string[]
}

/** How each fact of a survey is read: by its conditions, and by what is worked out. */
const readingsOf = ({ questions, values = [], endings = [], quotas = [] }: AnyDefinition) => {
  const parts = values.map(({ is }) => partsOf(is))
  const conditions: readonly (Condition | undefined)[] = [
    ...questions.flatMap((question) => [
      question.when,
      question.requiredWhen,
      ...(question.checks ?? []).map(({ that }) => that),
      ...offersOf(question).map(({ when }) => when),
    ]),
    ...endings.map(({ when }) => when),
    ...quotas.map(({ when }) => when),
    ...parts.flatMap((part) => part.conditions),
  ]
  const comparisons = Map.groupBy(
    conditions.flatMap((condition) => (condition ? comparisonsOf(condition) : [])),
    ({ path }) => rootOf(path),
  )
  const uses = Map.groupBy(
    parts.flatMap((part) => part.uses),
    ({ path }) => rootOf(path),
  )
  return (id: string): Reading => ({ comparisons: comparisons.get(id) ?? [], uses: uses.get(id) ?? [] })
}

// How many things there are is what conditions can tell; what they are is drawn.
const filled = (question: Question, candidate: unknown, draw: Draw): unknown => {
  if (!Array.isArray(candidate)) return candidate
  const count = candidate.length
  if (question.kind === "panel") return fakeAnswer({ ...question, least: count, most: count }, draw)
  if (question.kind === "file") return candidate.flatMap(() => fakeAnswer({ ...question, most: 1 }, draw) ?? [])
  return question.kind === "max-diff" ? fakeAnswer(question, draw) : candidate
}

const draws = 50

interface Candidates {
  readonly values: readonly unknown[]
  readonly isExact: boolean
}

/** Of all answers that lead to different places, one each, as far as they are taken. */
const candidatesFor = (
  definition: AnyDefinition,
  question: Question,
  { answers, walk, reading }: { readonly answers: Answers; readonly walk: Walk; readonly reading: Reading },
): Candidates => {
  if (question.kind === "statement") return { values: [null], isExact: true }
  const draw = drawing(1)
  const isTaken = (value: unknown) =>
    value !== undefined && "value" in checkAnswer(definition, question.id, value, answers, walk)
  const isRead = reading.comparisons.length + reading.uses.length > 0
  const domain = isRead ? domainOf(question, reading) : undefined
  const found = (domain?.values ?? []).map((value) => filled(question, value, draw)).filter(isTaken)
  const drawn = found.length > 0 ? found : [firstTaken(question, isTaken, draw)].filter((value) => value !== undefined)
  const isPassed = !question.required && (isRead || drawn.length === 0)
  // where a calculation turns is not known of numbers without end: some were tried, and not every one that decides
  const isGuessed = isBoundless(question) && reading.uses.length > 0
  return {
    values: isPassed ? [...drawn, null] : drawn,
    isExact: !isRead || (domain?.isExact === true && found.length > 0 && !isGuessed),
  }
}

const firstTaken = (question: Question, isTaken: (value: unknown) => boolean, draw: Draw): unknown => {
  for (let attempt = 0; attempt < draws; attempt++) {
    const value = fakeAnswer(question, draw)
    if (isTaken(value)) return value
  }
  return undefined
}

const choose = (from: number, count: number): number => {
  let ways = 1
  for (let place = 0; place < count; place++) ways = (ways * (from - place)) / (place + 1)
  return ways
}

const ordered = (from: number, count: number): number => {
  let ways = 1
  for (let place = 0; place < count; place++) ways *= from - place
  return ways
}

const waysOf = (question: Question): number => {
  switch (question.kind) {
    case "nps":
    case "csat":
    case "ces":
    case "rating":
    case "slider": {
      const { low, high, step } = scaleOf(question)
      return Math.floor((high - low) / step + 1e-9) + 1
    }
    case "choice":
    case "dropdown":
    case "image-choice":
      return question.options.length
    case "choices": {
      const free = question.options.filter(({ alone }) => !alone).length
      let ways = question.options.length - free
      for (let count = question.least; count <= Math.min(question.most, free); count++) ways += choose(free, count)
      return ways
    }
    case "ranking":
      return ordered(question.options.length, question.top)
    case "matrix":
      return question.columns.length ** question.rows.length
    case "max-diff":
      return question.sets.reduce((ways, set) => ways * ordered(set.length, 2), 1)
    case "consent":
      return 2
    default:
      return 1
  }
}

const bitsOf = (question: Question): number => Math.log2(Math.max(1, waysOf(question) + (question.required ? 0 : 1)))

interface Way {
  readonly answers: Answers
  readonly questions: readonly string[]
  readonly bits: number
}

interface Search {
  readonly found: Map<string, SurveyPath>
  readonly stuck: Set<string>
  bits: number
  isWhole: boolean
}

/** One step on: the ways that go on from here; none where it ends. */
const goOn = (
  definition: AnyDefinition,
  way: Way,
  walk: Walk,
  readings: (id: string) => Reading,
  search: Search,
): readonly Way[] => {
  const step = next(definition, way.answers, walk)
  if (!("question" in step)) {
    const { ended } = step
    const key = JSON.stringify([way.questions, ended.why, ended.id])
    if (!search.found.has(key)) search.found.set(key, { questions: way.questions, ended, answers: way.answers })
    search.bits = Math.max(search.bits, way.bits)
    return []
  }
  const { question } = step
  const { id } = question
  const { values, isExact } = candidatesFor(definition, question, { answers: way.answers, walk, reading: readings(id) })
  if (!isExact) search.isWhole = false
  if (values.length === 0) search.stuck.add(id)
  const isSaid = question.kind === "statement"
  const questions = isSaid ? way.questions : [...way.questions, id]
  const bits = way.bits + (isSaid ? 0 : bitsOf(question))
  return values.map((value) => ({ answers: { ...way.answers, [id]: value }, questions, bits }))
}

/**
 * Every way through a survey, with answers that lead there: the engine itself is asked, with one answer for each that conditions tell
 * apart. `atMost`: the most questions that are put in all (20,000); what lies beyond is left out, and `isWhole` is false. What is mixed
 * stands in the order of the seed.
 *
 * @example
 * const { paths: all, fewest, most } = paths(postPurchase)
 * expect(all.map(({ questions }) => questions)).toContainEqual(["score", "why", "fix", "price"])
 */
export const paths = (
  definition: AnyDefinition,
  { atMost = 20_000, ...walk }: Walk & { readonly atMost?: number } = {},
): SurveyPaths => {
  const search: Search = { found: new Map(), stuck: new Set(), bits: 0, isWhole: true }
  const readings = readingsOf(definition)
  const open: Way[] = [{ answers: {}, questions: [], bits: 0 }]
  for (let put = 0; put < atMost; put++) {
    const way = open.pop()
    if (!way) break
    // the first answer is followed first
    open.push(...goOn(definition, way, walk, readings, search).toReversed())
  }
  const all = [...search.found.values()]
  const lengths = all.map(({ questions }) => questions.length)
  const { bits, stuck } = search
  return {
    paths: all,
    fewest: lengths.reduce((least, length) => Math.min(least, length), lengths[0] ?? 0),
    most: lengths.reduce((greatest, length) => Math.max(greatest, length), 0),
    mean: lengths.length === 0 ? 0 : lengths.reduce((sum, length) => sum + length, 0) / lengths.length,
    bits,
    isWhole: search.isWhole && open.length === 0,
    stuck: [...stuck],
  }
}
