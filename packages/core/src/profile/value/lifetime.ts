import { expectedAmount, type SpendingParameters } from "./amounts.ts"
import type { PurchaseHistory } from "./history.ts"
import { type BuyingParameters, expectedPurchases } from "./purchases.ts"

/** What money that comes later is worth, and how far ahead we look. */
export interface LifetimeOptions {
  /** How many weeks ahead, 52 where it is left out. */
  readonly weeks?: number
  /** By how much less a year later is worth: .1 where it is left out. */
  readonly discount?: number
  /** The share of an amount that stays with us, 1 where it is left out. */
  readonly margin?: number
}

/** Purchases come somewhere within a step; each is discounted from the middle of its own. */
const step = 4

/**
 * What the purchases of somebody in the time ahead are worth today: how many are to be expected, times what each is worth, times the
 * margin, discounted. `null` where what a purchase is worth cannot be said.
 */
export const lifetimeValue = (
  buying: BuyingParameters,
  spending: SpendingParameters,
  history: PurchaseHistory,
  { weeks = 52, discount = 0.1, margin = 1 }: LifetimeOptions = {},
): number | null => {
  const amount = expectedAmount(spending, history)
  if (amount === null) return null
  let [sum, before] = [0, 0]
  for (let from = 0; from < weeks; from += step) {
    const to = Math.min(weeks, from + step)
    const until = expectedPurchases(buying, history, to)
    sum += Math.max(0, until - before) / (1 + discount) ** ((from + to) / 2 / 52)
    before = until
  }
  return sum * amount * margin
}
