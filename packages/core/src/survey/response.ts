import type { AnyDefinition, Answers } from "./definition.ts"
import { next } from "./engine.ts"

/** One person's way through one survey. Times are milliseconds since 1970. */
export interface Response {
  readonly survey: string
  /** The version of the definition that was asked. */
  readonly version: string
  readonly id: string
  readonly askedAt: number
  /** Everything that was ever answered, also to questions that a later answer hid. */
  readonly answers: Answers
  /** The id of the question that waits for an answer; `null` when there is none left. */
  readonly question: string | null
  /** When the last question was answered; there exactly if `question` is `null`. */
  readonly completedAt?: number
}

const moved = (definition: AnyDefinition, response: Response, at: number): Response => {
  const { completedAt = at, ...open } = response
  const step = next(definition, response.answers)
  return "question" in step ? { ...open, question: step.question.id } : { ...open, question: null, completedAt }
}

/** The response of somebody who was just asked. */
export const begin = (definition: AnyDefinition, { id, at }: { readonly id: string; readonly at: number }): Response =>
  moved(
    definition,
    { survey: definition.name, version: definition.version, id, askedAt: at, answers: {}, question: null },
    at,
  )

/**
 * The response with one more answer, which `checkAnswer` let through, or with another one in its place: the last word holds. What was
 * answered before always stays. An answer to a question that the survey does not have changes nothing.
 */
export const answer = (
  definition: AnyDefinition,
  response: Response,
  given: {
    readonly question: string
    readonly value: unknown
    readonly at: number
  },
): Response =>
  definition.questions.some(({ id }) => id === given.question)
    ? moved(definition, { ...response, answers: { ...response.answers, [given.question]: given.value } }, given.at)
    : response

/** Whether no question is left. */
export const isComplete = (response: Response): boolean => response.question === null
