import { defineEntry, type DraftOf } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"
import type { AnyDefinition, Answers } from "./definition.ts"
import { type Ended, type Walk, wayThrough } from "./engine.ts"
import { expiryOf, knownAnswers } from "./known.ts"
import { planOf } from "./plan.ts"
import { answer, begin, isExpired, type Response, walkOf } from "./response.ts"
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
  /** The channel by which we put it; none where they began it themselves, on a page. */
  readonly channel?: string
  /** The campaign that it belongs to. */
  readonly campaign?: string
  /** What is given for it once it is answered, by its name. */
  readonly incentive?: string
  /** It lies at a place that belongs to nobody: the answers to an anonymous survey. */
  readonly isApart?: true
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
  /** What was voted, in a poll: it is counted at once. */
  readonly vote?: string
}>()("question-answered", 1)

/** A part of a question was answered: a row of a matrix, a place of a ranking. `draft` is what was said of it so far. */
export const answerBegun = defineEntry<{
  readonly response: string
  readonly survey: string
  readonly question: string
  readonly draft: unknown
}>()("answer-begun", 1)

/** They went back to a question; what they had answered stays until they answer it anew. */
export const questionReopened = defineEntry<{
  readonly response: string
  readonly survey: string
  readonly question: string
}>()("question-reopened", 1)

/** What they said could not be the answer, and we asked again. */
export const questionRepeated = defineEntry<{
  readonly response: string
  readonly survey: string
  readonly question: string
}>()("question-repeated", 1)

/** A response to an older version goes on with this one: its answers as this version takes them, and those that could not be kept. */
export const surveyMigrated = defineEntry<{
  readonly response: string
  readonly survey: string
  readonly version: string
  readonly answers: Answers
  readonly lost: readonly string[]
  readonly question: string | null
}>()("survey-migrated", 1)

/**
 * No question is left. `answers` is empty where the survey is confidential or anonymous. `quotas`: those that it counts towards, the first
 * time that it was completed.
 */
export const surveyAnswered = defineEntry<{
  readonly response: string
  readonly survey: string
  readonly answers: Answers
  readonly ended?: Exclude<Ended["why"], "complete">
  readonly quotas?: readonly string[]
  readonly campaign?: string
}>()("survey-answered", 1)

/** A response with what the house has to know of how it goes. */
export interface AskedResponse extends Response {
  /** The channel by which we asked; none where they began it themselves. */
  readonly channel?: string
  readonly campaign?: string
  readonly incentive?: string
  /** It lies at a place that belongs to nobody, and has the answers that are missing where somebody was asked. */
  readonly isApart?: true
  /** How often the question that waits was asked again because the answer could not be one. */
  readonly repeated?: number
  /** It was completed before, and counted then. */
  readonly isCounted?: true
}

/** The responses of a stream by id: those that wait, and those completed, the last of each. */
export interface Responses {
  readonly [response: string]: AskedResponse
}

/** The most that are kept of each stream; of those beyond, the oldest is forgotten. A page can begin responses, and pages are strangers. */
const kept = { waiting: 20, completed: 5 }

const newestFirst = (responses: readonly AskedResponse[]): readonly AskedResponse[] =>
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

/** One response after something happened to it; one that was forgotten stays so. */
const changed = (known: Responses, id: string, change: (before: AskedResponse) => AskedResponse): Responses => {
  const before = Object.hasOwn(known, id) ? known[id] : undefined
  return before ? { ...known, [id]: change(before) } : known
}

type Happened<Of extends { readonly upcast: (data: unknown, version: number) => unknown }> = {
  readonly data: ReturnType<Of["upcast"]>
  readonly occurredAt: number
}

const begun = (
  known: Responses,
  {
    data: { response: id, question, seed = seedOf(id), known: answers = {}, ...more },
    occurredAt,
  }: Happened<typeof surveyAsked>,
): Responses => {
  const { survey, version, expiresAt, channel, campaign, incentive, isApart } = more
  const asked: AskedResponse = {
    survey,
    version,
    id,
    askedAt: occurredAt,
    seed,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(channel !== undefined && { channel }),
    ...(campaign !== undefined && { campaign }),
    ...(incentive !== undefined && { incentive }),
    ...(isApart && { isApart }),
    answers,
    ...(Object.keys(answers).length > 0 && { known: Object.keys(answers) }),
    question,
    ...(question === null && { completedAt: occurredAt, ended: "complete" }),
  }
  return bounded({ ...known, [id]: asked })
}

const gone =
  ({ data, occurredAt }: Happened<typeof questionAnswered>) =>
  (before: AskedResponse): AskedResponse => {
    const { completedAt = occurredAt, draft: _, ended: __, repeated: ___, ...open } = before
    return {
      ...open,
      answers: { ...before.answers, [data.question]: data.value },
      question: data.next,
      ...(data.next === null && { completedAt, ended: data.ended ?? "complete" }),
    }
  }

/** A response whose question begins anew: nothing was said to it yet. */
const afresh = (before: AskedResponse): AskedResponse => {
  const { draft: _, repeated: __, ...rest } = before
  return rest
}

