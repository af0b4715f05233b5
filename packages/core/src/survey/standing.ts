import type { AnyDefinition, Answers } from "./definition.ts"
import { next, type Next, type Walk } from "./engine.ts"
import { planOf, stepsFor } from "./plan.ts"

/** Where somebody stands in a survey: what comes next, what lies behind them, and how far they are, from 0 to 1. */
export interface Standing {
  readonly next: Next
  /** The questions that they answered on the way here, in their order. */
  readonly trail: readonly string[]
  readonly progress: number
}

/**
 * Where somebody stands with these answers, for whoever shows one question after the other and lets people go back. `at` is an answered
 * question that they went back to: it comes as it was asked the first time, and what was answered behind it stays. `known` was
 * answered before anything was asked, and lies on nobody's way back.
 *
 * @example
 * standing(postPurchase, { score: 3 }).trail // ["score"]
 * standing(postPurchase, { score: 3 }, { at: "score" }).next // { question: { id: "score", … } }
 */
export const standing = (
  definition: AnyDefinition,
  answers: Answers,
  { at, known = [], ...walk }: Walk & { readonly at?: string; readonly known?: readonly string[] } = {},
): Standing => {
  const steps = stepsFor(definition, planOf(definition), walk.seed ?? 0)
  const heard: Record<string, unknown> = {}
  let step = next(definition, heard, walk)
  while ("question" in step && step.question.id !== at && Object.hasOwn(answers, step.question.id)) {
    heard[step.question.id] = answers[step.question.id]
    step = next(definition, heard, walk)
  }
  const waiting = "question" in step ? step.question.id : undefined
  return {
    next: step,
    trail: Object.keys(heard).filter((id) => !known.includes(id)),
    progress: waiting === undefined ? 1 : steps.findIndex(({ question }) => question.id === waiting) / steps.length,
  }
}
