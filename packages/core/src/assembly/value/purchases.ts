import type { CustomerId } from "../../kernel/ids.ts"
import { dayOf } from "../../profile/event-days.ts"
import type { EventMemory } from "../../profile/event.ts"
import type { PurchaseHistory } from "../../profile/value/history.ts"
import type { Buyer } from "../../profile/value/rfm.ts"
import type { Whole } from "../../runtime/house.ts"
import type { Row } from "../../timeline/store.ts"
import type { State } from "../entries.ts"
import { nameOf } from "../rows.ts"
import type { ValueSetting } from "./options.ts"

/** What somebody has bought, as it is remembered: enough for every figure, at any later moment. */
export interface Purchases {
  readonly orders: number
  /** On how many days. */
  readonly days: number
  readonly first: number
  readonly last: number
  readonly total: number
  /** What was bought on the first day, which says nothing of who buys again. */
  readonly firstDay: number
}

/** Somebody with what they bought, as the list of buyers keeps them. */
export interface BuyerLine extends Purchases {
  readonly customer: CustomerId
  readonly name: string
}

/** The list of buyers, who spent most first. */
export const buyerList = "buyer"

/** What somebody has bought; `undefined` where they have bought nothing. */
export const purchasesOf = (
  { event, amount }: Pick<ValueSetting, "event" | "amount">,
  events: EventMemory,
): Purchases | undefined => {
  const figures = Object.hasOwn(events, event) ? events[event] : undefined
  if (!figures) return undefined
  // what the first version of events kept has no first time, no days and no sums
  const { count, last, first = last, activeDays = 1, sums = {} } = figures as Partial<typeof figures> & typeof figures
  const sum = Object.hasOwn(sums, amount) ? sums[amount] : undefined
  return { orders: count, days: activeDays, first, last, total: sum?.total ?? 0, firstDay: sum?.firstDay ?? 0 }
}

/** What somebody has bought, in the words of the models. */
export const historyOf = ({ days, first, last, total, firstDay }: Purchases, now: number): PurchaseHistory => {
  const span = dayOf(last) - dayOf(first)
  const repeats = Math.min(100_000, days - 1, span) // days that two streams count each are no more than there were
  const weeks = Math.min(10_000, Math.max(0, dayOf(now) - dayOf(first)) / 7)
  if (repeats < 1) return { repeats: 0, lastWeek: 0, weeks }
  const average = (total - firstDay) / repeats
  return {
    repeats,
    lastWeek: Math.min(weeks, span / 7),
    weeks,
    ...(average > 0 && Number.isFinite(average) && { average }),
  }
}

/** What somebody has bought, as fifths of a population are made from. */
export const buyerOf = ({ days, last, total }: Purchases, now: number): Buyer => ({
  recency: Math.max(0, dayOf(now) - dayOf(last)),
  frequency: days,
  monetary: total,
})

/** A place in a list is a whole number: amounts are ordered to the hundredth, the greatest first. */
const placeOf = (total: number): number => -Math.round(100 * Math.max(-1e13, Math.min(1e13, total)))

/** The line of a customer in the list of buyers. */
export const buyerRows = (setting: ValueSetting | undefined, customer: Whole<State>): readonly Row[] => {
  const purchases = setting && purchasesOf(setting, customer.state.events)
  if (!purchases) return []
  const line: BuyerLine = { customer: customer.id, name: nameOf(customer), ...purchases }
  return [{ projection: buyerList, key: customer.id, at: placeOf(purchases.total), data: JSON.stringify(line) }]
}

/** What a line of the list of buyers says. */
export const readBuyer = ({ data }: Pick<Row, "data">): BuyerLine => JSON.parse(data)
