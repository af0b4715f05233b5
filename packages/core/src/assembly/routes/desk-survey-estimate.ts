import { InputError } from "../../kernel/errors.ts"
import type { CustomerId } from "../../kernel/ids.ts"
import type { SparedBecause } from "../../survey/sparing.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import type { SurveyMoment } from "../inputs.ts"
import type { AnyDraft } from "../entries.ts"
import type { Loop } from "../loop.ts"
import { breathe } from "../slices.ts"
import { type Campaign, campaignAsk } from "../survey/campaign.ts"
import { audience, lot } from "../survey/launch.ts"
import { type LaunchOptions, readLaunch } from "../survey/launch-options.ts"

/** Who would be asked and who would be spared, and why. Nothing was written, and nobody was asked. */
export interface DeskEstimate {
  /** How many it is for, and how many of them would be drawn. */
  readonly of: number
  readonly drawn: number
  /** How many of those were looked at: the figures below are of them. */
  readonly looked: number
  readonly asked: number
  /** Those of them to whom the question would leave later: in the night, it waits. */
  readonly later: number
  readonly spared: { readonly [Because in SparedBecause]?: number }
}

/** More are not looked at: what they come to is seen long before. */
const mostLooked = 1_000

interface Drawn {
  readonly of: number
  readonly drawn: number
  readonly first: readonly CustomerId[]
}

/** A part of everybody: those whose lot is drawn, in the order in which they would be asked. */
const drawPart = async (loop: Loop, { seed }: Campaign, to: LaunchOptions["to"], part: number): Promise<Drawn> => {
  let [of, drawn] = [0, 0]
  const first: CustomerId[] = []
  for await (const page of audience(loop, to)) {
    const chosen = page.filter((customer) => lot(seed, customer) < part)
    of += page.length
    drawn += chosen.length
    first.push(...chosen.slice(0, mostLooked - first.length))
  }
  return { of, drawn, first }
}

/** Everybody in the order of their lots: so many are taken of them, and who may not be asked makes room for the next. */
const drawInOrder = async (loop: Loop, { seed }: Campaign, to: LaunchOptions["to"]): Promise<Drawn> => {
  const lots: { readonly customer: CustomerId; readonly at: number }[] = []
  for await (const page of audience(loop, to))
    for (const customer of page) lots.push({ customer, at: lot(seed, customer) })
  lots.sort((one, two) => one.at - two.at || (one.customer < two.customer ? -1 : 1))
  const first = lots.slice(0, mostLooked).map(({ customer }) => customer)
  return { of: lots.length, drawn: lots.length, first }
}

type Fate = { readonly because: SparedBecause } | { readonly isLater: boolean }

/** What asking somebody would come to now: the decision that is taken when they are asked, and none of it is kept. */
const fateOf = async (
  loop: Loop,
  campaign: Campaign,
  customer: CustomerId,
  moment: SurveyMoment,
): Promise<Fate | undefined> => {
  const whole = await loop.whole(customer)
  if (!whole) return undefined // erased, or joined to somebody else meanwhile
  const own = whole.streams.get(whole.id)?.state ?? loop.house.initial
  const situation = { stream: whole.id, own, customer: whole, others: [], now: loop.clock.now() }
  const decision = loop.house.decide(situation, { ...campaignAsk(campaign, whole.id), moment })
  if (decision.invalid)
    throw new InputError(decision.invalid.reason ?? "invalid", decision.invalid.field, decision.invalid.remedy)
  let isLater = false
  for (const entry of decision.entries) {
    const { kind, data } = entry as AnyDraft // of an input of this house
    if (kind === "survey-spared") return { because: data.because }
    if (kind === "message-written" && data.delivery.status === "queued" && data.delivery.opensAt !== undefined)
      isLater = true
  }
  return { isLater }
}

/** Who would be asked and who would be spared if this campaign were launched now. Throws `InputError`, which names the option. */
export const estimateCampaign = async (
  loop: Loop,
  survey: AnyDefinition,
  options: LaunchOptions,
): Promise<DeskEstimate> => {
  await loop.ready()
  const campaign = readLaunch(loop.setting, survey, options, loop.clock.now())
  const { sample = 1, to } = options
  const most = typeof sample === "number" ? Infinity : sample.atMost
  const found =
    typeof sample === "number" ? await drawPart(loop, campaign, to, sample) : await drawInOrder(loop, campaign, to)
  const moment = await loop.surveyMoment()
  let [looked, asked, later] = [0, 0, 0]
  const spared: { [Because in SparedBecause]?: number } = {}
  for (const customer of found.first) {
    if (asked >= most) break
    const fate = await fateOf(loop, campaign, customer, moment)
    looked += 1
    if (!fate) continue
    if ("because" in fate) spared[fate.because] = (spared[fate.because] ?? 0) + 1
    else {
      asked += 1
      if (fate.isLater) later += 1
    }
    if (looked % 50 === 0) await breathe()
  }
  const drawn = typeof sample === "number" ? found.drawn : Math.min(found.drawn, looked)
  return { of: found.of, drawn, looked, asked, later, spared }
}
