import { compileCalculation } from "../kernel/calculation.ts"
import { compileTimeless, type Condition, type Truth } from "../kernel/condition.ts"
import type { AnyDefinition, Ending, Quota } from "./definition.ts"
import type { Check, Question } from "./question.ts"
import { mixed } from "./seed.ts"

/** Whether something holds for somebody, as far as is known of them. */
export type Holds = (facts: unknown) => boolean

/** A question with its conditions compiled. */
export interface Step {
  readonly question: Question
  /** Whether it is asked, as far as the answers so far say; where it is left out, always. */
  readonly asked?: (facts: unknown) => Truth
  /** The first check that a value does not pass, given the facts with it. */
  readonly refuses?: (facts: unknown) => Check | undefined
  /** Works out what follows from the facts so far, into them. */
  readonly work?: (facts: Record<string, unknown>) => void
  /** It is shown as it was written: neither answers nor the seed change anything. */
  readonly isFixed: boolean
}

/** A definition whose conditions were compiled. */
export interface SurveyPlan {
  readonly steps: readonly Step[]
  readonly byId: ReadonlyMap<string, Step>
  /** What is worked out before the first question. */
  readonly begin?: (facts: Record<string, unknown>) => void
  readonly endings: readonly { readonly ending: Ending; readonly holds: Holds }[]
  readonly early: readonly { readonly ending: Ending; readonly holds: Holds }[]
  readonly quotas: readonly { readonly quota: Quota; readonly holds: Holds }[]
}

const always = () => true

/** Whether a condition over answers holds; what is unknown does not. */
export const holding = (condition: Condition): Holds => {
  const truth = compileTimeless(condition)
  return (facts) => truth(facts) === true
}

const worker = ({ values = [] }: AnyDefinition, after: string | null): Step["work"] => {
  const here = values
    .filter((value) => value.after === after)
    .map(({ name, is }) => ({ name, of: compileCalculation(is) }))
  if (here.length === 0) return undefined
  return (facts) => {
    for (const { name, of } of here) {
      const value = of(facts)
      if (value === undefined) delete facts[name]
      else facts[name] = value
    }
  }
}

const refusing = (checks: readonly Check[]): ((facts: unknown) => Check | undefined) => {
  const compiled = checks.map((check) => ({ check, truth: compileTimeless(check.that) }))
  return (facts) => compiled.find(({ truth }) => truth(facts) === false)?.check
}

// Whether a text, or one of many however deep, has a place to be filled in.
const hasPlace = (part: unknown): boolean => {
  if (typeof part === "string") return part.includes("{")
  return typeof part === "object" && part !== null && Object.values(part).some(hasPlace)
}

const isFixed = (question: Question): boolean => {
  if (question.requiredWhen || ("order" in question && question.order)) return false
  const { text, help, wording } = question
  const options = [...("options" in question ? question.options : []), ...("rows" in question ? question.rows : [])]
  return !options.some(({ when, label }) => when || hasPlace(label)) && ![text, help, wording].some(hasPlace)
}

const stepOf = (definition: AnyDefinition, question: Question): Step => {
  const work = worker(definition, question.id)
  const refuses = question.checks && refusing(question.checks)
  return {
    question,
    isFixed: isFixed(question),
    ...(question.when && { asked: compileTimeless(question.when) }),
    ...(refuses && { refuses }),
    ...(work && { work }),
  }
}

// A definition never changes, so its conditions are compiled once, and forgotten with it.
const compiled = new WeakMap<AnyDefinition, SurveyPlan>()

/** The plan of a definition, made when it is first asked for. */
export const planOf = (definition: AnyDefinition): SurveyPlan => {
  const known = compiled.get(definition)
  if (known) return known
  const { endings = [], quotas = [] } = definition
  const ended = endings.map((ending) => ({ ending, holds: ending.when ? holding(ending.when) : always }))
  const steps = definition.questions.map((question) => stepOf(definition, question))
  const begin = worker(definition, null)
  const plan: SurveyPlan = {
    steps,
    byId: new Map(steps.map((step) => [step.question.id, step])),
    ...(begin && { begin }),
    endings: ended,
    early: ended.filter(({ ending }) => ending.early),
    quotas: quotas.map((quota) => ({ quota, holds: holding(quota.when) })),
  }
  compiled.set(definition, plan)
  return plan
}

/** The steps in the order in which this response takes them: what is mixed follows from the seed. */
export const stepsFor = (definition: AnyDefinition, { steps }: SurveyPlan, seed: number): readonly Step[] => {
  if (!definition.mixed) return steps
  const order = [...steps]
  for (const [number, ids] of definition.mixed.entries()) {
    const first = steps.findIndex(({ question }) => question.id === ids[0])
    order.splice(first, ids.length, ...mixed(steps.slice(first, first + ids.length), seed + number))
  }
  return order
}
