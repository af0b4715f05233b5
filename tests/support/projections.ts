import { createHouse } from "../../packages/core/src/assembly/house.ts"
import type { State } from "../../packages/core/src/assembly/entries.ts"
import type { Input } from "../../packages/core/src/assembly/inputs.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { settingOf } from "../../packages/core/src/assembly/options.ts"
import { compileRule } from "../../packages/core/src/assembly/rule.ts"
import type { StreamId } from "../../packages/core/src/kernel/ids.ts"
import type { House } from "../../packages/core/src/runtime/house.ts"
import { rebuild } from "../../packages/core/src/runtime/rebuild.ts"
import { allPages } from "../../packages/core/src/testing/store-builders.ts"
import type { Count, Row, Store } from "../../packages/core/src/timeline/store.ts"
import type { AnyOptions } from "./planted.ts"

/** The pure half of an application: what projects, for a judge to fold again with. */
export const houseOf = (options: AnyOptions): House<State, Input> =>
  createHouse(settingOf(options), (options.rules ?? []).map(compileRule))

const lists = ["inbox", "unanswered", "case", "suggestion", "segment", "member"]
const always = ["messages", "cases", "waiting", "rules-fired"]
const endOfTime = 8e15

const byText = (one: string, two: string) => (one < two ? -1 : one > two ? 1 : 0)
const rowsIn = (rows: readonly Row[]) =>
  rows.map(({ projection, key, at, data }) => JSON.stringify([projection, key, at, data])).sort(byText)
const countsIn = (counts: readonly Count[]) =>
  counts
    .filter(({ by }) => by !== 0)
    .map(({ metric, at, by }) => JSON.stringify([metric, at, by]))
    .sort(byText)
const statesIn = (
  streams: Iterable<
    readonly [StreamId, { readonly customer: StreamId; readonly version: number; readonly state: State }]
  >,
) =>
  [...streams]
    .map(([stream, { customer, version, state }]) => JSON.stringify([stream, customer, version, state]))
    .sort(byText)

/** Every projection as text, byte by byte: as it is kept, and as the timeline alone gives it. */
export const projectionsOf = async (
  house: House<State, Input>,
  store: Store<Stored>,
  /** Lists that were written to: one of which the timeline gives no line may have one that was left behind. */
  written: readonly string[] = [],
) => {
  const again = await rebuild(house, store)
  const kept = await store.load({ inputs: [], identifiers: [], streams: [...again.streams.keys()] })
  const rows: Row[] = []
  const everyList = new Set([...lists, ...written, ...again.rows.map(({ projection }) => projection)]) // a group has a list of its own
  for (const list of everyList) rows.push(...(await allPages(1000, (page) => store.query(list, {}, page))).flat())
  const metrics = [...new Set([...always, ...again.counts.map(({ metric }) => metric)])]
  // which revision of the folds wrote a row is no projection
  const whole = [...kept.streams].map(([stream, row]) => {
    const { folds: _, ...rooms }: Partial<State> & { readonly folds?: unknown } = row.state
    return [stream, { ...row, state: { ...house.initial, ...rooms } }] as const
  })
  return {
    live: {
      streams: (await store.size()).streams,
      states: statesIn(whole),
      rows: rowsIn(rows),
      counts: countsIn(await store.series(metrics, 0, endOfTime)),
    },
    rebuilt: {
      streams: again.streams.size,
      states: statesIn(again.streams),
      rows: rowsIn(again.rows),
      counts: countsIn(again.counts),
    },
  }
}

/** Where what is kept differs from what the timeline gives; empty when rebuild = live. */
export const driftOf = async (house: House<State, Input>, store: Store<Stored>): Promise<readonly string[]> => {
  const { live, rebuilt } = await projectionsOf(house, store)
  return (["streams", "states", "rows", "counts"] as const).filter(
    (part) => JSON.stringify(live[part]) !== JSON.stringify(rebuilt[part]),
  )
}
