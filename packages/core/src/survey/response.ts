import type { AnyDefinition, Answers } from "./definition.ts"
import { next, type Ended, type Next, type Walk } from "./engine.ts"
import { planOf } from "./plan.ts"
import { seedOf } from "./seed.ts"

/** One person's way through one survey. Times are milliseconds since 1970. */
export interface Response {
  readonly survey: string
  /** The version of the definition that was asked. */
  readonly version: string
  readonly id: string
  readonly askedAt: number
  /** What was mixed follows from it. */
  readonly seed: number
  /** From when on no answer is taken. */
  readonly expiresAt?: number
  /** Everything that was ever answered, also to questions that a later answer hid. */
  readonly answers: Answers
  /** The questions whose answers came from the profile, and were not asked. */
  readonly known?: readonly string[]
  /** The id of the question that waits for an answer; `null` when there is none left. */
  readonly question: string | null
  /** What was said so far to the question that waits, where it takes several steps: a matrix row by row. */
  readonly draft?: unknown
  /** When the last question was answered; there exactly if `question` is `null`. */
  readonly completedAt?: number
  /** Whether it was answered to its end. */
  readonly ended?: Ended["why"]
}

/** The walk of a response: its seed, and what else is known while it is asked. */
export const walkOf = ({ seed }: Pick<Response, "seed">, more: Omit<Walk, "seed"> = {}): Walk => ({ seed, ...more })

const moved = (definition: AnyDefinition, response: Response, at: number, walk: Omit<Walk, "seed">): Response => {
  const { completedAt = at, draft: _, ended: __, ...open } = response
  const step: Next = next(definition, response.answers, walkOf(response, walk))
  return "question" in step
    ? { ...open, question: step.question.id }
    : { ...open, question: null, completedAt, ended: step.ended.why }
}

/** What a response begins with. `known`: what the profile answers, so that it is not asked. */
export interface Beginning extends Omit<Walk, "seed"> {
  readonly id: string
  readonly at: number
  readonly seed?: number
  readonly known?: Answers
  readonly expiresAt?: number
}

/** The response of somebody who was just asked. */
export const begin = (
  definition: AnyDefinition,
  { id, at, seed = seedOf(id), known: answers = {}, expiresAt, ...walk }: Beginning,
): Response => {
  const { name: survey, version } = definition
  const known = Object.keys(answers)
  const response = {
    survey,
    version,
    id,
    askedAt: at,
    seed,
    ...(expiresAt !== undefined && { expiresAt }),
    answers,
    ...(known.length > 0 && { known }),
    question: null,
  }
  return moved(definition, response, at, walk)
}

/**
 * The response with one more answer, which `checkAnswer` let through, or with another one in its place: the last word holds. What was
 * answered before always stays. An answer to a question that the survey does not have changes nothing.
 */
export const answer = (
  definition: AnyDefinition,
  response: Response,
  given: { readonly question: string; readonly value: unknown; readonly at: number } & Omit<Walk, "seed">,
): Response => {
  const { question, value, at, ...walk } = given
  if (!planOf(definition).byId.has(question)) return response
  return moved(definition, { ...response, answers: { ...response.answers, [question]: value } }, at, walk)
}

/** Whether no question is left. */
export const isComplete = (response: Response): boolean => response.question === null

/** Whether it is too late to answer. */
export const isExpired = ({ expiresAt }: Response, now: number): boolean => expiresAt !== undefined && now >= expiresAt
