import { millisecondsPer } from "../../kernel/duration.ts"
import { InputError } from "../../kernel/errors.ts"
import type { SparedBecause } from "../../survey/sparing.ts"
import type { Page, PageRequest } from "../../timeline/store.ts"
import type { Loop } from "../loop.ts"
import { campaignList, type CampaignMember, campaignMetric, readCampaign } from "./campaign.ts"

/** How a campaign stands. */
export interface CampaignView {
  readonly id: string
  readonly survey: string
  readonly status: "launching" | "launched" | "cancelled"
  /** It was stopped before everybody was dealt with, and whom it is for is known: it can go on. */
  readonly canGoOn: boolean
  readonly launchedAt: number
  readonly seed: number
  /** How many it is for, and how many of them were drawn. */
  readonly of: number
  readonly drawn: number
  /** Who will be asked at a moment that has not come. */
  readonly waiting: number
  readonly asked: number
  readonly answered: number
  /** Who was spared, by why. */
  readonly spared: { readonly [Because in SparedBecause]?: number }
}

const reasons = [
  "opted-out",
  "no-consent",
  "capped",
  "expired",
  "suppressed",
  "window-closed",
  "no-address",
  "waiting",
  "known",
  "cancelled",
  "historic",
] as const satisfies readonly SparedBecause[]

/** How a campaign stands now; `undefined` where there is none of this id. It costs the same however many were asked. */
export const viewCampaign = async (loop: Loop, id: string): Promise<CampaignView | undefined> => {
  await loop.ready()
  const campaign = await readCampaign(loop, id)
  if (!campaign) return undefined
  const metric = (what: string) => campaignMetric(id, what)
  const names = ["planned", "asked", "answered", ...reasons.map((because) => `spared:${because}`)]
  const counts = await loop.store.series(names.map(metric), 0, loop.clock.now() + millisecondsPer.hour)
  const sum = (what: string) => counts.reduce((all, each) => (each.metric === metric(what) ? all + each.by : all), 0)
  const spared = reasons.flatMap((because) => {
    const many = sum(`spared:${because}`)
    return many > 0 ? [[because, many] as const] : []
  })
  const { survey, status, launchedAt, seed, of, drawn } = campaign
  return {
    id,
    survey,
    status,
    canGoOn: status === "launching" && campaign.to !== undefined,
    launchedAt,
    seed,
    of,
    drawn,
    waiting: sum("planned"),
    asked: sum("asked"),
    answered: sum("answered"),
    spared: Object.fromEntries(spared),
  }
}

/** Which part of everybody in a campaign is wanted. */
export interface CampaignPageRequest extends Partial<PageRequest> {
  readonly status?: CampaignMember["status"]
}

/** Who is in a campaign and where they stand, who was dealt with first first. */
export const campaignMembers = async (
  loop: Loop,
  id: string,
  { status, ...page }: CampaignPageRequest = {},
): Promise<Page<CampaignMember>> => {
  await loop.ready()
  if (!(await readCampaign(loop, id))) throw new InputError("unknown", "id", "no campaign has this id")
  const filter = status === undefined ? {} : { status }
  const { items, ...rest } = await loop.store.query(campaignList(id), filter, { limit: 50, ...page })
  return { ...rest, items: items.map(({ data }) => JSON.parse(data) as CampaignMember) } // campaignRows wrote it
}
