import type { Rate } from "../kernel/duration.ts"
import type { ConsentWord } from "../profile/consent-word.ts"
import type { QuietHours } from "./quiet-hours.ts"

/** What we start ourselves, and only if the person lets us: `service`, `marketing`, or a purpose that the application declared. */
export type Approach = "service" | "marketing" | (string & Record<never, never>)

/** How many of the latest approaches to a person are kept, and so the highest cap that can be counted. */
export const mostApproaches = 50

/** What the contact policy has to know of a person. Instants are milliseconds. */
export interface Person {
  /** When they told us to stop; null when they did not, or have come back since. */
  readonly optedOutAt: number | null
  /** When the confirmation of a stop was dispatched; null when none was. */
  readonly confirmedOptOutAt: number | null
  /** What they said yes or no to; what nobody asked is missing. */
  readonly consents: readonly ConsentWord[]
  /** When the messages that we started were dispatched, in any order. */
  readonly approaches: readonly number[]
  /** When surveys were put to them, in any order; where a survey is about to be, and left out otherwise. */
  readonly surveyed?: readonly number[]
  /** A name of a time zone as it was stored: IANA, Rails or Windows. One that nobody knows counts as the application's own. */
  readonly zone?: string
  /** Their own wish. It wins over the application's hours, both ways. */
  readonly quietHours?: QuietHours
  /** How often they want to be approached at most: every one of these holds, beside the application's own. */
  readonly caps?: readonly Rate[]
  readonly language?: string
  /** Zones that records joined with this one name instead: quiet on one clock is quiet. */
  readonly otherZones?: readonly string[]
  /** Wishes that records joined with this one hold instead: quiet by one wish is quiet. */
  readonly otherQuietHours?: readonly QuietHours[]
}

const earliest = (one: number | null, two: number | null): number | null =>
  one === null || two === null ? (one ?? two) : Math.min(one, two)
const latest = (one: number | null, two: number | null): number | null =>
  one === null || two === null ? (one ?? two) : Math.max(one, two)

/** Each value once, by what it says, in an order of their own: the outcome does not depend on who came first. */
const union = <Value>(one: readonly Value[], two: readonly Value[]): readonly Value[] => {
  if (one.length + two.length < 2) return one.length > 0 ? one : two
  const byText = new Map([...one, ...two].map((value) => [JSON.stringify(value), value]))
  return [...byText].sort(([first], [second]) => (first < second ? -1 : 1)).map(([, value]) => value)
}

// Sorted, so that the outcome does not depend on who came first.
const distinct = (values: readonly (string | undefined)[]): readonly string[] =>
  [...new Set(values.filter((value) => value !== undefined))].sort()

const mergeWishes = (one: Person, two: Person): readonly QuietHours[] => {
  const wishes = [one, two].flatMap(({ quietHours, otherQuietHours = [] }) => otherQuietHours.concat(quietHours ?? []))
  const byName = new Map(wishes.map(({ from, to }) => [`${from}-${to}`, { from, to }]))
  return [...byName].sort(([first], [second]) => (first < second ? -1 : 1)).map(([, wish]) => wish)
}

/**
 * One person out of two records of them, most restrictive first: a stop in either is a stop, confirmed if either confirmed one; what
 * either said yes or no to is kept, so that a no of either holds; approaches are added up; where zones, wishes or caps differ, all of
 * them hold. What only one record knows is filled in. The order of the two does not matter, nor that of several merges.
 */
export const mergePersons = (one: Person, two: Person): Person => {
  const [zone, ...otherZones] = distinct([one.zone, two.zone, ...(one.otherZones ?? []), ...(two.otherZones ?? [])])
  const [quietHours, ...otherQuietHours] = mergeWishes(one, two)
  const [language] = distinct([one.language, two.language])
  const caps = union(one.caps ?? [], two.caps ?? [])
  const surveyed = one.surveyed || two.surveyed ? [...(one.surveyed ?? []), ...(two.surveyed ?? [])] : undefined
  return {
    optedOutAt: earliest(one.optedOutAt, two.optedOutAt),
    confirmedOptOutAt: latest(one.confirmedOptOutAt, two.confirmedOptOutAt),
    consents: union(one.consents, two.consents),
    approaches: [...one.approaches, ...two.approaches].sort((first, second) => first - second).slice(-mostApproaches),
    ...(zone !== undefined && { zone }),
    ...(quietHours && { quietHours }),
    ...(caps.length > 0 && { caps }),
    ...(surveyed && { surveyed: surveyed.sort((first, second) => first - second).slice(-mostApproaches) }),
    ...(language !== undefined && { language }),
    ...(otherZones.length > 0 && { otherZones }),
    ...(otherQuietHours.length > 0 && { otherQuietHours }),
  }
}
