import type { Identifier, StreamId } from "../kernel/ids.ts"
import type { Need, States, Store, StreamRow, Unit } from "../timeline/store.ts"
import { createGenerations } from "./generations.ts"

/** All the streams of one customer, as one value: a customer is kept whole or not at all. */
type Circle<State> = ReadonlyMap<StreamId, StreamRow<State>>

/** How many identifiers and streams are kept, at least. */
const usuallyKept = 20_000

/**
 * Keeps the rows of recent customers in front of a store. A stale row does no harm: the expected versions fence the unit that was
 * decided on it, and the row goes.
 */
export const cached = <State>(store: Pick<Store<State>, "load" | "commit">, kept = usuallyKept): Pick<Store<State>, "load" | "commit"> & {
  /** Forgets these streams and identifiers, because somebody erased them. */
  forget(streams: Iterable<StreamId>, identifiers: Iterable<Identifier>): void
} => {
  const bound = createGenerations<Identifier, StreamId>(kept)
  const circles = createGenerations<StreamId, Circle<State>>(kept)

  const keep = (circle: Circle<State>) => {
    for (const stream of circle.keys()) circles.set(stream, circle)
  }
  const keepFound = (found: States<State>) => {
    for (const [identifier, stream] of found.bound) bound.set(identifier, stream)
    const byCustomer = new Map<StreamId, Map<StreamId, StreamRow<State>>>()
    for (const [stream, row] of found.streams) {
      const circle = byCustomer.get(row.customer)
      if (circle) circle.set(stream, row)
      else byCustomer.set(row.customer, new Map([[stream, row]]))
    }
    for (const circle of byCustomer.values()) keep(circle)
  }
  const forget = (streams: Iterable<StreamId>, identifiers: Iterable<Identifier>) => {
    for (const stream of streams) circles.delete(stream)
    for (const identifier of identifiers) bound.delete(identifier)
  }

  const load = async (need: Need): Promise<States<State>> => {
    const known = new Map<Identifier, StreamId>(), streams = new Map<StreamId, StreamRow<State>>()
    const missing = { identifiers: [] as Identifier[], streams: [] as StreamId[] } // filled below
    const have = (stream: StreamId) => {
      const circle = circles.get(stream)
      if (circle) for (const [member, row] of circle) streams.set(member, row)
      else missing.streams.push(stream)
    }
    for (const identifier of need.identifiers) {
      const stream = bound.get(identifier)
      if (stream === undefined) missing.identifiers.push(identifier)
      else {
        known.set(identifier, stream)
        have(stream)
      }
    }
    need.streams.forEach(have)
    const found = await store.load({ inputs: need.inputs, ...missing })
    keepFound(found)
    for (const [identifier, stream] of found.bound) known.set(identifier, stream)
    for (const [stream, row] of found.streams) streams.set(stream, row)
    return { seen: found.seen, bound: known, streams }
  }

  const note = (unit: Unit<State>) => {
    for (const [identifier, stream] of unit.binds) bound.set(identifier, stream)
    const moved = [...unit.states].some(([stream, row]) => circles.get(stream)?.get(stream)?.customer !== row.customer)
    const known = new Map<StreamId, StreamRow<State>>()
    for (const stream of unit.expects.keys()) for (const [member, row] of circles.get(stream) ?? []) known.set(member, row)
    const whole = [...unit.expects].every(([stream, version]) => version === 0 || known.has(stream))
    for (const [stream, row] of unit.states) known.set(stream, row)
    if (!whole) return forget(unit.expects.keys(), [])
    if (!moved && known.size === 1) return keep(known)
    keepFound({ seen: new Set(), bound: new Map(), streams: known })
  }

  return {
    load,
    forget,
    commit: async (units) => {
      const results = await store.commit(units)
      for (const [index, unit] of units.entries()) {
        if (results[index]?.status === "committed") note(unit)
        else forget(unit.expects.keys(), unit.binds.keys())
      }
      return results
    },
  }
}
