// What has to be so in a house with everything, whatever happened.
import { customerFacts } from "../../packages/core/src/assembly/facts.ts"
import type { AnyEntry, State } from "../../packages/core/src/assembly/entries.ts"
import type { Input } from "../../packages/core/src/assembly/inputs.ts"
import { settingOf } from "../../packages/core/src/assembly/options.ts"
import { known as knownEntry } from "../../packages/core/src/assembly/reader.ts"
import { compile } from "../../packages/core/src/kernel/condition.ts"
import type { StreamId } from "../../packages/core/src/kernel/ids.ts"
import { lifecycleFacts, stageOf } from "../../packages/core/src/profile/lifecycle.ts"
import { segmentsIn } from "../../packages/core/src/profile/segment.ts"
import { type House, type Whole, wholeOf } from "../../packages/core/src/runtime/house.ts"
import { allPages } from "../../packages/core/src/testing/store-builders.ts"
import type { Job } from "../../packages/core/src/timeline/job.ts"
import type { Row } from "../../packages/core/src/timeline/store.ts"
import { everything, type FullHouse } from "./full-house.ts"
import type { AnyOptions } from "./planted.ts"
import { houseOf, projectionsOf } from "./projections.ts"

/** Lists that are no projection of the timeline: what an erasure leaves, and how far a start has come. */
const kept: ReadonlySet<string> = new Set(["erased", "erasure", "segment-definitions", "model"])

/** The pure half of a house, for a judge to fold with. */
interface Judge {
  readonly house: House<State, Input>
  readonly setting: ReturnType<typeof settingOf>
}

const judges = new WeakMap<AnyOptions, Judge>()

/** The judge of what is declared now, made once. */
const judgeOf = ({ options }: FullHouse): Judge => {
  const judge = judges.get(options) ?? { house: houseOf(options), setting: settingOf(options) }
  judges.set(options, judge)
  return judge
}

/** Everybody in the house, as a whole. */
const everybody = async ({ store }: FullHouse, { house }: Judge): Promise<readonly Whole<State>[]> => {
  const names = (await allPages(1000, (page) => store.customers(page))).flat()
  const { streams } = await store.load({ inputs: [], identifiers: [], streams: names })
  const rows = [...streams].map(
    ([stream, row]) => [stream, { ...row, state: { ...house.initial, ...row.state } }] as const,
  )
  return [...Map.groupBy(rows, ([, { customer }]) => customer)].map(([id, own]) => wholeOf(house, id, new Map(own)))
}

/** What is so now, whatever was counted of those who were erased: how many wait, and how many cases are open. */
const gaugesIn = (live: readonly string[], rebuilt: readonly string[]): readonly unknown[] =>
  ["waiting", "cases"].flatMap((gauge) => {
    const sumOf = (lines: readonly string[]) =>
      lines
        .map((line): readonly [string, number, number] => JSON.parse(line))
        .reduce((sum, [metric, , by]) => sum + (metric === gauge ? by : 0), 0)
    return sumOf(live) === sumOf(rebuilt) ? [] : [{ gauge, live: sumOf(live), rebuilt: sumOf(rebuilt) }]
  })

/** Refused events that name nobody are in no timeline: neither their lines nor what was counted of them can be made again. */
const isOfNobody = (line: string): boolean => line.startsWith('["rejected","nobody/') || line.startsWith('["rejected:')

/** Where the stores differ from the timeline folded again; empty, where it is the same. */
export const driftIn = async (full: FullHouse): Promise<readonly unknown[]> => {
  const { house } = judgeOf(full)
  const written = [...full.lists].filter((list) => !kept.has(list))
  const { live, rebuilt } = await projectionsOf(house, full.store, written)
  const differing = (part: "states" | "rows" | "counts") => {
    const [had, has] = [new Set(rebuilt[part]), new Set(live[part])]
    const more = live[part].filter((line) => !had.has(line) && !isOfNobody(line))
    const less = rebuilt[part].filter((line) => !has.has(line) && !isOfNobody(line))
    return more.length + less.length === 0 ? [] : [{ part, more, less }]
  }
  return [
    ...(live.streams === rebuilt.streams ? [] : [{ part: "streams", live: live.streams, rebuilt: rebuilt.streams }]),
    ...(["states", "rows"] as const).flatMap(differing),
    ...(full.lists.has("erasure") ? gaugesIn(live.counts, rebuilt.counts) : differing("counts")),
  ]
}

const jobsOf = async ({ store }: FullHouse): Promise<readonly Job[]> =>
  (await allPages(1000, (page) => store.jobs(page))).flat()

