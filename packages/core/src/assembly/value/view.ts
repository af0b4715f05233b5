import { lifetimeValue } from "../../profile/value/lifetime.ts"
import { expectedPurchases, expectedPurchasesError, probabilityAlive } from "../../profile/value/purchases.ts"
import { rfm } from "../../profile/value/rfm.ts"
import type { ValueView } from "../customer-view.ts"
import type { State } from "../entries.ts"
import type { Loop } from "../loop.ts"
import { readModel, type ValueModel } from "./model.ts"
import type { ValueSetting } from "./options.ts"
import { buyerOf, historyOf, type Purchases, purchasesOf } from "./purchases.ts"

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

/** What a customer is worth; `null` where the application does not say what a purchase is, or where they have bought nothing. */
export const valueOf = async (
  { setting, store }: Pick<Loop, "setting" | "store">,
  { events }: State,
  now: number,
): Promise<ValueView | null> => {
  const { value } = setting
  const purchases = value && purchasesOf(value, events)
  if (!purchases) return null
  const model = await readModel(store, value)
  return valueView(value, model && model.at <= now ? model : undefined, purchases, now) // of a moment in the past, what was known then
}
