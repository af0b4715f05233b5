import type { StreamId } from "../../kernel/ids.ts"
import { traitValues } from "../../profile/traits.ts"
import type { Whole } from "../../runtime/house.ts"
import type { AnyDefinition, Answers } from "../../survey/definition.ts"
import { next, type Next, type Walk, wayThrough } from "../../survey/engine.ts"
import { migrate } from "../../survey/migrate.ts"
import { noMoment, planOf, type Step, stepsFor } from "../../survey/plan.ts"
import type { Question } from "../../survey/question.ts"
import { isExpired, type Response, walkOf } from "../../survey/response.ts"
import { shown } from "../../survey/shown.ts"
import type { State } from "../entries.ts"
import type { Loop } from "../loop.ts"
import { givenNameOf } from "../rows.ts"
import { responseSign, type SurveyClaims, type SurveyLinks } from "./link.ts"

/** Where somebody stands in a survey, as a page needs to know it. */
export interface Standing {
  readonly stream: StreamId
  readonly customer: Whole<State>
  readonly response: Response
  readonly definition: AnyDefinition
  /** The answers as the survey of today takes them. */
  readonly answers: Answers
  readonly walk: Walk
}

/** What a link opens. `unknown`: it is none of ours, or leads nowhere any more. `over`: it was ours, and its time has passed. */
export type Opened =
  | { readonly state: "unknown" }
  | { readonly state: "over"; readonly customer?: Whole<State> }
  | { readonly state: "open"; readonly claims: SurveyClaims; readonly standing: Standing }

/** A response of a customer by what stands for it in links, with the stream that holds it. */
const responseIn = (customer: Whole<State>, { stream, response }: SurveyClaims): Response | undefined =>
  Object.values(customer.streams.get(stream)?.state.surveys ?? {}).find(({ id }) => responseSign(id) === response)

/** Where a customer stands in one of their responses; `undefined` where the survey is not there any more. */
export const standingOf = (
  { setting }: Pick<Loop, "setting">,
  customer: Whole<State>,
  stream: StreamId,
  response: Response,
): Standing | undefined => {
  const { survey, version } = response
  const definition = Object.hasOwn(setting.surveys, survey) ? setting.surveys[survey] : undefined
  if (!definition) return undefined
  const name = givenNameOf(customer)
  const names = { ...(name !== undefined && { name }), ...traitValues(customer.state.traits) }
  const { answers } = migrate(definition, version, response.answers)
  return { stream, customer, response, definition, answers, walk: walkOf(response, { names }) }
}

/** What a token opens at this moment. Nothing is written. */
export const open = async (loop: Loop, { seal }: SurveyLinks, token: string | undefined): Promise<Opened> => {
  const now = loop.clock.now()
  const claims = await seal.unseal(token, 0) // whether its time has passed is said, and not that it is none of ours
  if (!claims) return { state: "unknown" }
  const customer = await loop.whole(claims.stream)
  const response = customer && responseIn(customer, claims)
  if (!response || claims.expiresAt <= now || isExpired(response, now))
    return { state: "over", ...(customer && { customer }) }
  const standing = standingOf(loop, customer, claims.stream, response)
  return standing ? { state: "open", claims, standing } : { state: "over", customer }
}

/** What waits for an answer, or how it ended. */
export const nextIn = ({ definition, answers, walk }: Standing): Next => next(definition, answers, walk)

interface Way {
  /** The questions that are asked with these answers, in their order. */
  readonly steps: readonly Step[]
  /** Those that may still be asked, whatever is answered: all that are not surely left out. */
  readonly possible: readonly Step[]
  readonly facts: Readonly<Record<string, unknown>>
}

const wayOf = ({ definition, answers, walk }: Standing): Way => {
  const { facts } = wayThrough(definition, answers, walk, true)
  const steps = stepsFor(definition, planOf(definition), walk.seed ?? 0)
  return {
    facts,
    steps: steps.filter(({ isAsked }) => !isAsked || isAsked(facts, noMoment)),
    possible: steps.filter(({ asked }) => !asked || asked(facts, noMoment) !== false),
  }
}

/** A question as it is asked of this person, wherever they stand; `undefined` where it is not asked of them. */
export const askedIn = (standing: Standing, id: string): Question | undefined => {
  const { definition, walk } = standing
  const { steps, facts } = wayOf(standing)
  const step = steps.find(({ question }) => question.id === id)
  return step && shown(definition, step, facts, walk)
}

/** The question that was answered before this one; before the end, where none is named. What the profile knew was not asked. */
export const beforeIn = (standing: Standing, id?: string): string | undefined => {
  const { answers, response } = standing
  const ids = wayOf(standing).steps.map(({ question }) => question.id)
  const end = id === undefined ? ids.length : ids.indexOf(id)
  const wasAsked = (each: string) => Object.hasOwn(answers, each) && !response.known?.includes(each)
  return ids.slice(0, Math.max(0, end)).findLast(wasAsked)
}

/** How far it is: at the first step of three, say. `isSure`: no answer makes it shorter. */
export const progressIn = (
  standing: Standing,
  id: string,
): { readonly step: number; readonly of: number; readonly isSure: boolean } => {
  const { steps, possible, facts } = wayOf(standing)
  const known = new Set(standing.response.known)
  const isCounted = ({ question }: Step) => !known.has(question.id)
  const at = possible.findIndex(({ question }) => question.id === id)
  const done = steps.filter(isCounted).findIndex(({ question }) => question.id === id)
  const left = possible.slice(at + 1).filter(isCounted)
  const isSure = left.every(({ asked }) => !asked || asked(facts, noMoment) === true)
  return { step: done + 1, of: done + 1 + left.length, isSure }
}
