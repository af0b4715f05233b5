import { parseDuration, parseLimit } from "../kernel/duration.ts"
import type { Cooldown, Duration, Limit, Parsed, Problem, Rate } from "../kernel/duration.ts"
import type { ClockTime } from "../kernel/time.ts"
import { type TimeZone, utc } from "../kernel/time-zone.ts"
import { zoneOf } from "../kernel/zone-name.ts"
import type { ContactRules } from "./contact-policy.ts"
import { parsePlaceOptions, placeOptions, type PlaceOptions } from "./contact-place-options.ts"
import { parseSurveyOptions, type SurveyOptions } from "./contact-surveys.ts"
import { mostApproaches } from "./person.ts"
import { parseQuietHours } from "./quiet-hours.ts"

/** How the application says when and how often it writes. All of it may be left out. */
export interface ContactOptions extends PlaceOptions {
  /** In which hours of their clock nobody is written to first: from, and the first minute in which we may. */
  readonly quietHours?: readonly [ClockTime, ClockTime]
  /** How many messages we may start with one person, 50 at most in a window. */
  readonly atMost?: Limit | Cooldown
  /** How often we may put surveys to one person. */
  readonly surveys?: SurveyOptions
  /** The promise to answer; the clock starts with the customer's message. */
  readonly answerWithin?: Duration
  /** The clock of people whose own zone nobody knows; UTC if it is left out. */
  readonly zone?: string
  /** Whether service messages too need a yes; `for-marketing` if it is left out. */
  readonly consent?: ContactRules["consent"]
  /** A list of your own of whom not to write to; asked before each message that we start leaves. */
  readonly excluded?: Excluded
}

/** An address, as a list of exclusions is asked for it. */
export interface ExcludedAddress {
  readonly channel: string
  readonly scheme: string
  readonly value: string
}

/**
 * Whether an address is on a list of people who must not be written to (Lista Robinson, a list of complaints). An answer that fails
 * or takes longer than ten seconds holds the message: it is asked again, and in the end the message is withheld.
 */
export type Excluded = (address: ExcludedAddress, purpose: string) => boolean | Promise<boolean>

/** Contact options as the policy takes them; `answerWithin` in milliseconds, null where nothing is promised. */
export type ReadContactOptions =
  | {
      readonly rules: ContactRules
      readonly answerWithin: number | null
      readonly excluded?: Excluded
      readonly checkIns?: string
    }
  | { readonly problem: Problem }

const known: readonly string[] = [
  "quietHours",
  "atMost",
  "surveys",
  "answerWithin",
  "zone",
  "consent",
  "excluded",
  ...placeOptions,
] satisfies readonly (keyof ContactOptions)[]

const problem = (field: string, message: string): { readonly problem: Problem } => ({
  problem: { field: `contact.${field}`, message },
})

const optional = <Value>(given: unknown, read: (given: unknown) => Parsed<Value>): Parsed<Value | undefined> =>
  given === undefined ? { value: undefined } : read(given)

const readZone = (given: unknown): Parsed<TimeZone> => {
  const found = typeof given === "string" ? zoneOf(given) : { unknown: true as const }
  return "zone" in found
    ? { value: found.zone }
    : problem("zone", 'write the name of a time zone, such as "Europe/Madrid"')
}

const readCap = (given: unknown): Parsed<Rate> => {
  const rate = parseLimit(given, "contact.atMost")
  if ("problem" in rate || rate.value.count <= mostApproaches) return rate
  return problem("atMost", `must allow ${mostApproaches} or fewer; leave it out for no limit`)
}

const readConsent = (given: unknown): Parsed<ContactRules["consent"]> =>
  given === "required" || given === "for-marketing"
    ? { value: given }
    : problem("consent", 'write "required" or "for-marketing"')

const readExcluded = (given: unknown): Parsed<Excluded> =>
  typeof given === "function"
    ? { value: given as Excluded } // what it answers is looked at when it does
    : problem("excluded", "give a function that says whether an address is on your list")

/**
 * The rules of the contact policy and the promise to answer, out of the options as they were written; a problem names the option.
 *
 * @example
 * parseContactOptions({ quietHours: ["21:00", "09:00"], atMost: "3 per 7 days", answerWithin: "5 minutes" })
 */
export const parseContactOptions = (options: ContactOptions): ReadContactOptions => {
  const stranger = Object.keys(options).find((name) => !known.includes(name))
  if (stranger !== undefined)
    return { problem: { field: "contact", message: `knows only ${known.join(", ")}; take the other option out` } }
  const quietHours = optional(options.quietHours, (given) => parseQuietHours(given, "contact.quietHours"))
  if ("problem" in quietHours) return quietHours
  const atMost = optional(options.atMost, readCap)
  if ("problem" in atMost) return atMost
  const surveys = parseSurveyOptions(options.surveys)
  if ("problem" in surveys) return surveys
  const answerWithin = optional(options.answerWithin, (given) => parseDuration(given, "contact.answerWithin"))
  if ("problem" in answerWithin) return answerWithin
  const zone = optional(options.zone, readZone)
  if ("problem" in zone) return zone
  const consent = optional(options.consent, readConsent)
  if ("problem" in consent) return consent
  const excluded = optional(options.excluded, readExcluded)
  if ("problem" in excluded) return excluded
  const places = parsePlaceOptions(options)
  if ("problem" in places) return places
  const { rules: placeRules, checkIns } = places.value
  const rules: ContactRules = {
    zone: zone.value ?? utc,
    consent: consent.value ?? "for-marketing",
    ...(quietHours.value && { quietHours: quietHours.value }),
    ...(atMost.value && { atMost: atMost.value }),
    ...(surveys.value && { surveys: surveys.value }),
    ...placeRules,
  }
  return {
    rules,
    answerWithin: answerWithin.value ?? null,
    ...(excluded.value && { excluded: excluded.value }),
    ...(checkIns !== undefined && { checkIns }),
  }
}
