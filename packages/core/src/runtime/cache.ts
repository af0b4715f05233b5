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

/** How many identifiers and streams are kept, at least. */
const usuallyKept = 20_000

const keepRows = <State>({ circles }: Kept<State>, streams: ReadonlyMap<StreamId, StreamRow<State>>): void => {
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

/** Takes over what a unit committed, where its customers are known whole; forgets them otherwise. */
const note = <State>(kept: Kept<State>, unit: Unit<State>): void => {
  for (const [identifier, stream] of unit.binds) kept.bound.set(identifier, stream)
  const rows = new Map<StreamId, StreamRow<State>>()
  for (const stream of unit.expects.keys())
    for (const [member, row] of kept.circles.get(stream) ?? []) rows.set(member, row)
  const isWhole = [...unit.expects].every(([stream, version]) => version === 0 || rows.has(stream))
  for (const [stream, row] of unit.states) rows.set(stream, row)
  if (isWhole) keepRows(kept, rows)
  else forget(kept, unit.expects.keys(), [])
}

/**
 * Keeps the rows of recent customers in front of a store. A stale row does no harm: the expected versions fence the unit that was
 * decided on it, and the row goes.
 */
export const cached = <State>(store: Pick<Store<State>, "load" | "commit">, size = usuallyKept): CachedStore<State> => {
  const kept: Kept<State> = { bound: createGenerations(size), circles: createGenerations(size) }
  return {
    load: async (need): Promise<States<State>> => {
      const { known, streams, missing } = lookUp(kept, need)
      const found = await store.load(missing)
      for (const [identifier, stream] of found.bound) {
        kept.bound.set(identifier, stream)
        known.set(identifier, stream)
      }
      keepRows(kept, found.streams)
      for (const [stream, row] of found.streams) streams.set(stream, row)
      return { seen: found.seen, bound: known, streams }
    },
    commit: async (units) => {
      const results = await store.commit(units)
      for (const [index, unit] of units.entries()) {
        if (results[index]?.status === "committed") note(kept, unit)
        else forget(kept, unit.expects.keys(), unit.binds.keys())
      }
      return results
    },
    forget: (streams, identifiers) => forget(kept, streams, identifiers),
  }
}
