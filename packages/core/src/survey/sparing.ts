import { defineEntry } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"
import { surveyAnswered, surveyAsked } from "./asking.ts"

/**
 * Why a survey was not put to somebody: what the contact policy said; `no-address`, they have none on these channels; `waiting`, the same
 * survey waits for them already, or they were asked in this campaign by another name; `known`, everything that it asks is known;
 * `cancelled`, the campaign was; `historic`, an import.
 */
export type SparedBecause =
  | "opted-out"
  | "no-consent"
  | "capped"
  | "expired"
  | "suppressed"
  | "window-closed"
  | "no-address"
  | "waiting"
  | "known"
  | "cancelled"
  | "historic"

/** Somebody who belongs to a campaign will be asked at a moment of their own. */
export const surveyPlanned = defineEntry<{
  readonly survey: string
  readonly campaign: string
  readonly at: number
}>()("survey-planned", 1)

/** A survey was not put to somebody of a campaign, and why. */
export const surveySpared = defineEntry<{
  readonly survey: string
  readonly campaign: string
  readonly because: SparedBecause
}>()("survey-spared", 1)

/** A page of theirs may put a survey to them, because something happened there: it counts as asked. */
export const surveyOffered = defineEntry<{ readonly survey: string }>()("survey-offered", 1)

/** Where somebody stands in a campaign. */
export interface CampaignPlace {
  readonly survey: string
  readonly status: "planned" | "asked" | "answered" | "spared"
  readonly at: number
  readonly because?: SparedBecause
  readonly response?: string
}

/** When surveys were put to somebody, on whatever channel, and where they stand in campaigns. */
export interface Sparing {
  readonly asked: readonly number[]
  readonly campaigns: { readonly [campaign: string]: CampaignPlace }
}

const most = { asked: 50, campaigns: 20 }

const newest = (campaigns: Sparing["campaigns"]): Sparing["campaigns"] => {
  const all = Object.entries(campaigns)
  return all.length <= most.campaigns
    ? campaigns
    : Object.fromEntries(all.sort(([, one], [, two]) => one.at - two.at).slice(-most.campaigns))
}

const placed = (state: Sparing, campaign: string | undefined, place: CampaignPlace): Sparing =>
  campaign === undefined ? state : { ...state, campaigns: newest({ ...state.campaigns, [campaign]: place }) }

/** How far somebody is in a campaign; `undefined` where they are not in it. */
const statusIn = ({ campaigns }: Sparing, campaign: string): CampaignPlace["status"] | undefined =>
  Object.hasOwn(campaigns, campaign) ? campaigns[campaign]?.status : undefined

/** Whether somebody was asked in a campaign, by whichever of their names. */
export const isAsked = (state: Sparing, campaign: string): boolean =>
  ["asked", "answered"].includes(statusIn(state, campaign) ?? "")

/** Whether it is planned that somebody is asked in a campaign. */
export const isPlanned = (state: Sparing, campaign: string): boolean => statusIn(state, campaign) === "planned"

const ranks = ["planned", "spared", "asked", "answered"] as const satisfies readonly CampaignPlace["status"][]

/** Of two places in one campaign the one that is further; of two alike the earlier one, in whatever order they came. */
const further = (one: CampaignPlace | undefined, two: CampaignPlace): CampaignPlace => {
  if (!one) return two
  const by = ranks.indexOf(two.status) - ranks.indexOf(one.status)
  return by > 0 || (by === 0 && two.at < one.at) ? two : one
}

/** What is remembered of asking somebody. */
export const sparing = defineFold(
  surveyAsked,
  surveyAnswered,
  surveyPlanned,
  surveySpared,
  surveyOffered,
)<Sparing>({
  initial: { asked: [], campaigns: {} },
  on: {
    "survey-asked": (state, { data: { channel, campaign, survey, response }, occurredAt: at }) =>
      placed(channel === undefined ? state : { ...state, asked: [...state.asked, at].slice(-most.asked) }, campaign, {
        survey,
        status: "asked",
        at,
        response,
      }),
    "survey-answered": (state, { data: { campaign, survey, response }, occurredAt: at }) =>
      placed(state, campaign, { survey, status: "answered", at, response }),
    "survey-offered": (state, { occurredAt: at }) => ({ ...state, asked: [...state.asked, at].slice(-most.asked) }),
    "survey-planned": (state, { data: { campaign, survey, at } }) =>
      placed(state, campaign, { survey, status: "planned", at }),
    // who was asked stays so, whatever came of asking them by another name
    "survey-spared": (state, { data: { campaign, survey, because }, occurredAt: at }) =>
      isAsked(state, campaign) ? state : placed(state, campaign, { survey, status: "spared", at, because }),
  },
  merge: (one, two) => {
    const campaigns: Record<string, CampaignPlace> = { ...one.campaigns }
    for (const [id, place] of Object.entries(two.campaigns))
      campaigns[id] = further(Object.hasOwn(campaigns, id) ? campaigns[id] : undefined, place)
    return {
      asked: [...one.asked, ...two.asked].sort((first, second) => first - second).slice(-most.asked),
      campaigns,
    }
  },
})
