import { type BlockIndex, eachPair, fieldOf, passedOver } from "./block.ts"
import { ConfigurationError } from "../../kernel/errors.ts"
import { chanceOf } from "./chance.ts"
import {
  type Agreement,
  type Estimate,
  logOdds,
  maximise,
  probabilityOf,
  shareOfLevels,
  usualMatches,
} from "./estimate.ts"
import { compareRows, createTally, type Pattern } from "./pattern.ts"
import type { Table } from "./record.ts"
import type { Checked } from "./spec.ts"

/** What was found from the records: numbers alone, and nobody in them. Keep it as JSON and give it to another matcher. */
export interface MatchModel {
  readonly version: 1
  /** By field and level, from `different` to `same`: how often pairs of one person (`m`) and of two (`u`) agree in that way. */
  readonly fields: { readonly [field: string]: { readonly m: readonly number[]; readonly u: readonly number[] } }
  /** The share of all pairs that are one person's. */
  readonly rate: number
  readonly records: number
  /** How many pairs were compared. */
  readonly candidates: number
  /** How many keys were passed over because too many records share them, by rule. */
  readonly passedOver: readonly number[]
  readonly iterations: number
  /** Whether the estimation came to rest; where it did not, look at the figures before you believe them. */
  readonly converged: boolean
}

/** How many pairs of everybody are looked at to learn how often strangers agree. */
const sampleSize = 300_000

/** Patterns of pairs of everybody: all of them, where they are few. Rows go by their ids, so that the order of arrival does not matter. */
function* samplePatterns(
  table: Table,
  levelCounts: readonly number[],
  seed: number,
): Generator<number, readonly Pattern[]> {
  const rows = [...table.rows].sort(([one], [two]) => (one < two ? -1 : 1)).map(([, row]) => row)
  const tally = createTally(levelCounts)
  const add = (one: number, two: number) => tally.add(compareRows(table, rows[one] ?? 0, rows[two] ?? 0))
  if ((rows.length * (rows.length - 1)) / 2 <= sampleSize) {
    for (let one = 0; one < rows.length; one++) {
      for (let two = one + 1; two < rows.length; two++) add(one, two)
      yield 0
    }
    return tally.patterns()
  }
  const chance = chanceOf(seed)
  for (let drawn = 0; drawn < sampleSize; drawn++) {
    const [one, two] = [Math.floor(chance() * rows.length), Math.floor(chance() * rows.length)]
    if (one !== two) add(one, two)
    if (drawn % 2_000 === 0) yield 0
  }
  return tally.patterns()
}

/** `m` of each field from the rules that were not chosen by it, each by how many matches it holds; as we began, where there is none. */
const joined = (
  estimates: readonly {
    readonly estimate: Estimate
    readonly matches: number
    readonly without: ReadonlySet<number>
  }[],
  start: Agreement["m"],
): Agreement["m"] =>
  start.map((levels, field) => {
    const telling = estimates.filter(({ without, matches }) => !without.has(field) && matches > 0)
    const total = telling.reduce((sum, { matches }) => sum + matches, 0)
    if (total === 0) return levels
    return levels.map((_, level) =>
      telling.reduce((sum, { estimate, matches }) => sum + (matches / total) * (estimate.m[field]?.[level] ?? 0), 0),
    )
  })

/** The share of all pairs that are one person's: what the compared pairs add up to, where nobody is found outside of them. */
const rateOf = (patterns: readonly Pattern[], agreement: Agreement, all: number, start: number): number => {
  let rate = start
  for (let round = 0; round < 200; round++) {
    const matches = patterns.reduce(
      (sum, pattern) => sum + pattern.count * probabilityOf(logOdds(pattern, agreement, rate)),
      0,
    )
    const next = Math.min(0.5, Math.max(1e-12, matches / all))
    if (Math.abs(next - rate) <= 1e-6 * rate) return next
    rate = next
  }
  return rate
}

/** How strangers agree: what everybody's pairs show, without the few among them that are one person's. */
const withoutMatches = (sample: Agreement["u"], m: Agreement["m"], rate: number): Agreement["u"] =>
  sample.map((levels, field) => {
    const left = levels.map((share, level) => Math.max(1e-6, (share - rate * (m[field]?.[level] ?? 0)) / (1 - rate)))
    const total = left.reduce((sum, share) => sum + share, 0)
    return left.map((share) => share / total)
  })

