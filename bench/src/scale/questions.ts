import { sharesOf } from "./chance.ts"
import { type Outcome, simulate } from "./simulation.ts"
import { spreadOf } from "./spread.ts"
import type { World } from "./world.ts"

/** What the simulation says about one question: a line for each case, and its main figure beside what theory allows. */
export interface Answer {
  readonly name: string
  readonly variants: { readonly [line: string]: { readonly [figure: string]: number } }
  readonly ours: number
  readonly limit: number
}

const figuresOf = ({ throughput, p50, p99, unitsPerCommit }: Outcome) => ({
  "messages/s": Math.round(throughput),
  "p50 ms": Number(p50.toPrecision(3)),
  "p99 ms": Number(p99.toPrecision(3)),
  "units/commit": Number(unitsPerCommit.toPrecision(3)),
})

/** Machines of their own for the processes, two cores each, and four for the database; customers as unequal as they mostly are. */
const spacious = (world: World): World => ({
  ...world,
  cores: 2,
  databaseCores: 4,
  concurrency: 256,
  customers: 20_000,
  skew: 0.8,
})

/** Messages a day of a small company; the busiest hour has a tenth of them. */
const small = 50_000
const busiest = (perDay: number): number => perDay / 10 / 3_600

const simulatedMessages = 10_000

/** A company that grows by ten, a hundred, a thousand. The processes grow with it; the database and its lock are one. */
export const bySize = (world: World): Answer => {
  const sizes: readonly (readonly [line: string, times: number, processes: number])[] = [
    ["1 × 50 k a day", 1, 1],
    ["10 ×", 10, 3],
    ["100 ×", 100, 6],
    ["1,000 ×", 1_000, 24],
  ]
  const of = (times: number, processes: number): Outcome =>
    simulate({ ...spacious(world), messages: simulatedMessages, processes, load: { rate: busiest(small * times) } })
  const all = sizes.map(([line, times, processes]) => [line, busiest(small * times), of(times, processes)] as const)
  const [, asked = 0, last] = all.at(-1) ?? []
  return {
    name: "a thousand times a small company: what arrives beside what comes in",
    variants: Object.fromEntries(
      all.map(([line, rate, outcome]) => [line, { "asked/s": Number(rate.toPrecision(3)), ...figuresOf(outcome) }]),
    ),
    ours: last?.throughput ?? 0,
    limit: asked,
  }
}

/** One customer alone, and what that means for all where customers are unequal. */
export const byHotCustomer = (world: World): Answer => {
  const alone = simulate({
    ...spacious(world),
    messages: 500,
    customers: 1,
    skew: 0,
    load: { inFlight: 32 },
  }).throughput
  const lines = [0.8, 1, 1.2].flatMap((skew) =>
    [1_000, 100_000].map((customers) => {
      const [share = 1] = sharesOf(customers, skew)
      const line = `${customers.toLocaleString("en")} customers, exponent ${skew}`
      return [
        line,
        { "busiest, %": Number((share * 100).toPrecision(3)), "all together/s": Math.round(alone / share) },
      ] as const
    }),
  )
  return {
    name: "the busiest customer: how many of theirs a second, and of all when theirs are so many",
    variants: Object.fromEntries(lines),
    ours: alone,
    limit:
      1000 /
      (world.effect +
        world.cpu.handling +
        (world.commits.before + world.commits.after) * (world.commit.fixed + world.commit.each)),
  }
}

/** The database so many milliseconds away: one way there and back while the lock is held, one for a read. */
export const byRegion = (world: World): Answer => {
  const at = (away: number): Outcome =>
    simulate({
      ...spacious(world),
      messages: 4_000,
      processes: 6,
      load: { inFlight: 400 },
      commit: { ...world.commit, fixed: world.commit.fixed + away },
      effect: world.effect + away,
      wake: world.wake + away / 2,
    })
  const all = [0, 1, 10, 30, 80].map((away) => [`${away} ms there and back`, at(away)] as const)
  return {
    name: "the processes far from the database: 80 ms beside 0 ms",
    variants: Object.fromEntries(all.map(([line, outcome]) => [line, figuresOf(outcome)])),
    ours: all.at(-1)?.[1].throughput ?? 0,
    limit: all[0]?.[1].throughput ?? 1,
  }
}

/** How much the busiest process has to do beside an even share, by partitions and processes; customers by Zipf's law with exponent 0.8. */
export const byPartitions = (): Answer => {
  const counts = [3, 6, 12, 24, 48] as const
  const busiestOf = (partitions: number, processes: number): number =>
    Number(spreadOf({ customers: 20_000, skew: 0.8, partitions, processes, seed: 7 }, 20).busiest.toPrecision(3))
  const lines = [12, 24, 48, 96, 384].map((partitions) => [
    `${partitions} partitions`,
    Object.fromEntries(counts.map((processes) => [`${processes} processes`, busiestOf(partitions, processes)])),
  ])
  return {
    name: "48 partitions, 12 processes: the busiest process beside an even share (1 is even)",
    variants: Object.fromEntries(lines),
    ours: busiestOf(48, 12),
    limit: 1,
  }
}
