import type { AskedResponse } from "../../survey/asking.ts"
import type { Around } from "../../survey/going-on.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import type { Medium } from "../../survey/question.ts"
import { traitValues } from "../../profile/traits.ts"
import type { Situation, Whole } from "../../runtime/house.ts"
import type { State } from "../entries.ts"
import type { SurveyMoment } from "../inputs.ts"
import { givenNameOf } from "../rows.ts"
import { refuse, type Setting } from "./setting.ts"

/** Where and when something of a survey happens. */
export type Place = Pick<Situation<State>, "customer" | "now">

/** A survey of this house by its name. */
export const surveyOf = ({ surveys }: Pick<Setting, "surveys">, name: string): AnyDefinition | undefined =>
  Object.hasOwn(surveys, name) ? surveys[name] : undefined

/** The refusal of a survey that nobody declared. */
export const unknownSurvey = refuse("survey", "name one of the surveys of createEscucha", "unknown")

/** What texts of a survey may name beside answers. */
export const namesOf = (customer: Whole<State>): { readonly [name: string]: unknown } => {
  const name = givenNameOf(customer)
  return { ...(name !== undefined && { name }), ...traitValues(customer.state.traits) }
}

/**
 * What a way through a survey depends on beside its answers and its seed. Whoever was counted among those that were wanted is not told that
 * there are enough.
 */
export const aroundOf = (
  customer: Whole<State>,
  survey: string,
  given: SurveyMoment | undefined,
  { isCounted }: Pick<AskedResponse, "isCounted"> = {},
): Around => {
  const moment = isCounted ? undefined : given
  const full = moment?.full && Object.hasOwn(moment.full, survey) ? moment.full[survey] : undefined
  return { names: namesOf(customer), ...(full && full.length > 0 && { full }) }
}

/** The medium of a channel: how long and in which signs a question is put there. */
export const mediumOf = ({ channels }: Pick<Setting, "channels">, name: string): Medium => {
  const kind = Object.hasOwn(channels, name) ? channels[name]?.kind : undefined
  return kind === "email" || kind === "sms" || kind === "voice" ? kind : "chat"
}
