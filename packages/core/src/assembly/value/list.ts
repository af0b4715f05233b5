import type { CustomerId } from "../../kernel/ids.ts"
import type { Page, PageRequest } from "../../timeline/store.ts"
import type { ValueView } from "../customer-view.ts"
import type { Loop } from "../loop.ts"
import { pageOf } from "../services/list.ts"
import { valueSetting } from "./fit.ts"
import { readModel } from "./model.ts"
import { buyerList, readBuyer } from "./purchases.ts"
import { valueView } from "./view.ts"

/** Somebody with what they are worth. */
export interface ValuedCustomer extends ValueView {
  readonly customer: CustomerId
  readonly name: string
}

/** A page of buyers, who spent most first, each with what is expected of them now. */
export const valueList = async (loop: Loop, page: Partial<PageRequest> | undefined): Promise<Page<ValuedCustomer>> => {
  const value = valueSetting(loop)
  await loop.ready()
  const model = await readModel(loop.store, value)
  const now = loop.clock.now()
  const { items, next } = await loop.store.query(buyerList, {}, pageOf(page))
  return {
    items: items.map((row): ValuedCustomer => {
      const { customer, name, ...purchases } = readBuyer(row)
      return { customer, name, ...valueView(value, model, purchases, now) }
    }),
    ...(next !== undefined && { next }),
  }
}
