import { type Endpoint, isStream, type StreamId } from "../kernel/ids.ts"
import type { InputBase } from "../timeline/decision.ts"
import type { States, Store, StreamRow } from "../timeline/store.ts"
import type { House, Tying } from "./house.ts"

type Ties<State, Input extends InputBase> = Pick<House<State, Input>, "ties" | "neighbours">

/** Everything that has a say in who is who, from where an input comes in. Streams that are not known lead nowhere. */
export const reachOf = <State, Input extends InputBase>(
  { neighbours }: Ties<State, Input>,
  starts: Iterable<StreamId>,
  looking: Tying,
  rowOf: (stream: StreamId) => Pick<StreamRow<State>, "state"> | undefined,
): ReadonlySet<StreamId> => {
  const reached = new Set(starts)
  const loosened = new Set<StreamId>()
  const first = reached.size
  let step = 0
  for (const stream of reached) {
    // a set is walked to its growing end
    const row = rowOf(stream)
    const isStart = step++ < first
    if (!row || !neighbours) continue
    const how = isStart ? looking : loosened.has(stream) ? "loosening" : "through"
    for (const next of neighbours(stream, row.state, how)) {
      reached.add(next)
      if (isStart && looking === "unlinking") loosened.add(next) // something is taken back there as well
    }
  }
  return reached
}

/** The streams at which an input comes in, as far as they are known. */
export const startsOf = <State>(
  { on, with: others = [] }: Pick<InputBase, "on" | "with">,
  { bound, streams }: Pick<States<State>, "bound" | "streams">,
): readonly StreamId[] =>
  [on, ...others].flatMap((endpoint: Endpoint) => {
    const stream = isStream(endpoint) ? endpoint : bound.get(endpoint)
    return stream !== undefined && streams.has(stream) ? [stream] : []
  })

/** Loads everything that has a say in whose some streams are. What is known already is in the answer. */
export const loadAround = async <State, Input extends InputBase>(
  house: Ties<State, Input>,
  store: Pick<Store<State>, "load">,
  starts: readonly { readonly streams: readonly StreamId[]; readonly looking: Tying }[],
  known: ReadonlyMap<StreamId, StreamRow<State>>,
): Promise<ReadonlyMap<StreamId, StreamRow<State>>> => {
  const streams = new Map(known)
  const asked = new Set<StreamId>()
  for (;;) {
    const missing = new Set<StreamId>()
    for (const start of starts)
      for (const stream of reachOf(house, start.streams, start.looking, (each) => streams.get(each)))
        if (!streams.has(stream) && !asked.has(stream)) missing.add(stream)
    if (missing.size === 0) return streams
    for (const stream of missing) asked.add(stream) // one that was erased is not asked for again
    const more = await store.load({ inputs: [], identifiers: [], streams: [...missing] })
    for (const [stream, row] of more.streams) if (!streams.has(stream)) streams.set(stream, row)
  }
}

/** Loads, for inputs that may change who is who, everything that has a say in it. What was loaded before is in the answer. */
export const loadReach = async <State, Input extends InputBase>(
  house: Ties<State, Input>,
  store: Pick<Store<State>, "load">,
  inputs: readonly Input[],
  loaded: States<State>,
): Promise<States<State>> => {
  if (!house.neighbours) return loaded
  const starts = inputs.flatMap((input) => {
    const looking = house.ties?.(input)
    return looking ? [{ streams: startsOf(input, loaded), looking }] : []
  })
  return starts.length === 0 ? loaded : { ...loaded, streams: await loadAround(house, store, starts, loaded.streams) }
}
