import type { CustomerId, StreamId } from "../kernel/ids.ts"
import type { InputBase } from "../timeline/decision.ts"
import type { Count, Row, Store, StreamRow } from "../timeline/store.ts"
import { type House, wholeOf } from "./house.ts"
import { streamsIn } from "./row.ts"

/** What the projections must be, folded again from the entries alone. */
export interface Rebuilt<State> {
  readonly streams: ReadonlyMap<
    StreamId,
    { readonly customer: CustomerId; readonly version: number; readonly state: State }
  >
  readonly rows: readonly Row[]
  /** Added up by metric and hour, sorted by both. */
  readonly counts: readonly Count[]
}

const addUp = (counts: Iterable<Count>): readonly Count[] => {
  const sums = new Map<string, Count>()
  for (const count of counts) {
    const key = `${count.metric}\n${count.at}`
    sums.set(key, { ...count, by: (sums.get(key)?.by ?? 0) + count.by })
  }
  return [...sums.values()].sort((one, two) =>
    one.metric < two.metric ? -1 : one.metric > two.metric ? 1 : one.at - two.at,
  )
}

/** Folds the whole timeline again: the same pure steps as live, so the result must be the same. Reads every entry. */
export const rebuild = async <State extends object, Input extends InputBase>(
  house: House<State, Input>,
  store: Store<Partial<State>>,
): Promise<Rebuilt<State>> => {
  const states = new Map<StreamId, { version: number; state: State }>()
  const counts: Count[] = []
  const lines = new Map<string, Row>()
  for await (const { entry: written } of store.feed(0)) {
    const entry = house.read(written)
    const before = states.get(entry.stream)?.state ?? house.initial
    const after = house.project(before, entry)
    counts.push(...house.counts(entry, before, after))
    for (const line of house.lines?.(entry, before, after) ?? []) lines.set(`${line.projection}\n${line.key}`, line)
    states.set(entry.stream, { version: entry.position, state: after })
  }
  const names = house.customers(new Map([...states].map(([stream, { state }]) => [stream, state])))
  const streams = new Map(
    [...states].map(([stream, row]) => [stream, { customer: names.get(stream) ?? stream, ...row }]),
  )
  const loaded = await store.load({ inputs: [], identifiers: [], streams: [...streams.keys()] })
  const rows: Row[] = [...lines.values()]
  for (const [id, members] of Map.groupBy(streams, ([, { customer }]) => customer)) {
    const whole = new Map(
      members.map(([stream, row]): [StreamId, StreamRow<State>] => [
        stream,
        { ...row, identifier: loaded.streams.get(stream)?.identifier ?? ":" },
      ]),
    ) // identifiers are bound, not projected
    const isWhole = ({ key }: Row) => streamsIn(key).every((stream) => streams.has(stream)) // an erasure took the line with the other end
    rows.push(...house.rows(wholeOf(house, id, whole)).filter(isWhole))
  }
  return { streams, rows, counts: addUp(counts) }
}
