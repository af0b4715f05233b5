import type { StreamId } from "../../kernel/ids.ts"
import { liveApart, liveLinks } from "../../profile/identity.ts"
import type { House, Whole } from "../../runtime/house.ts"
import { loadAround } from "../../runtime/reach.ts"
import type { Store, StreamRow } from "../../timeline/store.ts"
import type { State } from "../entries.ts"
import type { Input } from "../inputs.ts"

/** A customer's streams, everything that has a say in whose they are, and the places that their links name, though they join nobody. */
export const lookAround = async (
  house: House<State, Input>,
  store: Pick<Store<State>, "load">,
  { streams }: Whole<State>,
): Promise<ReadonlyMap<StreamId, StreamRow<State>>> => {
  const own = [...streams.values()].map(({ state }) => state.identity)
  const named = own.flatMap((links) => [...liveLinks(links), ...liveApart(links)].flatMap(([, { ends }]) => ends))
  if (named.every((stream) => streams.has(stream))) return streams
  const reached = await loadAround(house, store, [{ streams: [...streams.keys()], looking: "loosening" }], streams)
  const missing = new Set(named.filter((stream) => !reached.has(stream)))
  if (missing.size === 0) return reached
  const more = await store.load({ inputs: [], identifiers: [], streams: [...missing] })
  return new Map([...more.streams, ...reached])
}
