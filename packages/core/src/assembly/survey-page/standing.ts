import type { StreamId } from "../../kernel/ids.ts"
import { traitValues } from "../../profile/traits.ts"
import type { Whole } from "../../runtime/house.ts"
import { ask, type AskedResponse } from "../../survey/asking.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import { type Ended, wayThrough } from "../../survey/engine.ts"
import { type Around, carriedOver, waiting } from "../../survey/going-on.ts"
import { planOf, type Step, stepsFor } from "../../survey/plan.ts"
import type { Question } from "../../survey/question.ts"
import { isExpired, walkOf } from "../../survey/response.ts"
import { shown } from "../../survey/shown.ts"
import { aroundOf, surveyOf } from "../decide/survey-around.ts"
import type { State } from "../entries.ts"
import type { Loop } from "../loop.ts"
import { withAnswers } from "../survey/answer.ts"
import { responseSign, type SurveyClaims, type SurveyLinks } from "./link.ts"

/** Where somebody stands in a survey, as a page needs to know it. */
export interface Standing {
  readonly stream: StreamId
  readonly customer: Whole<State>
  /** As the survey of today takes it. */
  readonly response: AskedResponse
  readonly definition: AnyDefinition
  readonly around: Around
}

/** What a link opens. `unknown`: it is none of ours. `over`: it was ours, and leads nowhere any more. */
export type Opened =
  | { readonly state: "unknown" }
  | { readonly state: "over"; readonly customer?: Whole<State> }
  | { readonly state: "open"; readonly claims: SurveyClaims; readonly standing: Standing }

/** The response that a link opens, of those that were begun. */
const responseIn = (customer: Whole<State>, { stream, response, survey }: SurveyClaims): AskedResponse | undefined => {
  const begun = Object.values(customer.streams.get(stream)?.state.surveys ?? {})
  return begun.find(({ id }) => (survey === undefined ? responseSign(id) : id) === response)
}

/** The response that the first answer by this link will begin. */
const toBegin = (
  { setting, clock }: Loop,
  customer: Whole<State>,
  { response: id, survey = "" }: SurveyClaims,
): AskedResponse | undefined => {
  const definition = surveyOf(setting, survey)
  if (!definition) return undefined
  const traits = definition.confidentiality === "anonymous" ? {} : traitValues(customer.state.traits)
  return ask(definition, { id, at: clock.now(), traits, ...aroundOf(customer, survey, undefined) }).response
}

/** Where a customer stands in one of their responses; `undefined` where the survey is not there any more. */
export const standingOf = async (
  loop: Loop,
  customer: Whole<State>,
  stream: StreamId,
  asked: AskedResponse,
): Promise<Standing | undefined> => {
  const definition = surveyOf(loop.setting, asked.survey)
  if (!definition) return undefined
  const known = await withAnswers(loop, definition, asked)
  // who was counted among those that were wanted is not told that there are enough
  const moment = known.question === null && known.ended === "complete" ? undefined : await loop.surveyMoment()
  const around = aroundOf(customer, definition.name, moment)
  const { response } = carriedOver(definition, known, around)
  return { stream, customer, response, definition, around }
}

/** What a token opens at this moment. Nothing is written. */
export const open = async (loop: Loop, { seal }: SurveyLinks, token: string | undefined): Promise<Opened> => {
  const now = loop.clock.now()
  const claims = await seal.unseal(token, 0) // whether its time has passed is said, and not that it is none of ours
  if (!claims) return { state: "unknown" }
  const customer = await loop.whole(claims.stream)
  const response = customer && (responseIn(customer, claims) ?? toBegin(loop, customer, claims))
  if (!response || claims.expiresAt <= now || isExpired(response, now))
    return { state: "over", ...(customer && { customer }) }
  const standing = await standingOf(loop, customer, claims.stream, response)
  return standing ? { state: "open", claims, standing } : { state: "over", customer }
}

/** What waits for an answer, or how it ended. Who was thanked early is asked no more, also where there is room again. */
export const nextIn = ({
  definition,
  response,
  around,
}: Standing): { readonly question: Question } | { readonly ended: Ended } => {
  const now = waiting(definition, response, around)
  const { ended: why, question } = response
  return "question" in now && question === null && why !== undefined && why !== "complete" ? { ended: { why } } : now
}

interface Way {
  /** The questions that are asked with these answers, in their order. */
  readonly steps: readonly Step[]
  /** Those that may still be asked, whatever is answered: all that are not surely left out. */
  readonly possible: readonly Step[]
  readonly facts: Readonly<Record<string, unknown>>
}

const wayOf = ({ definition, response, around }: Standing): Way => {
  const { facts } = wayThrough(definition, response.answers, walkOf(response, around), true)
  const steps = stepsFor(definition, planOf(definition), response.seed)
  return {
    facts,
    steps: steps.filter(({ asked }) => !asked || asked(facts) === true),
    possible: steps.filter(({ asked }) => !asked || asked(facts) !== false),
  }
}

/** A question as it is asked of this person, wherever they stand; `undefined` where it is not asked of them. */
export const askedIn = (standing: Standing, id: string): Question | undefined => {
  const { definition, response, around } = standing
  const { steps, facts } = wayOf(standing)
  const step = steps.find(({ question }) => question.id === id)
  return step && shown(definition, step, facts, walkOf(response, around))
}

/** The question that was answered before this one; before the end, where none is named. What the profile knew was not asked. */
export const beforeIn = (standing: Standing, id?: string): string | undefined => {
  const { answers, known } = standing.response
  const ids = wayOf(standing).steps.map(({ question }) => question.id)
  const end = id === undefined ? ids.length : ids.indexOf(id)
  const wasAsked = (each: string) => Object.hasOwn(answers, each) && !known?.includes(each)
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
  const isSure = left.every(({ asked }) => !asked || asked(facts) === true)
  return { step: done + 1, of: done + 1 + left.length, isSure }
}