/** What is remembered of surveys. */
export const surveys = defineFold(
  surveyAsked,
  questionAnswered,
  answerBegun,
  questionReopened,
  questionRepeated,
  surveyMigrated,
  surveyAnswered,
)<Responses>({
  initial: {},
  on: {
    "survey-asked": begun,
    "answer-begun": (known, { data }) =>
      changed(known, data.response, (before) => ({ ...afresh(before), draft: data.draft })),
    "question-answered": (known, entry) => bounded(changed(known, entry.data.response, gone(entry))),
    "question-reopened": (known, { data }) =>
      changed(known, data.response, (before) => ({ ...afresh(before), question: data.question })),
    "question-repeated": (known, { data }) =>
      changed(known, data.response, (before) => ({ ...before, repeated: (before.repeated ?? 0) + 1 })),
    "survey-migrated": (known, { data: { response, version, answers, question } }) =>
      changed(known, response, (before) => ({ ...afresh(before), version, answers, question })),
    "survey-answered": (known, { data, occurredAt }) =>
      changed(known, data.response, (before) => ({
        ...afresh(before),
        question: null,
        completedAt: before.completedAt ?? occurredAt,
        ended: before.ended ?? data.ended ?? "complete",
        isCounted: true,
      })),
  },
  merge: (one, two) => ({ ...one, ...two }),
})

/**
 * The response that waits for an answer here: the one asked last, of those that we put and for which it is not too late. What somebody
 * began on a page was never asked in their chat.
 */
export const pendingIn = (known: Responses, now: number): AskedResponse | undefined =>
  newestFirst(
    Object.values(known).filter(
      (each) => each.question !== null && each.channel !== undefined && !isExpired(each, now),
    ),
  )[0]

/** How a survey is put. */
export interface Putting extends Omit<Walk, "seed"> {
  readonly id: string
  readonly at: number
  readonly traits?: { readonly [name: string]: unknown }
  readonly seed?: number
  readonly channel?: string
  readonly campaign?: string
  readonly incentive?: string
  readonly isApart?: boolean
}

/** Puts a survey: the fact, and the response as it begins. What the traits answer already is not asked. */
export const ask = (
  definition: AnyDefinition,
  { channel, campaign, incentive, isApart, traits = {}, ...beginning }: Putting,
): { readonly asked: DraftOf<typeof surveyAsked>; readonly response: AskedResponse } => {
  const more = {
    ...(channel !== undefined && { channel }),
    ...(campaign !== undefined && { campaign }),
    ...(incentive !== undefined && { incentive }),
    ...(isApart && { isApart: true as const }),
  }
  // how long it can be answered is told by the response of whoever was asked
  const expiresAt = isApart ? undefined : expiryOf(definition, beginning.at)
  const response = begin(definition, {
    ...beginning,
    known: knownAnswers(definition, traits),
    ...(expiresAt !== undefined && { expiresAt }),
  })
  const { id, question, answers, known } = response
  return {
    response: { ...response, ...more },
    asked: {
      kind: "survey-asked",
      data: {
        response: id,
        survey: definition.name,
        version: definition.version,
        question,
        ...(beginning.seed !== undefined && { seed: beginning.seed }),
        ...(expiresAt !== undefined && { expiresAt }),
        ...(known && { known: answers }),
        ...more,
      },
    },
  }
}

/** Who may read the answers: the team, unless the survey promises something else. */
export const isOpen = ({ confidentiality = "identified" }: AnyDefinition): boolean => confidentiality === "identified"

/** The quotas that these answers count towards. */
const quotasOf = (definition: AnyDefinition, response: Response, walk: Omit<Walk, "seed">): readonly string[] => {
  const { quotas } = planOf(definition)
  if (quotas.length === 0) return []
  const { facts } = wayThrough(definition, response.answers, walkOf(response, walk), true)
  return quotas.filter(({ holds }) => holds(facts)).map(({ quota }) => quota.id)
}

/** The fact that no question is left. What was promised to stay among reports is not in it. */
export const completion = (
  definition: AnyDefinition,
  response: AskedResponse,
  walk: Omit<Walk, "seed"> = {},
): DraftOf<typeof surveyAnswered> => {
  const { id, survey, answers, ended, isCounted, campaign } = response
  const isWhole = ended === undefined || ended === "complete"
  const quotas = isWhole && !isCounted ? quotasOf(definition, response, walk) : []
  return {
    kind: "survey-answered",
    data: {
      response: id,
      survey,
      answers: isOpen(definition) ? answers : {},
      ...(ended !== undefined && ended !== "complete" && { ended }),
      ...(quotas.length > 0 && { quotas }),
      ...(campaign !== undefined && !isCounted && { campaign }),
    },
  }
}

/** Whether it is one question with options that is counted for everybody to see: answers of nobody, known to nobody. */
export const isPoll = ({ confidentiality, questions: [first, ...others] }: AnyDefinition): boolean =>
  confidentiality === "anonymous" && first?.kind === "choice" && others.length === 0

/** Takes an answer that was verified: the facts, and the response as it goes on. */
export const take = (
  definition: AnyDefinition,
  response: AskedResponse,
  {
    question,
    value,
    at,
    ...walk
  }: { readonly question: string; readonly value: unknown; readonly at: number } & Omit<Walk, "seed">,
): {
  readonly response: AskedResponse
  readonly entries: readonly (DraftOf<typeof questionAnswered> | DraftOf<typeof surveyAnswered>)[]
} => {
  const after: AskedResponse = answer(definition, response, { question, value, at, ...walk })
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
      ...(typeof value === "string" && isPoll(definition) && { vote: value }),
    },
  }
  // what another version left without a question was never completed
  const isDone = after.question === null && (response.question !== null || response.completedAt === undefined)
  return { response: after, entries: isDone ? [answered, completion(definition, after, walk)] : [answered] }
}
