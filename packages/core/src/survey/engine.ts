import { compile } from "../kernel/condition.ts"
import type { AnyDefinition, Answers } from "./definition.ts"
import type { Question } from "./question.ts"

/** What comes next: a question, or nothing. */
export type Next = { readonly question: Question } | { readonly done: true }

interface Step {
  readonly question: Question
  readonly isAsked: (facts: unknown, now: number) => boolean
}

const always = () => true
const finished: Next = { done: true }

// A definition never changes, so its conditions are compiled once, and forgotten with it.
const compiled = new WeakMap<AnyDefinition, readonly Step[]>()

const stepsOf = (definition: AnyDefinition): readonly Step[] => {
  const known = compiled.get(definition)
  if (known) return known
  const steps = definition.questions.map((question) => ({
    question,
    isAsked: question.when ? compile(question.when) : always,
  }))
  compiled.set(definition, steps)
  return steps
}

// A survey knows answers only, so nothing in it can depend on the moment.
const noMoment = Number.NaN

/**
 * The answers that count: those to questions that are asked, given the answers before them. What a later answer hid is left out here,
 * and is there again as soon as it is asked again: nothing is ever cleared.
 */
export const relevant = (definition: AnyDefinition, answers: Answers): Answers => {
  const heard: Record<string, unknown> = {}
  for (const {
    question: { id },
    isAsked,
  } of stepsOf(definition))
    if (Object.hasOwn(answers, id) && isAsked(heard, noMoment)) heard[id] = answers[id]
  return heard
}

/**
 * The first question that is asked and has no answer yet, the same on every channel: it follows from the definition and the answers
 * alone. An answer of `null` is a question passed over.
 *
 * @example
 * next(postPurchase, {}) // { question: { id: "score", kind: "nps", … } }
 * next(postPurchase, { score: 10 }) // { done: true }
 */
export const next = (definition: AnyDefinition, answers: Answers): Next => {
  const heard: Record<string, unknown> = {}
  for (const { question, isAsked } of stepsOf(definition)) {
    if (!isAsked(heard, noMoment)) continue
    if (!Object.hasOwn(answers, question.id)) return { question }
    heard[question.id] = answers[question.id]
  }
  return finished
}
