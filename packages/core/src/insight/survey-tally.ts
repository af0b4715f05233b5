import type { AnyDefinition } from "../survey/definition.ts"
import { wayThrough } from "../survey/engine.ts"
import { migrate } from "../survey/migrate.ts"
import type { Question } from "../survey/question.ts"
import type { Response } from "../survey/response.ts"
import { createQuestionCounter, noTally, type QuestionCounter, type QuestionTally } from "./question-tally.ts"

/** A response, as far as results need it. */
export interface CountedResponse extends Pick<
  Response,
  "version" | "seed" | "askedAt" | "expiresAt" | "answers" | "known" | "question" | "completedAt" | "ended"
> {}

/** The group of whoever is in none. */
export type GroupName = string | null

/** How responses went. */
export interface ResponseCounts {
  readonly asked: number
  /** Those who answered one question at least. */
  readonly started: number
  readonly completed: number
  readonly screenedOut: number
  readonly quotaFull: number
  /** Those who can still answer. */
  readonly open: number
  /** Those for whom it is too late. */
  readonly expired: number
}

/** What responses come to, group by group. */
export interface SurveyTally {
  readonly counts: ResponseCounts
  /** From being asked to the last answer, of each complete response, in seconds. */
  readonly seconds: readonly number[]
  /** The groups, with how many responses in each said something. */
  readonly groups: ReadonlyMap<GroupName, number>
  /** What each question came to in each group. */
  readonly questions: ReadonlyMap<string, ReadonlyMap<GroupName, QuestionTally>>
}

/** Takes responses in, one after the other; nothing of a single one is kept. */
export interface SurveyCounter {
  /** That somebody was asked, and how it went. */
  readonly countWay: (response: CountedResponse, now: number) => void
  /** What they said. */
  readonly countAnswers: (response: CountedResponse, group: GroupName) => void
  readonly tally: () => SurveyTally
}

type Counting = { -readonly [Part in keyof Omit<QuestionTally, "counts" | "moments">]: number }

/** A question in one group. */
interface Cell {
  readonly counting: Counting
  readonly counter: QuestionCounter
}

const createCells = (questions: readonly Question[]) => {
  const byGroup = new Map<GroupName, ReadonlyMap<string, Cell>>()
  const { counts: _, moments: __, ...none } = noTally
  const cellsOf = (group: GroupName): ReadonlyMap<string, Cell> => {
    const found = byGroup.get(group)
    if (found) return found
    const made = new Map(
      questions.map((question) => [question.id, { counting: { ...none }, counter: createQuestionCounter(question) }]),
    )
    byGroup.set(group, made)
    return made
  }
  const tallyOf = (id: string): ReadonlyMap<GroupName, QuestionTally> =>
    new Map(
      [...byGroup].flatMap(([group, cells]) => {
        const cell = cells.get(id)
        return cell ? [[group, { ...cell.counting, ...cell.counter.tally() }] as const] : []
      }),
    )
  return { cellsOf, tallyOf }
}

/** Counts the questions on the way of one response. */
const countWayOf = (
  definition: AnyDefinition,
  { version, answers: given, seed, known = [], question: waits }: CountedResponse,
  cells: ReadonlyMap<string, Cell>,
): void => {
  const { answers } = migrate(definition, version, given)
  const { answers: relevant, waiting } = wayThrough(definition, answers, { seed }, true)
  for (const [id, value] of Object.entries(relevant)) {
    const cell = cells.get(id)
    if (!cell) continue
    const wasKnown = known.includes(id) && value !== null
    if (wasKnown) cell.counting.known++
    else {
      cell.counting.asked++
      if (value === null) cell.counting.skipped++
      else cell.counting.answered++
    }
    if (value !== null) cell.counter.count(value)
  }
  const stop = waits === null ? undefined : waiting && cells.get(waiting.question.id)
  if (!stop) return
  stop.counting.asked++
  stop.counting.stopped++
}

const hasAnswered = ({ answers, known = [] }: CountedResponse): boolean =>
  Object.keys(answers).some((id) => !known.includes(id))

/** A counter for the responses to a survey. Those to an earlier version count as this version takes them. */
export const createSurveyCounter = (definition: AnyDefinition): SurveyCounter => {
  const questions = definition.questions.filter(({ kind }) => kind !== "statement")
  const cells = createCells(questions)
  const groups = new Map<GroupName, number>()
  const seconds: number[] = []
  const counts = { asked: 0, started: 0, completed: 0, screenedOut: 0, quotaFull: 0, open: 0, expired: 0 }
  return {
    countWay: (response, now) => {
      const { question, ended = "complete", askedAt, completedAt, expiresAt } = response
      counts.asked++
      if (hasAnswered(response) || question === null) counts.started++
      if (question !== null) counts[expiresAt !== undefined && now >= expiresAt ? "expired" : "open"]++
      else if (ended === "complete") {
        counts.completed++
        if (completedAt !== undefined && completedAt >= askedAt) seconds.push((completedAt - askedAt) / 1_000)
      } else counts[ended === "screened-out" ? "screenedOut" : "quotaFull"]++
    },
    countAnswers: (response, group) => {
      countWayOf(definition, response, cells.cellsOf(group))
      if (Object.values(response.answers).some((value) => value !== null))
        groups.set(group, (groups.get(group) ?? 0) + 1)
    },
    tally: () => ({
      counts,
      seconds,
      groups,
      questions: new Map(questions.map(({ id }) => [id, cells.tallyOf(id)])),
    }),
  }
}
