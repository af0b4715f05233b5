import {
  type AnyDefinition,
  type Answers,
  checkAnswer,
  type Ended,
  next,
  type Question,
  type Walk,
} from "@escucha/core/survey"
import { givenOf } from "./survey-draft.ts"

/** What a page asks of somebody in whose fields this stands. */
export interface SurveyPage {
  readonly questions: readonly Question[]
  readonly ended: Ended
}

/**
 * All questions on the way of somebody in whose fields this stands, in order. What is behind a field that is empty, or holds no answer
 * yet, is asked as of somebody who passed it over: so a branch opens when it is sure. What
 * was known before is not asked.
 */
export const pageOf = (
  definition: AnyDefinition,
  fields: Answers,
  walk: Walk = {},
  known: readonly string[] = [],
): SurveyPage => {
  const questions: Question[] = []
  const answers: Record<string, unknown> = {}
  for (;;) {
    const step = next(definition, answers, walk)
    if ("done" in step) return { questions, ended: step.ended }
    const { question } = step
    if (!known.includes(question.id)) questions.push(question)
    const given = givenOf(question, fields[question.id])
    const checked = checkAnswer(definition, question.id, given, answers, walk)
    answers[question.id] = "value" in checked ? checked.value : null
  }
}
