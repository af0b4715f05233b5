import type { AnswerProblem } from "./answer.ts"
import type { AnyDefinition, Answers } from "./definition.ts"
import type { Walk } from "./engine.ts"
import { hold } from "./hold.ts"
import { planOf, stepsFor } from "./plan.ts"
import { shown } from "./shown.ts"

/** A whole response that was checked. */
export interface CheckedAnswers {
  /** What may be stored: the answers to questions that are asked, each as it passed. */
  readonly answers: Answers
  /** What did not pass, in the order of the questions. */
  readonly problems: readonly AnswerProblem[]
  /** The first question that has no answer, or one that did not pass; none where the response is complete. */
  readonly waiting?: string
}

/**
 * Holds all answers of a response against the survey in one pass, for whoever is given a whole form at once. What is not asked of somebody
 * with these answers is left out.
 *
 * @example
 * checkAnswers(postPurchase, { score: 11 }) // { answers: {}, problems: [{ field: "score", … }], waiting: "score" }
 */
export const checkAnswers = (definition: AnyDefinition, given: Answers, walk: Walk = {}): CheckedAnswers => {
  const plan = planOf(definition)
  const answers: Record<string, unknown> = {}
  const facts: Record<string, unknown> = definition.values ? {} : answers
  const problems: AnswerProblem[] = []
  const canEnd = plan.early.length > 0
  let waiting: string | undefined
  plan.begin?.(facts)
  for (const step of stepsFor(definition, plan, walk.seed ?? 0)) {
    if (step.asked && step.asked(facts) !== true) {
      step.work?.(facts)
      continue
    }
    const { id } = step.question
    const raw = Object.hasOwn(given, id) ? given[id] : undefined
    if (raw === undefined) {
      waiting ??= id
      step.work?.(facts)
      continue
    }
    const checked = hold(step.isFixed ? step.question : shown(definition, step, facts, walk), raw)
    if ("problem" in checked) {
      problems.push(checked.problem)
      waiting ??= id
      step.work?.(facts)
      continue
    }
    answers[id] = checked.value
    if (facts !== answers) facts[id] = checked.value
    const refused = checked.value === null ? undefined : step.refuses?.(facts)
    if (refused) {
      problems.push({ field: id, reason: "refused", remedy: ["own", refused.message] })
      waiting ??= id
      delete answers[id]
      delete facts[id]
      step.work?.(facts)
      continue
    }
    step.work?.(facts)
    if (canEnd && plan.early.some(({ holds }) => holds(facts))) return { answers, problems }
  }
  return { answers, problems, ...(waiting !== undefined && { waiting }) }
}
