import type { ClientSurvey } from "../../client/wire.ts"
import type { Whole } from "../../runtime/house.ts"
import type { AskedResponse } from "../../survey/asking.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import type { Walk } from "../../survey/engine.ts"
import { carriedOver } from "../../survey/going-on.ts"
import { knownAnswers } from "../../survey/known.ts"
import { isExpired } from "../../survey/response.ts"
import { seedOf } from "../../survey/seed.ts"
import { traitValues } from "../../profile/traits.ts"
import { namesOf } from "../decide/survey-around.ts"
import type { State } from "../entries.ts"
import type { Loop } from "../loop.ts"
import { apartOf, withAnswers } from "./answer.ts"

const places = /\{([\p{L}_][\p{L}\p{N}_-]*)[|}]/gu

/** Of what is known of somebody, what the texts of a survey name: nothing else goes to a page. */
const namedIn = (definition: AnyDefinition, customer: Whole<State> | undefined): Walk["names"] => {
  if (!customer) return undefined
  const wanted = new Set([...JSON.stringify(definition).matchAll(places)].map(([, name = ""]) => name))
  const named = Object.entries(namesOf(customer)).filter(([name]) => wanted.has(name))
  return named.length === 0 ? undefined : Object.fromEntries(named)
}

const walkFor = async (
  loop: Loop,
  definition: AnyDefinition,
  customer: Whole<State> | undefined,
  { seed, isCounted = false }: Pick<AskedResponse, "seed"> & { readonly isCounted?: boolean },
): Promise<Walk> => {
  const names = namedIn(definition, customer)
  const full = definition.quotas && !isCounted ? (await loop.surveyMoment()).full?.[definition.name] : undefined
  return { seed, ...(names && { names }), ...(full && full.length > 0 && { full }) }
}

/** The response as a page of the customer goes on with it; `undefined` where it is too late, or the survey is there no more. */
const shownTo = async (
  loop: Loop,
  customer: Whole<State> | undefined,
  kept: AskedResponse,
): Promise<ClientSurvey | undefined> => {
  const definition = Object.hasOwn(loop.setting.surveys, kept.survey) ? loop.setting.surveys[kept.survey] : undefined
  if (!definition || (kept.question !== null && isExpired(kept, loop.clock.now()))) return undefined
  const walk = await walkFor(loop, definition, customer, kept)
  const whole = await withAnswers(loop, definition, kept)
  const { response } = carriedOver(definition, whole, walk)
  return {
    response: kept.id,
    definition,
    answers: response.answers,
    done: response.question === null,
    walk: { ...walk, seed: response.seed },
    ...(response.known && { known: response.known }),
  }
}

/** The surveys that were put to a customer, or that they began; `wanted` picks some of them. */
export const surveysOf = async (
  loop: Loop,
  customer: Whole<State> | undefined,
  state: State | undefined,
  wanted: (response: AskedResponse) => boolean = () => true,
): Promise<readonly ClientSurvey[]> => {
  const shown: ClientSurvey[] = []
  for (const response of Object.values(state?.surveys ?? {}).filter(wanted)) {
    const survey = await shownTo(loop, customer, response)
    if (survey) shown.push(survey)
  }
  return shown
}

/** A survey that somebody begins by themselves on a page. What the profile knows is not asked. */
export const freshSurvey = async (
  loop: Loop,
  customer: Whole<State> | undefined,
  definition: AnyDefinition,
  response: string,
): Promise<ClientSurvey> => {
  const answers = knownAnswers(definition, customer ? traitValues(customer.state.traits) : {})
  const known = Object.keys(answers)
  const seed = seedOf(apartOf(loop, definition, response)?.response ?? response)
  const walk = await walkFor(loop, definition, customer, { seed })
  return { response, definition, answers, done: false, walk, ...(known.length > 0 && { known }) }
}
