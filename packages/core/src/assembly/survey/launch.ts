import { BusyError, InputError } from "../../kernel/errors.ts"
import { type CustomerId, inputId } from "../../kernel/ids.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import { drawing, seedOf } from "../../survey/seed.ts"
import type { InputOf } from "../inputs.ts"
import type { Loop, Posted } from "../loop.ts"
import { isGroup, subjectKindOf } from "../../profile/subject.ts"
import { nobody } from "./anonymous.ts"
import { segmentList } from "../segment/view.ts"
import { breathe } from "../slices.ts"
import { type Campaign, campaignAsk, readCampaign, writeCampaign } from "./campaign.ts"
import { type LaunchOptions, readLaunch } from "./launch-options.ts"

/** How many are asked at once. */
const batchSize = 100

const pageSize = 500

/** Those of them who are people: neither groups nor places that belong to nobody. */
const peopleIn = async (loop: Loop, customers: readonly CustomerId[]): Promise<readonly CustomerId[]> => {
  const { streams } = await loop.store.load({ inputs: [], identifiers: [], streams: customers })
  const names = Map.groupBy(streams.values(), ({ customer }) => customer)
  return customers.filter((customer) => {
    const known = (names.get(customer) ?? []).map(({ identifier }) => identifier)
    const isNobodys = known.every((identifier) => identifier.startsWith(`${nobody}:`))
    return !isNobodys && !isGroup(subjectKindOf(known))
  })
}

/** Everybody whom a campaign is for, page by page, each once. */
export async function* audience(loop: Loop, to: LaunchOptions["to"]): AsyncGenerator<readonly CustomerId[]> {
  if (typeof to === "object" && "customers" in to) {
    const found = new Set<CustomerId>()
    for (const reference of to.customers) {
      const customer = await loop.named(reference)
      if (customer !== undefined) found.add(customer)
    }
    yield await peopleIn(loop, [...found])
    return
  }
  for (let after: string | undefined; ;) {
    const page = { limit: pageSize, ...(after !== undefined && { after }) }
    if (to === "everybody") {
      const { items, next } = await loop.store.customers(page)
      yield await peopleIn(loop, items)
      after = next
    } else {
      const { items, next } = await loop.store.query(segmentList(to.segment), {}, page)
      const members = items.map(({ key }) => key as CustomerId) // segmentRows wrote it
      yield await peopleIn(loop, members)
      after = next
    }
    if (after === undefined) return
    await breathe()
  }
}

/** Whether somebody is drawn, and before whom: a number in [0, 1) that follows from the seed and from who they are. */
export const lot = (seed: number, customer: CustomerId): number => drawing(seedOf(`${seed}:${customer}`))()

/** `now` and not when it was launched: who goes on days later keeps the pace, and says it some time before. */
const inputFor = (
  campaign: Campaign,
  customer: CustomerId,
  { place, now }: { readonly place: number; readonly now: number },
): InputOf<"ask"> | InputOf<"plan-survey"> => {
  const { id, survey, via, notice, apart } = campaign
  if (!notice && apart === undefined) return campaignAsk(campaign, customer)
  return {
    kind: "plan-survey",
    id: inputId(`plan:${id}:${customer}`),
    on: customer,
    survey,
    campaign: id,
    at: now + (notice?.before ?? 0) + Math.round(place * (apart ?? 0)),
    ...(via && { via }),
    ...(notice && { notice: notice.text }),
  }
}

/** Waits until there is room again. */
const pause = ({ clock }: Loop, { retryAfter }: BusyError): Promise<void> =>
  new Promise((resolve) => void clock.at(clock.now() + retryAfter, resolve))

const post = async (loop: Loop, input: ReturnType<typeof inputFor>): Promise<Posted> => {
  for (;;) {
    try {
      return await loop.post(input)
    } catch (failure) {
      if (!(failure instanceof BusyError)) throw failure
      await pause(loop, failure)
    }
  }
}

/** Whether somebody was taken: asked now, or will be. Of one who was dealt with before, their own memory says it. */
const isTaken = async (loop: Loop, campaign: Campaign, customer: CustomerId, posted: Posted): Promise<boolean> => {
  if (posted.status === "committed") return !posted.entries.some(({ kind }) => kind === "survey-spared")
  const places = (await loop.whole(customer))?.state.sparing.campaigns ?? {}
  return Object.hasOwn(places, campaign.id) && places[campaign.id]?.status !== "spared"
}

/** Whoever was erased or joined to somebody else meanwhile is nobody to ask. */
const isGone = (failure: unknown): boolean => failure instanceof InputError && failure.field === "customer"

const goOn = async (loop: Loop, campaign: Campaign, { signal }: LaunchOptions): Promise<void> => {
  if (signal?.aborted) throw new InputError("conflict", "signal", "it was given up; launch it again to go on")
  if ((await readCampaign(loop, campaign.id))?.status === "cancelled")
    throw new InputError("conflict", "id", "this campaign was cancelled")
}

