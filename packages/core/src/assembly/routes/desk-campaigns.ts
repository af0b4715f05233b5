import type { CustomerId } from "../../kernel/ids.ts"
import type { Cooldown, Duration, Limit } from "../../kernel/duration.ts"
import { InputError } from "../../kernel/errors.ts"
import { textField } from "../../runtime/web/json.ts"
import { json, type Route } from "../../runtime/web/router.ts"
import type { CampaignPlace } from "../../survey/sparing.ts"
import type { Doors } from "../doors.ts"
import { surveyNamed } from "../insight/results-request.ts"
import type { Loop } from "../loop.ts"
import { nameOf } from "../rows.ts"
import { readCampaign, readCampaigns } from "../survey/campaign.ts"
import type { CampaignView } from "../survey/campaign-view.ts"
import { goingOnWith, type LaunchOptions } from "../survey/launch-options.ts"
import { fieldsOf, pageOf, type Seated, type Sitting } from "./desk-sitting.ts"
import { estimateCampaign } from "./desk-survey-estimate.ts"

/** A campaign, and whether this process goes on with it at the moment. */
export interface DeskCampaign extends CampaignView {
  readonly isGoing: boolean
}

/** `GET /desk/surveys/:name/campaigns`: to whom a survey was sent, launched last first. */
export interface DeskCampaigns {
  readonly items: readonly DeskCampaign[]
  readonly next?: string
}

/** Somebody of a campaign: asked, answered, to be asked, or spared and why. What they answered is not here. */
export interface DeskMember extends Pick<CampaignPlace, "status" | "at" | "because"> {
  readonly customer: CustomerId
  readonly name: string
}

/** `GET /desk/campaigns/:campaign/members`: who is in a campaign, who was dealt with first first. */
export interface DeskMembers {
  readonly items: readonly DeskMember[]
  readonly next?: string
}

type Fields = { readonly [field: string]: unknown }

const toOf = (to: unknown): LaunchOptions["to"] => {
  if (to === "everybody") return to
  if (typeof to === "object" && to !== null && "segment" in to && typeof to.segment === "string")
    return { segment: to.segment }
  throw new InputError("invalid", "to", 'give { segment: "…" } or "everybody"')
}

const sampleOf = (sample: unknown): NonNullable<LaunchOptions["sample"]> => {
  if (typeof sample === "number") return sample
  if (typeof sample === "object" && sample !== null && "atMost" in sample && typeof sample.atMost === "number")
    return { atMost: sample.atMost }
  throw new InputError("invalid", "sample", "give a part greater than 0 and at most 1, or { atMost: 500 }")
}

const textsIn = (fields: Fields, field: string): readonly string[] => {
  const list = fields[field]
  if (!Array.isArray(list) || list.length > 20 || !list.every((each) => typeof each === "string"))
    throw new InputError("invalid", field, "give a list of texts")
  return list
}

/** What a colleague wants to send, and to whom; each option is read again, and refused by its name. */
const launchOf = (fields: Fields): LaunchOptions => ({
  id: textField(fields, "id", 64),
  to: toOf(fields["to"]),
  ...(fields["sample"] !== undefined && { sample: sampleOf(fields["sample"]) }),
  ...(fields["via"] !== undefined && { via: textsIn(fields, "via") }),
  // what they say is parsed where the campaign begins
  ...(fields["remind"] !== undefined && { remind: textsIn(fields, "remind") as readonly Duration[] }),
  ...(fields["pacing"] !== undefined && { pacing: textField(fields, "pacing", 40) as Limit | Cooldown }), // parsed there, too
})

const ended = (failure: unknown): boolean => failure instanceof InputError && failure.reason === "conflict"

/** Campaigns that this process goes on with. A launch can take long: it is answered once somebody was dealt with. */
const createLaunches = (loop: Loop, { surveys }: Doors) => {
  const going = new Set<string>()
  const isGoing = (id: string) => going.has(id)
  const launch = async (survey: string, options: LaunchOptions): Promise<void> => {
    if (isGoing(options.id)) return
    const begun = Promise.withResolvers<void>()
    let isBegun = false
    const onProgress = () => {
      isBegun = true
      begun.resolve()
    }
    going.add(options.id)
    void surveys
      .launch(survey, { ...options, onProgress })
      .then(onProgress, (failure: unknown) => {
        // what ends it before anybody was asked is told to the caller; later, whoever cancelled it knows, and of the rest nobody would
        if (!isBegun) begun.reject(failure)
        else if (!ended(failure)) loop.report(failure)
      })
      .finally(() => going.delete(options.id))
    await begun.promise
  }
  return { isGoing, launch }
}

