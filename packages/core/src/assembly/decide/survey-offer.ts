import { askSurveys } from "../../conversation/contact-surveys.ts"
import { personOf } from "../../conversation/contact.ts"
import type { Whole } from "../../runtime/house.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import { isExpired } from "../../survey/response.ts"
import type { State } from "../entries.ts"
import { type Decide, facts, type Setting } from "./setting.ts"
import { surveyOf, unknownSurvey } from "./survey-around.ts"

/**
 * Whether a page may put a survey to somebody: `fresh`, and then it counts as asked; `open`, it was put to them and waits; or why they are
 * spared.
 */
export type Offer = "fresh" | "open" | "answered" | "capped" | "opted-out"

/** What a page may do. Nobody is asked twice within the time that the application gives, on whatever channel it was. */
export const offerTo = (
  { state }: Whole<State>,
  { name }: AnyDefinition,
  { contact: { surveys: rate } }: Pick<Setting, "contact">,
  now: number,
): Offer => {
  const own = Object.values(state.surveys).filter(({ survey }) => survey === name)
  if (own.some((each) => each.question !== null && each.channel !== undefined && !isExpired(each, now))) return "open"
  if (personOf(state).optedOutAt !== null) return "opted-out"
  const since = rate === undefined ? Infinity : now - rate.window
  if (own.some(({ completedAt = -Infinity }) => completedAt > since)) return "answered"
  return askSurveys(state.sparing.asked, rate, now)?.next === "refuse" ? "capped" : "fresh"
}

const offer =
  (setting: Setting): Decide<"offer-survey"> =>
  ({ survey }, { customer, now }) => {
    const definition = surveyOf(setting, survey)
    if (!definition) return unknownSurvey
    return facts(
      offerTo(customer, definition, setting, now) === "fresh" ? [{ kind: "survey-offered", data: { survey } }] : [],
    )
  }

/** How pages ask whether they may ask. */
export const offering = (setting: Setting) => ({ "offer-survey": offer(setting) })
