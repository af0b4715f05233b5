import { type Cooldown, type Limit, millisecondsPer, parseLimit } from "../kernel/duration.ts"
import type { Parsed, Rate } from "../kernel/duration.ts"
import { mostApproaches } from "./person.ts"
import { type Answer, instant, pass, refuse } from "./verdict.ts"

/** How often the application puts surveys to one person. */
export interface SurveyOptions {
  /** On all channels and of all surveys together: `"1 per 30 days"` where it is left out, and no limit where it is `"unlimited"`. */
  readonly atMost?: Limit | Cooldown | "unlimited"
}

/** Whoever was asked is left in peace for a month. */
const usualSurveys: Rate = { count: 1, window: 30 * millisecondsPer.day }

/** The cap on surveys out of the options; `undefined` where there is none. A problem names the option. */
export const parseSurveyOptions = (given: unknown): Parsed<Rate | undefined> => {
  const problem = (field: string, message: string) => ({ problem: { field: `contact.surveys${field}`, message } })
  if (given === undefined) return { value: usualSurveys }
  if (typeof given !== "object" || given === null || Object.keys(given).some((name) => name !== "atMost"))
    return problem("", 'give an object such as { atMost: "1 per 30 days" }')
  const { atMost } = given as { readonly atMost?: unknown } // an object, by the test before
  if (atMost === undefined) return { value: usualSurveys }
  if (atMost === "unlimited") return { value: undefined }
  const rate = parseLimit(atMost, "contact.surveys.atMost")
  if ("problem" in rate || rate.value.count <= mostApproaches) return rate
  return problem(".atMost", `must allow ${mostApproaches} or fewer; write "unlimited" for no limit`)
}

/** Whether somebody may be asked one more survey, given when the last ones were put to them; asked of nothing but a new survey. */
export const askSurveys = (
  surveyed: readonly number[] | undefined,
  rate: Rate | undefined,
  now: number,
): Answer | undefined => {
  if (!surveyed || !rate) return undefined
  const recent = surveyed.filter((at) => at > now - rate.window).sort((one, two) => two - one)
  const count = `${recent.length} of ${rate.count} surveys in the window`
  const makesRoom = recent[rate.count - 1]
  return makesRoom === undefined
    ? pass("cap", count)
    : refuse("cap", "capped", `${count}, until ${instant(makesRoom + rate.window)}`)
}