/** Where customers do not stand where the definitions say, by their memory, by the lists and by the timers. */
export const strayed = async (full: FullHouse): Promise<readonly unknown[]> => {
  const judge = judgeOf(full)
  const { house, setting } = judge
  const now = full.clock.now()
  const customers = await everybody(full, judge)
  const asked = setting.segments.map(({ name, condition }) => ({ name, holds: compile(condition) }))
  const stageIn = stageOf(setting.lifecycle?.stages ?? [])
  const wrong: unknown[] = []
  const expectSame = (what: string, is: unknown, must: unknown) => {
    if (JSON.stringify(is) !== JSON.stringify(must)) wrong.push({ what, is, must })
  }
  const inList = new Map<string, string[]>(asked.map(({ name }) => [name, []]))
  for (const customer of customers) {
    const facts = customerFacts(customer, setting, now)
    const must = asked.filter(({ holds }) => holds(facts, now)).map(({ name }) => name)
    expectSame(`segments of ${customer.id}`, segmentsIn(customer.state.segments).toSorted(), must.toSorted())
    for (const name of must) inList.get(name)?.push(customer.id)
    const figures = customer.state.events["order"]
    const { lifecycle } = customer.state
    const stage = figures ? stageIn(lifecycleFacts(figures, lifecycle, setting.lifecycle?.usual ?? 0), now) : null
    expectSame(`stage of ${customer.id}`, lifecycle.stage, stage)
  }
  for (const [name, must] of inList) {
    const rows = (await allPages(1000, (page) => full.store.query(`segment:${name}`, {}, page))).flat()
    expectSame(`list ${name}`, rows.map(({ key }) => key).toSorted(), must.toSorted())
  }
  const jobs = await jobsOf(full)
  const timers = jobs.filter(({ type }) => type === "standing").map(({ id }) => id)
  const due = customers.flatMap((customer) => house.standing?.timers(customer, now) ?? []).map(({ id }) => id)
  // a timer of a wording that is declared no more rings once, without a word: by the new wording it cannot be found
  const known = full.options.segments === everything.segments ? timers : timers.filter((id) => due.includes(id))
  expectSame("timers", known.toSorted(), due.toSorted())
  const stats = await full.escucha.engine.stats()
  const { delayed, dead } = stats
  if (delayed !== jobs.length || dead > 0) wrong.push({ what: "jobs of the engine", is: stats, must: jobs, now })
  return wrong
}

const streamIn = /(?<![0-9a-z_])s_[0-9a-z]{20}/g

/** What of the house names a stream that is there no more: rows by their keys and what they show, jobs by whose they are. */
export const ghosts = async (full: FullHouse): Promise<readonly unknown[]> => {
  const rows: Row[] = []
  for (const list of full.lists) rows.push(...(await allPages(1000, (page) => full.store.query(list, {}, page))).flat())
  const jobs = await jobsOf(full)
  const said = [
    ...rows.map((row) => JSON.stringify([row.projection, row.key, row.data])),
    ...jobs.map((job) => JSON.stringify(job)),
  ]
  const named = [...new Set(said.flatMap((line) => line.match(streamIn) ?? []))] as StreamId[] // the pattern says so
  const { streams } = await full.store.load({ inputs: [], identifiers: [], streams: named })
  const gone = named.filter((stream) => !streams.has(stream))
  return said.filter((line) => gone.some((stream) => line.includes(stream)))
}

/** Names by which the picture of now is not the picture as of now, or cannot be had. */
export const blurred = async ({ escucha, clock }: FullHouse, names: Iterable<string>): Promise<readonly unknown[]> => {
  const wrong: unknown[] = []
  for (const name of names) {
    const [now, then] = [await escucha.customers.get(name), await escucha.customers.get(name, { asOf: clock.now() })]
    for (const part of new Set([...Object.keys(now ?? {}), ...Object.keys(then ?? {})])) {
      const [is, was]: unknown[] = [now, then].map((view) => view && Reflect.get(view, part))
      if (JSON.stringify(is) !== JSON.stringify(was)) wrong.push({ name, part, is, was })
    }
  }
  return wrong
}

/** What happened that must have set off a rule, and did not: each entry that fits one without a limit does, whenever it comes. */
export const unheeded = async ({ store }: FullHouse): Promise<readonly unknown[]> => {
  const entries: AnyEntry[] = []
  for await (const { entry } of store.feed(0)) entries.push(knownEntry(entry))
  const fired = new Set(
    entries.flatMap((entry) => (entry.kind === "rule-fired" ? [JSON.stringify([entry.data.rule, entry.data.by])] : [])),
  )
  const always = everything.rules.filter(({ atMost, when }) => atMost === undefined && when === undefined)
  return entries.flatMap(({ id, kind }) =>
    always
      .filter(({ name, on }) => on === kind && !fired.has(JSON.stringify([name, id])))
      .map(({ name }) => ({ name, id })),
  )
}
