import { type Endpoint, isStream, type StreamId } from "../kernel/ids.ts"
import type { InputBase } from "../timeline/decision.ts"
import type { States, Store, StreamRow } from "../timeline/store.ts"
import type { House, Tying } from "./house.ts"

type Ties<State, Input extends InputBase> = Pick<House<State, Input>, "ties" | "neighbours">

/** Where a walk over links begins, and what is done there. */
export interface Start {
  readonly streams: readonly StreamId[]
  readonly looking: Tying
}

type RowOf<State> = (stream: StreamId) => Pick<StreamRow<State>, "state"> | undefined

/**
 * Walks from some streams to everything that has a say in whose they are. `go` walks as far as rows are known, and gives those that it
 * lacks: called again, it goes on from there.
 */
const createWalk = <State, Input extends InputBase>(
  { neighbours }: Ties<State, Input>,
  { streams, looking }: Start,
  rowOf: RowOf<State>,
) => {
  const reached = new Set(streams),
    starts = new Set(streams),
    loosened = new Set<StreamId>()
  let ahead = [...reached]
  const step = (stream: StreamId, { state }: Pick<StreamRow<State>, "state">, next: StreamId[]): void => {
    const isStart = starts.has(stream)
    for (const place of neighbours?.(
      stream,
      state,
      isStart ? looking : loosened.has(stream) ? "loosening" : "through",
    ) ?? []) {
      if (isStart && looking === "unlinking") loosened.add(place) // something is taken back there as well
      if (reached.has(place)) continue
      reached.add(place)
      next.push(place)
    }
  }
  const go = (): readonly StreamId[] => {
    const missing: StreamId[] = []
    while (ahead.length > 0) {
      const next: StreamId[] = []
      for (const stream of ahead) {
        const row = rowOf(stream)
        if (row) step(stream, row, next)
        else missing.push(stream)
      }
      ahead = next
    }
    ahead = missing
    return missing
  }
  return { reached, go }
}

/** Everything that has a say in who is who, from where an input comes in. Streams that are not known lead nowhere. */
export const reachOf = <State, Input extends InputBase>(
  house: Ties<State, Input>,
  start: Start,
  rowOf: RowOf<State>,
): ReadonlySet<StreamId> => {
  const { reached, go } = createWalk(house, start, rowOf)
  go()
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
  starts: readonly Start[],
  known: ReadonlyMap<StreamId, StreamRow<State>>,
): Promise<ReadonlyMap<StreamId, StreamRow<State>>> => {
  const streams = new Map(known)
  const asked = new Set<StreamId>()
  const walks = starts.map((start) => createWalk(house, start, (stream) => streams.get(stream)))
  for (;;) {
    const missing = new Set<StreamId>()
    for (const { go } of walks) for (const stream of go()) if (!asked.has(stream)) missing.add(stream)
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
  const starts = inputs.flatMap((input): readonly Start[] => {
    const looking = house.ties?.(input)
    return looking ? [{ streams: startsOf(input, loaded), looking }] : []
  })
  return starts.length === 0 ? loaded : { ...loaded, streams: await loadAround(house, store, starts, loaded.streams) }
}
