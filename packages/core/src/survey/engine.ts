import type { Localized } from "../kernel/localized.ts"
import type { AnyDefinition, Answers } from "./definition.ts"
import { planOf, stepsFor, type Step, type SurveyPlan } from "./plan.ts"
import { filledIn, shown } from "./shown.ts"
import type { Question } from "./question.ts"

/** What a way through a survey depends on beside the answers. */
export interface Walk {
  /** The seed of the response: the order of what is mixed follows from it. */
  readonly seed?: number
  /** What texts may name beside answers: the traits of the person (`{name}`). */
  readonly names?: { readonly [name: string]: unknown }
  /** The quotas of which there are enough. */
  readonly full?: readonly string[]
}

/** How a survey ended, and what is said then. */
export interface Ended {
  readonly why: "complete" | "screened-out" | "quota-full"
  /** The id of the ending or of the quota; none where the survey only thanks. */
  readonly id?: string
  readonly text?: Localized
  readonly link?: string
}

/** What comes next: a question as it is asked of this person, or how it ended. */
export type Next = { readonly question: Question } | { readonly done: true; readonly ended: Ended }

/** A way through a survey: what counts, what was worked out, and where it stopped. */
export interface Way {
  readonly answers: Readonly<Record<string, unknown>>
  /** The answers, and the values that were worked out from them. */
  readonly facts: Readonly<Record<string, unknown>>
  /** The first question on the way that has no answer. */
  readonly waiting?: Step
  readonly ended?: Ended
}

const endedBy = (why: Ended["why"], { id, text, link }: Omit<Ended, "why">): Ended => ({
  why,
  ...(id !== undefined && { id }),
  ...(text !== undefined && { text }),
  ...(link !== undefined && { link }),
})

const fewerThan = (plan: SurveyPlan, facts: object, { full = [] }: Walk): Ended | undefined => {
  const early = plan.early.find(({ holds }) => holds(facts))
  if (early) return endedBy("screened-out", early.ending)
  const reached = plan.quotas.find(({ quota, holds }) => full.includes(quota.id) && holds(facts))
  return reached && endedBy("quota-full", reached.quota)
}

const completed = ({ thanks }: AnyDefinition, plan: SurveyPlan, facts: object): Ended => {
  const found = plan.endings.find(({ ending, holds }) => !ending.early && holds(facts))
  return endedBy("complete", found?.ending ?? (thanks === undefined ? {} : { text: thanks }))
}

/**
 * Goes through a survey with these answers. `goesOn`: past a question that has no answer yet, to whatever was answered behind it.
 */
export const wayThrough = (definition: AnyDefinition, answers: Answers, walk: Walk, goesOn: boolean): Way => {
  const plan = planOf(definition)
  const heard: Record<string, unknown> = {}
  // what is worked out is no answer: only where something is, the two are kept apart
  const facts: Record<string, unknown> = definition.values ? {} : heard
  const canEnd = plan.early.length > 0 || (walk.full !== undefined && walk.full.length > 0)
  plan.begin?.(facts)
  let waiting: Step | undefined
  for (const step of stepsFor(definition, plan, walk.seed ?? 0)) {
    if (step.asked && step.asked(facts) !== true) {
      step.work?.(facts)
      continue
    }
    const { id } = step.question
    if (!Object.hasOwn(answers, id)) {
      waiting ??= step
      if (!goesOn) break
      step.work?.(facts)
      continue
    }
    heard[id] = answers[id]
    if (facts !== heard) facts[id] = answers[id]
    step.work?.(facts)
    if (!canEnd) continue
    const ended = fewerThan(plan, facts, walk)
    if (ended) return { answers: heard, facts, ended }
  }
  if (waiting) return { answers: heard, facts, waiting }
  return { answers: heard, facts, ended: completed(definition, plan, facts) }
}

/**
 * The answers that count: those to questions that are asked, given the answers before them. What a later answer hid is left out here,
 * and is there again as soon as it is asked again: nothing is ever cleared.
 */
export const relevant = (definition: AnyDefinition, answers: Answers, walk: Walk = {}): Answers =>
  wayThrough(definition, answers, walk, true).answers

/**
 * The first question that is asked and has no answer yet, the same on every channel: it follows from the definition, the answers and the
 * seed alone. It comes as this person is asked it: with names and earlier answers in its texts, the options that are offered in
 * their order, and whether it may be passed over. An answer of `null` is a question passed over.
 *
 * @example
 * next(postPurchase, {}) // { question: { id: "score", kind: "nps", … } }
 * next(postPurchase, { score: 10 }) // { done: true, ended: { why: "complete" } }
 */
export const next = (definition: AnyDefinition, answers: Answers, walk: Walk = {}): Next => {
  const { waiting, facts, ended } = wayThrough(definition, answers, walk, false)
  if (waiting) return { question: shown(definition, waiting, facts, walk) }
  const how: Ended = ended ?? { why: "complete" }
  if (how.text === undefined) return { done: true, ended: how }
  return { done: true, ended: { ...how, text: filledIn(definition, how.text, facts, walk) } }
}
