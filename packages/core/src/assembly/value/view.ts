import { lifetimeValue } from "../../profile/value/lifetime.ts"
import { expectedPurchases, expectedPurchasesError, probabilityAlive } from "../../profile/value/purchases.ts"
import { rfm } from "../../profile/value/rfm.ts"
import type { ValueView } from "../customer-view.ts"
import type { Loop } from "../loop.ts"
import { readModel, type ValueModel } from "./model.ts"
import type { ValueSetting } from "./options.ts"
import { buyerOf, historyOf, type Purchases } from "./purchases.ts"

const unknownOrders = { expectedOrders: null, expectedOrdersError: null }

/** What somebody is worth at a moment: what they bought, and what a model expects of them. */
export const valueView = (
  { margin, weeks, discount, currency }: ValueSetting,
  model: ValueModel | undefined,
  purchases: Purchases,
  now: number,
): ValueView => {
  const { orders, total, last } = purchases
  const known = { orders, total, last, ...(currency !== undefined && { currency }) }
  if (!model) return { ...known, rfm: null, pAlive: null, ...unknownOrders, clv: null, model: null }
  const { buying, spending, at, n } = model
  const history = historyOf(purchases, now)
  return {
    ...known,
    rfm: rfm(model.rfm, buyerOf(purchases, now)),
    pAlive: probabilityAlive(buying, history),
    expectedOrders: expectedPurchases(buying, history, weeks),
    expectedOrdersError: expectedPurchasesError(buying, history, weeks),
    clv: spending && lifetimeValue(buying, spending, history, { weeks, discount, margin }),
    model: { at, n, weeks, cautions: [...new Set([...buying.cautions, ...(spending?.cautions ?? [])])] },
  }
}

/** What a customer is worth, by what was known at a moment. */
export const valueThen = async (
  store: Loop["store"],
  value: ValueSetting,
  purchases: Purchases,
  now: number,
): Promise<ValueView> => {
  const model = await readModel(store, value)
  return valueView(value, model && model.at <= now ? model : undefined, purchases, now)
}
