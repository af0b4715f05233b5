import type { Identifier, StreamId } from "../kernel/ids.ts"
import type { Need, States, Store, StreamRow, Unit } from "../timeline/store.ts"
import { createGenerations, type Generations } from "./generations.ts"

/** All the streams of one customer, as one value: a customer is kept whole or not at all. */
type Circle<State> = ReadonlyMap<StreamId, StreamRow<State>>

/** What is kept in memory. */
interface Kept<State> {
  readonly bound: Generations<Identifier, StreamId>
  readonly circles: Generations<StreamId, Circle<State>>
}

/** The two verbs of a store that a turn needs, and how to forget what somebody erased. */
export interface CachedStore<State> extends Pick<Store<State>, "load" | "commit"> {
  forget(streams: Iterable<StreamId>, identifiers: Iterable<Identifier>): void
}

/** How many identifiers and streams are kept, at least: a state of many messages takes some 10 kB, so this is a matter of memory. */
const usuallyKept = 5_000

/** Keeps rows that hold their customers whole. Those of one customer alone are kept as they are: nobody changes them. */
const keepRows = <State>({ circles }: Kept<State>, streams: Circle<State>): void => {
  if (streams.size === 1) {
    for (const stream of streams.keys()) circles.set(stream, streams)
    return
  }
  const byCustomer = new Map<StreamId, Map<StreamId, StreamRow<State>>>()
  for (const [stream, row] of streams) {
    const circle = byCustomer.get(row.customer)
    if (circle) circle.set(stream, row)
    else byCustomer.set(row.customer, new Map([[stream, row]]))
  }
  for (const circle of byCustomer.values()) for (const stream of circle.keys()) circles.set(stream, circle)
}

const forget = <State>(
  { bound, circles }: Kept<State>,
  streams: Iterable<StreamId>,
  identifiers: Iterable<Identifier>,
): void => {
  for (const stream of streams) circles.delete(stream)
  for (const identifier of identifiers) bound.delete(identifier)
}

/** What is in memory of a need, and what has to be read. */
const lookUp = <State>({ bound, circles }: Kept<State>, need: Need) => {
  const known = new Map<Identifier, StreamId>(),
    streams = new Map<StreamId, StreamRow<State>>()
  const identifiers: Identifier[] = [],
    missing: StreamId[] = []
  const have = (stream: StreamId) => {
    const circle = circles.get(stream)
    if (circle) for (const [member, row] of circle) streams.set(member, row)
    else missing.push(stream)
  }
  for (const identifier of need.identifiers) {
    const stream = bound.get(identifier)
    if (stream === undefined) identifiers.push(identifier)
    else {
      known.set(identifier, stream)
      have(stream)
    }
  }
  need.streams.forEach(have)
  return { known, streams, missing: { inputs: need.inputs, identifiers, streams: missing } }
}

/** The rows of all streams that a unit read, as it left them; `undefined` where one of them is not known. */
const rowsAfter = <State>({ circles }: Kept<State>, { expects, states }: Unit<State>): Circle<State> | undefined => {
  if (expects.size === states.size) return states // an expected stream that is not written has no state: all of them are
  const rows = new Map<StreamId, StreamRow<State>>()
  for (const stream of expects.keys()) for (const [member, row] of circles.get(stream) ?? []) rows.set(member, row)
  for (const [stream, version] of expects) if (version > 0 && !rows.has(stream)) return undefined
  for (const [stream, row] of states) rows.set(stream, row)
  return rows
}

/** Takes over what a unit committed, where its customers are known whole; forgets them otherwise. */
const note = <State>(kept: Kept<State>, unit: Unit<State>): void => {
  for (const [identifier, stream] of unit.binds) kept.bound.set(identifier, stream)
  const rows = rowsAfter(kept, unit)
  if (rows) keepRows(kept, rows)
  else forget(kept, unit.expects.keys(), [])
}

/** Keeps nothing: what another process has committed is seen by the next look, and one round trip is needed either way. */
export const uncached = <State>({ load, commit }: Pick<Store<State>, "load" | "commit">): CachedStore<State> => ({
  load,
  commit,
  forget: () => {},
})

/**
 * Keeps the rows of recent customers in front of a store. A stale row does no harm: the expected versions fence the unit that was
 * decided on it, and the row goes.
 */
export const cached = <State>(store: Pick<Store<State>, "load" | "commit">, size = usuallyKept): CachedStore<State> => {
  const kept: Kept<State> = { bound: createGenerations(size), circles: createGenerations(size) }
  let changes = 0
  return {
    load: async (need): Promise<States<State>> => {
      const { known, streams, missing } = lookUp(kept, need)
      const before = changes
      const found = await store.load(missing)
      const isCurrent = changes === before // what was committed or forgotten meanwhile is newer than what was read
      for (const [identifier, stream] of found.bound) {
        if (isCurrent) kept.bound.set(identifier, stream)
        known.set(identifier, stream)
      }
      if (isCurrent) keepRows(kept, found.streams)
      for (const [stream, row] of found.streams) streams.set(stream, row)
      return { seen: found.seen, bound: known, streams }
    },
    commit: async (units) => {
      const results = await store.commit(units)
      changes++
      for (const [index, unit] of units.entries()) {
        if (results[index]?.status === "committed") note(kept, unit)
        else forget(kept, unit.expects.keys(), unit.binds.keys())
      }
      return results
    },
    forget: (streams, identifiers) => {
      changes++
      forget(kept, streams, identifiers)
    },
  }
}