const createCampaigns = (loop: Loop, doors: Doors) => {
  const launches = createLaunches(loop, doors)
  const { surveys } = doors
  const shown = (view: CampaignView): DeskCampaign => ({ ...view, isGoing: launches.isGoing(view.id) })
  const estimate = async (sitting: Sitting) => {
    const fields = fieldsOf(sitting)
    const definition = surveyNamed(loop, sitting.call.parameters["name"] ?? "")
    return json(200, await estimateCampaign(loop, definition, launchOf(fields)))
  }
  const launch = async (sitting: Sitting) => {
    const options = launchOf(fieldsOf(sitting))
    const { name } = surveyNamed(loop, sitting.call.parameters["name"] ?? "")
    await launches.launch(name, options)
    const view = await surveys.campaign(options.id)
    return json(202, view && shown(view))
  }
  const resume = async (sitting: Sitting) => {
    fieldsOf(sitting)
    await loop.ready()
    const campaign = await readCampaign(loop, sitting.call.parameters["campaign"] ?? "")
    if (!campaign) throw new InputError("unknown", "id", "no campaign has this id")
    const options = goingOnWith(campaign)
    if (campaign.status !== "launching" || !options)
      throw new InputError("conflict", "id", "this campaign has nothing to go on with; launch it again, or a new one")
    await launches.launch(campaign.survey, options)
    const view = await surveys.campaign(campaign.id)
    return json(202, view && shown(view))
  }
  const list = async ({ call: { parameters, query } }: Sitting) => {
    const { name } = surveyNamed(loop, parameters["name"] ?? "")
    await loop.ready()
    const page = await readCampaigns(loop, name, pageOf(query))
    const views = await Promise.all(page.items.map(({ id }) => surveys.campaign(id)))
    return json(200, {
      items: views.flatMap((view) => (view ? [shown(view)] : [])),
      ...(page.next !== undefined && { next: page.next }),
    } satisfies DeskCampaigns)
  }
  const cancel = async (sitting: Sitting) => {
    fieldsOf(sitting)
    return json(200, shown(await surveys.cancel(sitting.call.parameters["campaign"] ?? "")))
  }
  const members = async ({ call: { parameters, query } }: Sitting) => {
    const status = (["planned", "asked", "answered", "spared"] as const).find((each) => each === query.get("status"))
    const page = await surveys.members(parameters["campaign"] ?? "", { ...pageOf(query), ...(status && { status }) })
    const items = await Promise.all(
      page.items.map(async ({ customer, status: where, at, because }): Promise<DeskMember | undefined> => {
        const whole = await loop.whole(customer)
        return whole && { customer: whole.id, name: nameOf(whole), status: where, at, ...(because && { because }) }
      }),
    )
    return json(200, {
      items: items.filter((item) => item !== undefined),
      ...(page.next !== undefined && { next: page.next }),
    } satisfies DeskMembers)
  }
  return { estimate, launch, resume, list, cancel, members }
}

/** Sending a survey to many: who would be asked, asking them, how that goes, and ending it. */
export const deskCampaignRoutes = (loop: Loop, doors: Doors, seated: Seated): readonly Route[] => {
  const campaigns = createCampaigns(loop, doors)
  return [
    { method: "POST", path: "/desk/surveys/:name/estimate", answer: seated(campaigns.estimate) },
    { method: "POST", path: "/desk/surveys/:name/campaigns", answer: seated(campaigns.launch) },
    { method: "GET", path: "/desk/surveys/:name/campaigns", answer: seated(campaigns.list) },
    { method: "GET", path: "/desk/campaigns/:campaign/members", answer: seated(campaigns.members) },
    { method: "POST", path: "/desk/campaigns/:campaign/resume", answer: seated(campaigns.resume) },
    { method: "POST", path: "/desk/campaigns/:campaign/cancel", answer: seated(campaigns.cancel) },
  ]
}
