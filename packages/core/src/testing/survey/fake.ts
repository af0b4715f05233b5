import { checkAnswer } from "../../survey/check-answer.ts"
import type { AnswersOf, AnyDefinition } from "../../survey/definition.ts"
import { next, type Walk } from "../../survey/engine.ts"
import type { Question } from "../../survey/question.ts"
import { drawing } from "../../survey/seed.ts"
import { ConformanceError } from "../expectation.ts"
import { type Draw, fakeAnswer } from "./fake-answer.ts"

/** How a response is made up. */
export interface FakeOptions extends Omit<Walk, "seed"> {
  /** What is answered to these questions, where they are asked; the rest is drawn. */
  readonly given?: { readonly [question: string]: unknown }
}

const passesOver = 0.2
const tries = 500

const answerTo = (
  definition: AnyDefinition,
  question: Question,
  answers: { readonly [question: string]: unknown },
  walk: Walk,
  draw: Draw,
): unknown => {
  const { id, kind } = question
  if (kind === "statement" || (!question.required && draw() < passesOver)) return null
  for (let attempt = 0; attempt < tries; attempt++) {
    const drawn = fakeAnswer(question, draw)
    const checked = drawn === undefined ? undefined : checkAnswer(definition, id, drawn, answers, walk)
    if (checked && "value" in checked) return checked.value
  }
  if (!question.required) return null
  throw new ConformanceError(
    `${definition.name}.${id} can be answered`,
    `none of ${tries} answers was taken; give one in given`,
  )
}

/**
 * A whole response that follows from the seed: what a customer could have answered. It goes the way that its answers lead; its checks and
 * its quotas hold. Throws `ConformanceError` where a question takes none of 500 answers.
 *
 * @example
 * fake(postPurchase, 7) // { score: 4, why: "Faltaba una pieza", fix: "price", price: 2 }
 * fake(postPurchase, 7, { given: { score: 10 } }) // { score: 10 }
 */
export const fake = <Definition extends AnyDefinition>(
  definition: Definition,
  seed: number,
  { given = {}, ...around }: FakeOptions = {},
): AnswersOf<Definition> => {
  const walk: Walk = { ...around, seed }
  const draw = drawing(seed)
  const answers: Record<string, unknown> = {}
  for (let step = next(definition, answers, walk); "question" in step; step = next(definition, answers, walk)) {
    const { question } = step
    answers[question.id] = Object.hasOwn(given, question.id)
      ? given[question.id]
      : answerTo(definition, question, answers, walk, draw)
  }
  return answers as AnswersOf<Definition> // each was held against its question, as the compiler inferred them from the same definition
}
