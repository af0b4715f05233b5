import type { Bench, BenchOptions } from "../bench.ts"
import { BenchError } from "../bench-error.ts"
import { cpuPerCall, type Task } from "../measure.ts"
import { peakOf } from "../peak.ts"
import { type Row, rowOf } from "../row.ts"
import { columnar, fused, intervals, mark, predicates, type Turned } from "./limit.ts"
import { type CaseName, everybody, living, names, oneByOne, someOf, worldOf } from "./ours.ts"
import { type Matching, peersOf } from "./peers.ts"
import type { Living, Profile, World } from "./world.ts"

const agree = (name: string, variant: string, given: unknown, expected: unknown): void => {
  if (JSON.stringify(given) !== JSON.stringify(expected))
    throw new BenchError(`${name}: ${variant} does not find what the limit finds`)
}

type Samples = { readonly [name: string]: readonly number[] }

/** What one call costs by the work in it. */
const each = (samples: Samples, work: (variant: string) => number): Samples =>
  Object.fromEntries(
    Object.entries(samples).map(([variant, values]) => [variant, values.map((value) => value / work(variant))]),
  )

const rowFrom = async (name: CaseName, unit: Row["unit"], { ours = [], limit = [], ...peers }: Samples): Promise<Row> =>
  rowOf(
    { case: name, unit, better: "lower" },
    { ours, limit, peers },
    { peakRssMb: await peakOf(new URL("memory.ts", import.meta.url), name) },
  )

const ordered = (numbers: readonly number[]): readonly number[] => numbers.toSorted((one, two) => one - two)

/** Asks a peer about its share of the profiles. */
const askAll = (matching: Matching, profiles: readonly Profile[]) => async (): Promise<number> => {
  let found = 0
  for (const profile of profiles) {
    const matches = matching(profile)
    found += (matches instanceof Promise ? await matches : matches).length
  }
  return found
}

const expectPeers = async (name: string, { rules, profiles }: World, count: number): Promise<void> => {
  const tests = predicates(rules)
  for (const [peer, { matching }] of Object.entries(peersOf(rules)))
    for (const profile of profiles.slice(0, count)) {
      const expected = tests.flatMap((test, index) => (test(profile) ? [index] : []))
      agree(name, peer, ordered(await matching(profile)), expected)
    }
}

/** Everybody against every rule: nanoseconds of CPU per rule and profile, columns filled from the profiles each time. */
const bulk = async (world: World, rounds: number): Promise<Row> => {
  const { rules, profiles } = world
  const ours = everybody(world)
  const limit = columnar(rules, profiles)
  agree("bulk", "ours", [...ours()], [...limit()])
  await expectPeers("bulk", world, 2)
  const peers = peersOf(rules)
  const tasks: { readonly [variant: string]: Task } = {
    ours,
    limit,
    ...Object.fromEntries(
      Object.entries(peers).map(([peer, share]) => [peer, askAll(share.matching, profiles.slice(0, share.profiles))]),
    ),
  }
  const work = (variant: string) => rules.length * (peers[variant]?.profiles ?? profiles.length)
  return rowFrom(names.bulk, "ns CPU", each(await cpuPerCall(tasks, rounds), work))
}

/** One profile after the other against every rule, from the beginning. */
const oneProfile = async (world: World, rounds: number): Promise<Row> => {
  const { rules } = world
  const some = someOf(world)
  const all = fused(rules)
  const out = new Int32Array(rules.length)
  const ours = oneByOne(world)
  const limit = () => some.reduce((sum, profile) => sum + all(profile, out), 0)
  agree("one profile", "ours", ours(), limit())
  const peers = peersOf(rules)
  const tasks: { readonly [variant: string]: Task } = {
    ours,
    limit,
    ...Object.fromEntries(
      Object.entries(peers).map(([peer, { matching }]) => [peer, askAll(matching, some.slice(0, 2))]),
    ),
  }
  const work = (variant: string) => rules.length * (Object.hasOwn(peers, variant) ? 2 : some.length)
  return rowFrom(names.one, "ns CPU", each(await cpuPerCall(tasks, rounds), work))
}

/** A peer asks every rule after each change, and compares with what held before. */
const askedAgain = (matching: Matching, profiles: readonly Profile[], deeds: World["deeds"]) => {
  const people: Living[] = profiles.map((profile) => ({ ...profile }))
  const members = new Map<number, ReadonlySet<number>>()
  return async (): Promise<number> => {
    let turned = 0
    for (const { profile: place, measure, value } of deeds) {
      const profile = people[place]
      if (!profile) continue
      const before = members.get(place) ?? new Set(await matching(profile))
      profile[measure] = value
      const after = new Set(await matching(profile))
      members.set(place, after)
      for (const rule of after) if (!before.has(rule)) turned += mark(rule, true)
      for (const rule of before) if (!after.has(rule)) turned += mark(rule, false)
    }
    return turned
  }
}

/** One trait of one profile changes: microseconds of CPU until it is known who came and who left. */
const live = async (name: CaseName, world: World, rounds: number): Promise<Row> => {
  const { rules, profiles, deeds, backs } = world
  const [ours, limit] = [living(world), intervals(rules, profiles)]
  for (const deed of [...deeds, ...backs]) agree(name, "ours", ours(deed), limit(deed))
  const few = deeds.slice(0, 2)
  const through = (turned: Turned) => {
    let isBack = true
    return () => {
      isBack = !isBack
      return (isBack ? backs : deeds).reduce((sum, deed) => sum + turned(deed), 0)
    }
  }
  const peers = peersOf(rules)
  const fresh = intervals(rules, profiles)
  const expected = few.reduce((sum, deed) => sum + fresh(deed), 0)
  for (const [peer, { matching }] of Object.entries(peers))
    agree(name, peer, await askedAgain(matching, profiles, few)(), expected)
  const tasks: { readonly [variant: string]: Task } = {
    ours: through(ours),
    limit: through(limit),
    ...Object.fromEntries(
      Object.entries(peers).map(([peer, { matching }]) => [peer, askedAgain(matching, profiles, few)]),
    ),
  }
  const work = (variant: string) => (Object.hasOwn(peers, variant) ? few.length : deeds.length) * 1000
  return rowFrom(name, "µs", each(await cpuPerCall(tasks, rounds), work))
}

/** Conditions in bulk, of one customer, and kept up to date; in CPU time. */
export const segments: Bench = async ({ rounds = 11, progress }: BenchOptions) => {
  const world = worldOf(names.bulk)
  progress("bulk")
  const rows = [await bulk(world, rounds)]
  progress("one profile")
  rows.push(await oneProfile(world, rounds))
  progress("live")
  rows.push(await live(names.live, world, rounds))
  progress("live 10 k segments")
  rows.push(await live(names.many, worldOf(names.many), rounds))
  return rows
}
