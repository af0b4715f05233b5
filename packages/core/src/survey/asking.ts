import { defineEntry, type DraftOf } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"
import type { AnyDefinition, Answers } from "./definition.ts"
import type { Ended, Walk } from "./engine.ts"
import { answer, begin, type Response } from "./response.ts"
import { seedOf } from "./seed.ts"

/** A survey was put to a customer. `question` is the one that waits. */
export const surveyAsked = defineEntry<{
  readonly response: string
  readonly survey: string
  readonly version: string
  readonly question: string | null
  /** What was mixed follows from it; from the id of the response, where it is left out. */
  readonly seed?: number
  readonly expiresAt?: number
  /** What the profile knew, and was not asked. */
  readonly known?: Answers
}>()("survey-asked", 1)

/** One question was answered; `next` is the one that waits now. `nps` is there for a score of 0 to 10 that counts as one. */
export const questionAnswered = defineEntry<{
  readonly response: string
  readonly survey: string
  readonly question: string
  readonly value: unknown
  readonly next: string | null
  readonly nps?: number
  /** How it ended, where no question is left. */
  readonly ended?: Ended["why"]
}>()("question-answered", 1)

/** A part of a question was answered: a row of a matrix, a place of a ranking. `draft` is what was said of it so far. */
export const answerBegun = defineEntry<{
  readonly response: string
  readonly survey: string
  readonly question: string
  readonly draft: unknown
}>()("answer-begun", 1)

/** No question is left. */
export const surveyAnswered = defineEntry<{
  readonly response: string
  readonly survey: string
  readonly answers: Answers
}>()("survey-answered", 1)

/** The responses of a stream by id: those that wait, and those completed, the last of each. */
export interface Responses {
  readonly [response: string]: Response
}

/** The most that are kept of each stream; of those beyond, the oldest is forgotten. A page can begin responses, and pages are strangers. */
const kept = { waiting: 20, completed: 5 }

const newestFirst = (responses: readonly Response[]): readonly Response[] =>
  responses.toSorted((one, two) => two.askedAt - one.askedAt)

const bounded = (responses: Responses): Responses => {
  const all = Object.values(responses)
  const waiting = newestFirst(all.filter(({ question }) => question !== null)).slice(kept.waiting)
  const completed = newestFirst(all.filter(({ question }) => question === null)).slice(kept.completed)
  const dropped = new Set([...waiting, ...completed].map(({ id }) => id))
  return dropped.size === 0
    ? responses
    : Object.fromEntries(Object.entries(responses).filter(([id]) => !dropped.has(id)))
}

/** What is remembered of surveys. */
export const surveys = defineFold(
  surveyAsked,
  questionAnswered,
  answerBegun,
)<Responses>({
  initial: {},
  on: {
    "survey-asked": (known, { data: { response: id, survey, version, question, ...more }, occurredAt }) => {
      const { seed = seedOf(id), expiresAt, known: answers = {} } = more
      const asked: Response = {
        survey,
        version,
        id,
        askedAt: occurredAt,
        seed,
        ...(expiresAt !== undefined && { expiresAt }),
        answers,
        ...(more.known && { known: Object.keys(answers) }),
        question,
      }
      return bounded({ ...known, [id]: asked })
    },
    "answer-begun": (known, { data }) => {
      const before = Object.hasOwn(known, data.response) ? known[data.response] : undefined
      return before ? { ...known, [data.response]: { ...before, draft: data.draft } } : known
    },
    "question-answered": (known, { data, occurredAt }) => {
      const before = Object.hasOwn(known, data.response) ? known[data.response] : undefined
      if (!before) return known
      const { completedAt = occurredAt, draft: _, ended: __, ...open } = before
      const answers = { ...before.answers, [data.question]: data.value }
      const after: Response = {
        ...open,
        answers,
        question: data.next,
        ...(data.next === null && { completedAt, ended: data.ended ?? "complete" }),
      }
      return bounded({ ...known, [data.response]: after })
    },
  },
  merge: (one, two) => ({ ...one, ...two }),
})

/** The response that waits for an answer here: the one asked last. */
export const pendingIn = (known: Responses): Response | undefined =>
  newestFirst(Object.values(known).filter(({ question }) => question !== null))[0]

/** Puts a survey: the fact, and the response as it begins. What the traits answer already is not asked. */
export const ask = (
  definition: AnyDefinition,
  {
    id,
    at,
    traits,
    seed,
  }: {
    readonly id: string
    readonly at: number
    readonly traits?: { readonly [name: string]: unknown }
    readonly seed?: number
  },
): { readonly asked: DraftOf<typeof surveyAsked>; readonly response: Response } => {
  const response = begin(definition, { id, at, ...(traits && { traits }), ...(seed !== undefined && { seed }) })
  const { expiresAt, question, answers, known } = response
  return {
    response,
    asked: {
      kind: "survey-asked",
      data: {
        response: id,
        survey: definition.name,
        version: definition.version,
        question,
        ...(seed !== undefined && { seed }),
        ...(expiresAt !== undefined && { expiresAt }),
        ...(known && { known: answers }),
      },
    },
  }
}

/** Takes an answer that was verified: the facts, and the response as it goes on. */
export const take = (
  definition: AnyDefinition,
  response: Response,
  {
    question,
    value,
    at,
    ...walk
  }: { readonly question: string; readonly value: unknown; readonly at: number } & Omit<Walk, "seed">,
): {
  readonly response: Response
  readonly entries: readonly (DraftOf<typeof questionAnswered> | DraftOf<typeof surveyAnswered>)[]
} => {
  const after = answer(definition, response, { question, value, at, ...walk })
  const isNps =
    typeof value === "number" && definition.questions.some((asked) => asked.id === question && asked.kind === "nps")
  const { id, survey } = response
  const answered: DraftOf<typeof questionAnswered> = {
    kind: "question-answered",
    data: {
      response: id,
      survey,
      question,
      value,
      next: after.question,
      ...(isNps && { nps: value }),
      ...(after.ended && after.ended !== "complete" && { ended: after.ended }),
    },
  }
  const isDone = after.question === null && response.question !== null
  return {
    response: after,
    entries: isDone
      ? [answered, { kind: "survey-answered", data: { response: id, survey, answers: after.answers } }]
      : [answered],
  }
}
