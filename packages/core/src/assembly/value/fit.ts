import { ConfigurationError, InputError } from "../../kernel/errors.ts"
import type { CustomerId } from "../../kernel/ids.ts"
import { chanceOf } from "../../profile/matching/chance.ts"
import { fittingSpending } from "../../profile/value/amounts.ts"
import { fittingBuying } from "../../profile/value/purchases.ts"
import { rfmScale } from "../../profile/value/rfm.ts"
import type { Whole } from "../../runtime/house.ts"
import type { State } from "../entries.ts"
import type { Loop, Stored } from "../loop.ts"
import { breathe, inSlices } from "../slices.ts"
import { unitOf } from "../../timeline/unit.ts"
import { keepModel, type ValueModel } from "./model.ts"
import type { ValueSetting } from "./options.ts"
import { buyerOf, buyerRows, historyOf, type Purchases, purchasesOf } from "./purchases.ts"

/** How learning from all customers is watched and stopped. */
export interface FitOptions {
  /** Stops it; what was learned before stays. */
  readonly signal?: AbortSignal
  /** Told how many customers were read. */
  readonly onProgress?: (progress: { readonly done: number; readonly of: number }) => void
}

/** Parameters are as sure from so many buyers as they need to be; more would only cost memory and time. */
const mostBuyers = 50_000

const pageSize = 500

/** Every customer, page by page, with a pause for others after each. */
export async function* allCustomers(loop: Loop, signal?: AbortSignal): AsyncGenerator<readonly Whole<State>[]> {
  let after: string | undefined
  do {
    signal?.throwIfAborted()
    const page = await loop.store.customers({ limit: pageSize, ...(after !== undefined && { after }) })
    const wholes = await Promise.all(page.items.map((customer: CustomerId) => loop.whole(customer)))
    yield wholes.filter((whole) => whole !== undefined)
    after = page.next
    await breathe()
  } while (after !== undefined)
}

/** The setting of value; without it there is nothing to learn from. */
export const valueSetting = ({ setting }: Pick<Loop, "setting">): ValueSetting => {
  if (!setting.value)
    throw new ConfigurationError("value", "say which event is a purchase, and which property its amount")
  return setting.value
}

/**
 * Puts everybody into the list of buyers who is not there yet: those who bought before the application said what a purchase is. Where
 * somebody writes meanwhile, their own turn does it.
 */
const listBuyers = async (loop: Loop, value: ValueSetting, wholes: readonly Whole<State>[]): Promise<void> => {
  const units = wholes.flatMap((whole) => {
    const rows = buyerRows(value, whole)
    const expects = new Map([...whole.streams].map(([stream, { version }]) => [stream, version]))
    return rows.length > 0 ? [unitOf<Stored>({ puts: rows, expects })] : []
  })
  if (units.length > 0) await loop.store.commit(units)
}

/** A sample of as many as are needed, each buyer as likely as any other; the same customers give the same sample. */
const createSample = () => {
  const chance = chanceOf(1)
  const kept: Purchases[] = []
  let seen = 0
  return {
    add: (purchases: Purchases): void => {
      seen++
      if (kept.length < mostBuyers) kept.push(purchases)
      else {
        const place = Math.floor(chance() * seen)
        if (place < mostBuyers) kept[place] = purchases
      }
    },
    kept,
    seen: () => seen,
  }
}

/** Learns from all buyers how people buy, spend and leave, and keeps what was learned. */
export const fitValue = async (loop: Loop, { signal, onProgress }: FitOptions = {}): Promise<ValueModel> => {
  const value = valueSetting(loop)
  await loop.ready()
  const { customers: all } = await loop.store.size()
  const sample = createSample()
  let done = 0
  for await (const wholes of allCustomers(loop, signal)) {
    for (const { state } of wholes) {
      const purchases = purchasesOf(value, state.events)
      if (purchases) sample.add(purchases)
    }
    await listBuyers(loop, value, wholes)
    done += wholes.length
    onProgress?.({ done, of: Math.max(all, done) })
  }
  if (sample.kept.length < 2)
    throw new InputError(
      "invalid",
      "value",
      `fewer than two customers have bought: there is no ${JSON.stringify(value.event)} to learn from`,
    )
  const now = loop.clock.now()
  const histories = sample.kept.map((purchases) => historyOf(purchases, now))
  const spenders = histories.filter(({ average }) => average !== undefined)
  const model: ValueModel = {
    version: 1,
    at: now,
    event: value.event,
    amount: value.amount,
    buyers: sample.seen(),
    n: histories.length,
    buying: await inSlices(fittingBuying(histories), { signal }),
    spending: spenders.length < 2 ? null : await inSlices(fittingSpending(spenders), { signal }),
    rfm: rfmScale(sample.kept.map((purchases) => buyerOf(purchases, now))),
  }
  await keepModel(loop.store, model)
  return model
}
