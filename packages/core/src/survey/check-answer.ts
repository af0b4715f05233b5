import { refusal, type CheckedAnswer } from "./answer.ts"
import type { AnyDefinition, Answers } from "./definition.ts"
import { wayThrough, type Walk } from "./engine.ts"
import { hold } from "./hold.ts"
import { planOf } from "./plan.ts"
import { shown } from "./shown.ts"

const longestField = 64

/**
 * Holds an answer against its question in a survey. With `answers`, as it is asked of somebody who gave them: a question that is not on
 * their way, an option that is not offered to them and a check that does not hold refuse it. Words are trimmed; `null` passes a
 * question over where that is allowed.
 *
 * @example
 * checkAnswer(postPurchase, "score", 9) // { value: 9 }
 * checkAnswer(postPurchase, "score", 11) // { problem: { field: "score", reason: "out-of-range", remedy: ["scale", 0, 10, 1] } }
 */
export const checkAnswer = (
  definition: AnyDefinition,
  question: string,
  raw: unknown,
  answers?: Answers,
  walk: Walk = {},
): CheckedAnswer => {
  const step = planOf(definition).byId.get(question)
  if (!step) return refusal(question.slice(0, longestField), "unknown-question", "another-question")
  if (!answers) return hold(step.question, raw)
  const { facts } = wayThrough(definition, answers, walk, true)
  if (step.asked && step.asked(facts) !== true) return refusal(question, "not-asked", "go-on")
  const checked = hold(shown(definition, step, facts, walk), raw)
  if (!("value" in checked) || checked.value === null || !step.refuses) return checked
  const refused = step.refuses({ ...facts, [question]: checked.value })
  return refused ? refusal(question, "refused", "own", refused.message) : checked
}