interface Counted {
  /** The patterns of the pairs that each rule chose. */
  readonly byRule: readonly { readonly patterns: readonly Pattern[]; readonly without: ReadonlySet<number> }[]
  readonly together: readonly Pattern[]
}

function* countPairs(table: Table, index: BlockIndex, levelCounts: readonly number[]): Generator<number, Counted> {
  const together = createTally(levelCounts)
  const tallies = index.rules.map(() => createTally(levelCounts))
  yield* eachPair(index, (one, two, rules) => {
    const levels = compareRows(table, one, two)
    together.add(levels)
    tallies.forEach((tally, bit) => {
      if (rules & (1 << bit)) tally.add(levels)
    })
  })
  const fields = table.columns.map(({ field }) => field)
  return {
    together: together.patterns(),
    byRule: index.rules.map(({ rule }, at) => ({
      patterns: tallies[at]?.patterns() ?? [],
      without: new Set(rule.map((part) => fields.indexOf(fieldOf(part)))),
    })),
  }
}

const sizeOf = (patterns: readonly Pattern[]): number => patterns.reduce((sum, { count }) => sum + count, 0)

/** How often what is learned of strangers is cleared of the matches among them, and learned again. */
const rounds = 3

/**
 * Learns what each field is worth. `u` comes from pairs of everybody, `m` from the pairs that each rule chose, without the fields of
 * the rule itself, by expectation and maximisation; the way is Splink's (https://moj-analytical-services.github.io/splink/). Yields how
 * many pairs were compared.
 */
export function* learn(table: Table, index: BlockIndex, { seed }: Checked): Generator<number, MatchModel> {
  const levelCounts = table.columns.map(({ comparator }) => comparator.levels.length)
  const { byRule, together } = yield* countPairs(table, index, levelCounts)
  const sample = shareOfLevels(yield* samplePatterns(table, levelCounts, seed), levelCounts)
  const all = Math.max(1, (table.rows.size * (table.rows.size - 1)) / 2)
  let [m, u, rate] = [usualMatches(levelCounts), sample, Math.min(0.5, table.rows.size / all)]
  let [iterations, converged] = [0, true]
  for (let round = 0; round < rounds; round++) {
    const estimates = byRule.map(({ patterns, without }) => {
      const estimate = maximise(patterns, { m, u, rate: 0.1, without })
      return { estimate, without, matches: estimate.rate * sizeOf(patterns) }
    })
    m = joined(estimates, m)
    rate = rateOf(together, { m, u }, all, rate)
    u = withoutMatches(sample, m, rate)
    iterations = Math.max(...estimates.map(({ estimate }) => estimate.iterations))
    converged = estimates.every(({ estimate }) => estimate.converged)
    yield 0
  }
  return {
    version: 1,
    fields: Object.fromEntries(table.columns.map(({ field }, at) => [field, { m: m[at] ?? [], u: u[at] ?? [] }])),
    rate,
    records: table.rows.size,
    candidates: sizeOf(together),
    passedOver: passedOver(index),
    iterations,
    converged,
  }
}

const areShares = (given: unknown, count: number): boolean =>
  Array.isArray(given) &&
  given.length === count &&
  given.every((share) => typeof share === "number" && share > 0 && share <= 1)

/** A model that was kept, checked against the spec: one of other fields says nothing here. Throws `ConfigurationError`. */
export const checkModel = ({ fields }: Checked, model: MatchModel): MatchModel => {
  if (!(model.rate > 0 && model.rate < 1)) throw new ConfigurationError("model", "its rate is not a share; fit it anew")
  for (const [field, { levels }] of Object.entries(fields)) {
    const learned = Object.hasOwn(model.fields, field) ? model.fields[field] : undefined
    if (!learned || !areShares(learned.m, levels.length) || !areShares(learned.u, levels.length))
      throw new ConfigurationError(
        "model",
        `it was learned from other fields than ${JSON.stringify(field)}; fit it anew`,
      )
  }
  return model
}
