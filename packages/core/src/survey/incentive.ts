import type { Duration } from "../kernel/duration.ts"
import type { Localized } from "../kernel/localized.ts"
import { defineEntry } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"

/** Something given for the time that answering takes. */
export interface Incentive {
  /** What the person is told: the code, where they get it. */
  readonly text: Localized
  /** How many are given in all, and so many are redeemed at most; then no more are. */
  readonly atMost: number
  /** The code by which it is redeemed as well as by its name; capitals do not matter. */
  readonly code?: string
  /** How long it can be redeemed after it was given: `"90 days"`; for ever, where it is left out. */
  readonly within?: Duration
}

/** An incentive was given to somebody, for one response: before they answered, or after. */
export const incentiveGiven = defineEntry<{
  readonly incentive: string
  readonly response: string
  readonly survey: string
  readonly give: "before" | "after"
}>()("incentive-given", 1)

/** Somebody used what they were given for a response. */
export const incentiveRedeemed = defineEntry<{
  readonly incentive: string
  readonly response: string
  readonly survey: string
  readonly by: string
}>()("incentive-redeemed", 1)

/** Something that somebody was given. */
export interface Gift {
  readonly incentive: string
  readonly response: string
  readonly survey: string
  readonly givenAt: number
  readonly redeemedAt?: number
}

/** What somebody was given, by the response that it was given for. */
export interface Gifts {
  readonly [response: string]: Gift
}

/** The most that are kept of each stream; of those beyond, the oldest that was redeemed is forgotten first. */
const kept = 100

const bounded = (gifts: Gifts): Gifts => {
  const all = Object.entries(gifts)
  if (all.length <= kept) return gifts
  const byUse = all.toSorted(
    ([, one], [, two]) =>
      Number(one.redeemedAt === undefined) - Number(two.redeemedAt === undefined) || one.givenAt - two.givenAt,
  )
  return Object.fromEntries(byUse.slice(-kept))
}

/** One gift by each response: one that was redeemed is, in whatever order it is heard of. */
const used = (one: Gift | undefined, two: Gift): Gift =>
  one === undefined || (two.redeemedAt ?? Infinity) < (one.redeemedAt ?? Infinity) ? two : one

/** What is remembered of incentives. */
export const incentives = defineFold(
  incentiveGiven,
  incentiveRedeemed,
)<Gifts>({
  initial: {},
  on: {
    "incentive-given": (gifts, { data: { incentive, response, survey }, occurredAt: givenAt }) =>
      bounded({ ...gifts, [response]: { incentive, response, survey, givenAt } }),
    "incentive-redeemed": (gifts, { data: { response }, occurredAt: redeemedAt }) => {
      const gift = Object.hasOwn(gifts, response) ? gifts[response] : undefined
      return gift ? { ...gifts, [response]: { ...gift, redeemedAt } } : gifts
    },
  },
  merge: (one, two) => {
    const gifts: Record<string, Gift> = { ...one }
    for (const [response, gift] of Object.entries(two))
      gifts[response] = used(Object.hasOwn(gifts, response) ? gifts[response] : undefined, gift)
    return bounded(gifts)
  },
})