/** Asks these, as many as may be asked at once, until `wanted` of them were taken. */
const take = async (
  loop: Loop,
  campaign: Campaign,
  customers: readonly CustomerId[],
  { options, drawn, wanted }: { readonly options: LaunchOptions; readonly drawn: number; readonly wanted: number },
): Promise<{ readonly taken: number; readonly looked: number }> => {
  let [taken, looked] = [0, 0]
  while (looked < customers.length && taken < wanted) {
    await goOn(loop, campaign, options)
    const batch = customers.slice(looked, looked + Math.min(batchSize, wanted - taken))
    const now = loop.clock.now()
    const outcomes = await Promise.all(
      batch.map(async (customer, place) => {
        const input = inputFor(campaign, customer, { place: drawn + looked + place, now })
        const posted = await post(loop, input).catch((failure: unknown) => {
          if (isGone(failure)) return undefined
          throw failure
        })
        return posted !== undefined && (await isTaken(loop, campaign, customer, posted))
      }),
    )
    taken += outcomes.filter(Boolean).length
    looked += batch.length
    options.onProgress?.({ done: looked, taken })
    await breathe()
  }
  return { taken, looked }
}

/** A part of everybody, page by page. */
const takePart = async (loop: Loop, campaign: Campaign, options: LaunchOptions, part: number): Promise<Campaign> => {
  let [of, drawn, taken] = [0, 0, 0]
  for await (const page of audience(loop, options.to)) {
    const chosen = page.filter((customer) => lot(campaign.seed, customer) < part)
    of += page.length
    const before = taken
    const progress = ({ done, taken: so }: { readonly done: number; readonly taken: number }) =>
      options.onProgress?.({ done: of - page.length + done, taken: before + so })
    const how = { options: { ...options, onProgress: progress }, drawn, wanted: Infinity }
    taken += (await take(loop, campaign, chosen, how)).taken
    drawn += chosen.length
  }
  return { ...campaign, of, drawn }
}

/** So many at most, in the order of their lots: who may not be asked makes room for the next. */
const takeSome = async (loop: Loop, campaign: Campaign, options: LaunchOptions, most: number): Promise<Campaign> => {
  const lots: { readonly customer: CustomerId; readonly at: number }[] = []
  for await (const page of audience(loop, options.to))
    for (const customer of page) lots.push({ customer, at: lot(campaign.seed, customer) })
  lots.sort((one, two) => one.at - two.at || (one.customer < two.customer ? -1 : 1))
  const order = lots.map(({ customer }) => customer)
  const { looked } = await take(loop, campaign, order, { options, drawn: 0, wanted: most })
  return { ...campaign, of: order.length, drawn: looked }
}

/** Begins it, or goes on with it. */
const launchOnce = async (loop: Loop, fresh: Campaign, options: LaunchOptions): Promise<Campaign> => {
  const known = await readCampaign(loop, fresh.id)
  if (known && known.survey !== fresh.survey)
    throw new InputError("conflict", "id", "a campaign of this id asks another survey; give this one an id of its own")
  if (known?.status === "cancelled")
    throw new InputError("conflict", "id", "this campaign was cancelled; launch a new one")
  if (known?.status === "launched") return known
  const campaign = known ?? fresh
  await writeCampaign(loop, campaign)
  const { sample = 1 } = options
  const ended =
    typeof sample === "number"
      ? await takePart(loop, campaign, options, sample)
      : await takeSome(loop, campaign, options, sample.atMost)
  await goOn(loop, campaign, options)
  const launched: Campaign = { ...ended, status: "launched" }
  await writeCampaign(loop, launched)
  return launched
}

const never = new AbortController().signal

/**
 * Begins a campaign, or goes on with one that was stopped. What was asked before stays asked, and nobody is asked twice. Of several
 * processes that launch the same one at the same time one does it, and all of them get what it came to.
 */
export const launchCampaign = async (
  loop: Loop,
  survey: AnyDefinition | string,
  options: LaunchOptions,
): Promise<Campaign> => {
  await loop.ready()
  const fresh = readLaunch(loop.setting, survey, options, loop.clock.now())
  const { signal = never } = options
  const lease = await loop.store.coordination?.lease(`campaign:${fresh.id}`, signal)
  if (!lease) return launchOnce(loop, fresh, options)
  try {
    return await launchOnce(loop, fresh, { ...options, signal: AbortSignal.any([signal, lease.lost]) })
  } finally {
    await lease.release()
  }
}

/** Ends a campaign: who was not asked yet is not asked, and nobody is reminded any more. */
export const cancelCampaign = async (loop: Loop, id: string): Promise<Campaign> => {
  await loop.ready()
  const campaign = await readCampaign(loop, id)
  if (!campaign) throw new InputError("unknown", "id", "no campaign has this id")
  const cancelled: Campaign = { ...campaign, status: "cancelled" }
  await writeCampaign(loop, cancelled)
  return cancelled
}
