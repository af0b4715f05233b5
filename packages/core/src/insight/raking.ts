import { effectiveSize, type WeightedSize } from "./weights.ts"

/** Of what sort somebody is, by what they are sorted by: `{ plan: "pro", age: "30-44" }`. */
export interface Sorted {
  readonly [variable: string]: string
}

/** How many of each sort there are where it matters, as counts or as shares: `{ plan: { free: 0.8, pro: 0.2 } }`. */
export interface Targets {
  readonly [variable: string]: { readonly [sort: string]: number }
}

/** How weights are looked for. */
export interface RakingOptions {
  /** The least and the most that somebody may weigh, where 1 is the mean; `[0.3, 3]`, where it is left out, `null` for no bounds. */
  readonly trim?: readonly [least: number, most: number] | null
  /** How often all variables are gone through, at most: 50, where it is left out. */
  readonly rounds?: number
  /** No weight moves more than this in a round: it has come to rest. 1e-6, where it is left out. */
  readonly tolerance?: number
}

/** A weight for each person, in their order, with a mean of about 1. */
export interface Raked extends WeightedSize {
  readonly weights: readonly number[]
  readonly rounds: number
  /** Whether it came to rest within the rounds. */
  readonly converged: boolean
  /** The most by which the weighted share of a sort is off its target, from 0 to 1: more than nothing where bounds stand in the way. */
  readonly gap: number
}

/** Why there are no weights. */
export interface RakingProblem {
  /**
   * `empty`: nobody, or no targets. `bad-target`: a target is negative or no number, or all of them are 0. `unsorted`: somebody is of
   * no sort that has a target. `zero-cell`: there should be some of a sort, and nobody is: merge it with another, or leave it out.
   * `bad-bounds`: the least is not below 1, or the most not above it.
   */
  readonly reason: "empty" | "bad-target" | "unsorted" | "zero-cell" | "bad-bounds"
  readonly variable?: string
  readonly sort?: string
}

/** A sort: who is of it, and how much they should weigh together. */
interface Margin {
  readonly variable: string
  readonly sort: string
  readonly members: readonly number[]
  readonly wanted: number
}

const marginsOf = (
  people: readonly Sorted[],
  variable: string,
  sorts: Targets[string],
): readonly Margin[] | RakingProblem => {
  const members = new Map(Object.keys(sorts).map((sort): [string, number[]] => [sort, []]))
  for (const [person, sorted] of people.entries()) {
    const list = Object.hasOwn(sorted, variable) ? members.get(sorted[variable] ?? "") : undefined
    if (!list)
      return { reason: "unsorted", variable, ...(sorted[variable] !== undefined && { sort: sorted[variable] }) }
    list.push(person)
  }
  const bad = Object.entries(sorts).find(([, target]) => !(target >= 0) || !Number.isFinite(target))
  if (bad) return { reason: "bad-target", variable, sort: bad[0] }
  const all = Object.values(sorts).reduce((sum, target) => sum + target, 0)
  if (!(all > 0) || !Number.isFinite(all)) return { reason: "bad-target", variable }
  const margins = [...members].map(([sort, list]): Margin => {
    const target = sorts[sort] ?? 0
    return { variable, sort, members: list, wanted: (target / all) * people.length }
  })
  const empty = margins.find(({ wanted, members: some }) => wanted > 0 && some.length === 0)
  return empty ? { reason: "zero-cell", variable, sort: empty.sort } : margins
}

const weightOf = (weights: readonly number[], { members }: Margin): number =>
  members.reduce((sum, person) => sum + (weights[person] ?? 0), 0)

/** Once through all variables: each sort gets the weight that it should have. The most that a weight has moved. */
const round = (weights: number[], margins: readonly Margin[], [least, most]: readonly [number, number]): number => {
  const before = [...weights]
  for (const margin of margins) {
    const now = weightOf(weights, margin)
    for (const person of margin.members) weights[person] = now > 0 ? ((weights[person] ?? 0) * margin.wanted) / now : 0
  }
  let moved = 0
  for (const [person, weight] of weights.entries()) {
    const bounded = weight > 0 ? Math.min(most, Math.max(least, weight)) : 0
    weights[person] = bounded
    moved = Math.max(moved, Math.abs(bounded - (before[person] ?? 0)))
  }
  return moved
}

/**
 * Weights by which those who answered stand for those who are meant, where only the shares of each sort are known: iterative proportional
 * fitting, one variable after the other until nothing moves (Deming and Stephan 1940,
 * https://en.wikipedia.org/wiki/Iterative_proportional_fitting). It keeps how sorts go together in the sample.
 *
 * @example
 * rake([{ plan: "free" }, { plan: "pro" }, { plan: "pro" }], { plan: { free: 0.5, pro: 0.5 } })
 * // { weights: [1.5, 0.75, 0.75], effective: 2.67, … }
 */
export const rake = (
  people: readonly Sorted[],
  targets: Targets,
  { trim = [0.3, 3], rounds: limit = 50, tolerance = 1e-6 }: RakingOptions = {},
): Raked | { readonly problem: RakingProblem } => {
  const variables = Object.entries(targets)
  if (people.length === 0 || variables.length === 0) return { problem: { reason: "empty" } }
  const bounds = trim ?? ([0, Infinity] as const)
  if (!(bounds[0] >= 0 && bounds[0] < 1 && bounds[1] > 1)) return { problem: { reason: "bad-bounds" } }
  const margins: Margin[] = []
  for (const [variable, sorts] of variables) {
    const found = marginsOf(people, variable, sorts)
    if ("reason" in found) return { problem: found }
    margins.push(...found)
  }
  const weights = people.map(() => 1)
  let rounds = 0,
    moved = Infinity
  while (rounds < limit && !(moved < tolerance)) {
    moved = round(weights, margins, bounds)
    rounds++
  }
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  const off = (margin: Margin) => Math.abs(weightOf(weights, margin) / all - margin.wanted / people.length)
  const gap = all > 0 ? margins.reduce((most, margin) => Math.max(most, off(margin)), 0) : 1
  return { weights, rounds, converged: moved < tolerance, gap, ...effectiveSize(weights) }
}
