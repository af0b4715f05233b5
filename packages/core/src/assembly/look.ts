import { type CustomerId, endpointOf, isStream } from "../kernel/ids.ts"
import type { IdentifierRules } from "../profile/identifier.ts"
import { type House, type Whole, wholeOf } from "../runtime/house.ts"
import type { Store } from "../timeline/store.ts"
import type { State } from "./entries.ts"
import type { Input } from "./inputs.ts"

/** Looks customers up by any of their names. */
export const createLook = (
  house: House<State, Input>,
  store: Pick<Store<State>, "load">,
  rules: Pick<IdentifierRules, "lenient">,
) => {
  const find = async (reference: string) => {
    const endpoint = rules.lenient(endpointOf(reference))
    const found = await store.load({
      inputs: [],
      identifiers: isStream(endpoint) ? [] : [endpoint],
      streams: isStream(endpoint) ? [endpoint] : [],
    })
    const stream = isStream(endpoint) ? endpoint : found.bound.get(endpoint)
    return { streams: found.streams, customer: stream && found.streams.get(stream)?.customer }
  }
  return {
    named: async (reference: string): Promise<CustomerId | undefined> => (await find(reference)).customer,
    whole: async (reference: string): Promise<Whole<State> | undefined> => {
      const { streams, customer } = await find(reference)
      if (!customer) return undefined
      return wholeOf(house, customer, new Map([...streams].filter(([, row]) => row.customer === customer)))
    },
  }
}
