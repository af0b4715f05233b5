import * as z from "zod"
import { type CustomerId, inputId, type StreamId } from "../../kernel/ids.ts"
import type { Localized } from "../../kernel/localized.ts"
import type { Whole } from "../../runtime/house.ts"
import { type CampaignPlace, isPlanned } from "../../survey/sparing.ts"
import type { Page, PageRequest, Row } from "../../timeline/store.ts"
import { unitOf } from "../../timeline/unit.ts"
import type { AnyEntry, State } from "../entries.ts"
import type { InputOf } from "../inputs.ts"
import type { Loop } from "../loop.ts"

/** The list of campaigns. */
const list = "survey-campaign"

/** The list of everybody in a campaign. */
export const campaignList = (campaign: string): string => `campaign:${campaign}`

const text = z.custom<Localized>((value) => typeof value === "string" || (typeof value === "object" && value !== null))

const written = z.object({
  id: z.string(),
  survey: z.string(),
  launchedAt: z.number(),
  seed: z.number(),
  status: z.enum(["launching", "launched", "cancelled"]),
  /** How many were looked at, and how many of them were drawn. */
  of: z.number(),
  drawn: z.number(),
  /** Whom it is for, unless they were named one by one: their names are kept with them alone. */
  to: z.union([z.literal("everybody"), z.object({ segment: z.string() })]).optional(),
  sample: z.union([z.number(), z.object({ atMost: z.number() })]).optional(),
  via: z.array(z.string()).optional(),
  notice: z.object({ text, before: z.number() }).optional(),
  /** Milliseconds between one and the next. */
  apart: z.number().optional(),
  remind: z.array(z.number()).optional(),
  incentive: z.object({ name: z.string(), give: z.enum(["before", "after"]) }).optional(),
})

/** A campaign as it is kept: everything that jobs need which run long after it was launched. */
export type Campaign = z.infer<typeof written>

const read = ({ data }: Pick<Row, "data">): Campaign => written.parse(JSON.parse(data))

/** A campaign by its id. */
export const readCampaign = async ({ store }: Pick<Loop, "store">, id: string): Promise<Campaign | undefined> => {
  const [row] = await store.rows(list, [id])
  return row && read(row)
}

/** The campaigns of a survey, launched last first. */
export const readCampaigns = async (
  { store }: Pick<Loop, "store">,
  survey: string,
  page: PageRequest,
): Promise<Page<Campaign>> => {
  const { items, ...rest } = await store.query(list, { survey }, page)
  return { ...rest, items: items.map(read) }
}

/** Keeps a campaign as it stands. */
export const writeCampaign = async ({ store }: Pick<Loop, "store">, campaign: Campaign): Promise<void> => {
  const { id, launchedAt } = campaign
  await store.commit([
    unitOf({ puts: [{ projection: list, key: id, at: -launchedAt, data: JSON.stringify(campaign) }] }),
  ])
}

/** The input that asks somebody of a campaign: the same, however often it is tried. */
export const campaignAsk = (campaign: Campaign, customer: CustomerId): InputOf<"ask"> => {
  const { id, survey, via, remind, incentive, status } = campaign
  return {
    kind: "ask",
    id: inputId(`ask:${id}:${customer}`),
    on: customer,
    survey,
    campaign: id,
    ...(via && { via }),
    ...(remind && { remind }),
    ...(incentive && { incentive }),
    ...(status === "cancelled" && { isCancelled: true }),
  }
}

/** Somebody in a campaign, as its list keeps them. */
export interface CampaignMember extends Omit<CampaignPlace, "survey"> {
  readonly customer: StreamId
}

/** The lines of a customer in the lists of the campaigns that they are in. */
export const campaignRows = ({ id, state }: Whole<State>): readonly Row[] =>
  Object.entries(state.sparing.campaigns).map(([campaign, place]) => {
    const { survey: _, ...rest } = place
    const member: CampaignMember = { customer: id, ...rest }
    return { projection: campaignList(campaign), key: id, at: place.at, data: JSON.stringify(member) }
  })

/** The counters of a campaign: what became of those who were drawn. */
export const campaignMetric = (campaign: string, what: string): string => `campaign:${campaign}:${what}`

/** What an entry adds to them, given the memory of its stream before. */
export const campaignCounts = (
  { kind, data }: AnyEntry,
  { sparing }: Pick<State, "sparing">,
): readonly { readonly metric: string; readonly by: number }[] => {
  if (kind !== "survey-planned" && kind !== "survey-spared" && kind !== "survey-asked" && kind !== "survey-answered")
    return []
  const { campaign } = data
  if (campaign === undefined) return []
  const one = (what: string, by = 1) => ({ metric: campaignMetric(campaign, what), by })
  // whoever was waiting for their moment waits no more
  const over = isPlanned(sparing, campaign) && kind !== "survey-planned" ? [one("planned", -1)] : []
  switch (kind) {
    case "survey-planned":
      return [one("planned")]
    case "survey-spared":
      return [...over, one(`spared:${data.because}`)]
    case "survey-asked":
      return [...over, one("asked")]
    case "survey-answered":
      return [one("answered")]
  }
}
