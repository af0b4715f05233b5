import { mixed } from "./seed.ts"

/** How often each pair of options met: the fewer differences, the fairer the comparison. */
export interface PairBalance {
  readonly fewest: number
  readonly most: number
}

const pairs = (sets: readonly (readonly string[])[]): Map<string, number> => {
  const met = new Map<string, number>()
  for (const set of sets)
    for (const [index, one] of set.entries())
      for (const two of set.slice(index + 1)) {
        const key = JSON.stringify([one, two].toSorted())
        met.set(key, (met.get(key) ?? 0) + 1)
      }
  return met
}

/** How often each pair of these options meets in these sets. */
export const pairBalance = (options: readonly string[], sets: readonly (readonly string[])[]): PairBalance => {
  const met = [...pairs(sets).values()]
  const possible = (options.length * (options.length - 1)) / 2
  return { fewest: met.length < possible ? 0 : Math.min(...met), most: Math.max(0, ...met) }
}

// How uneven a design is: the sum of the squares of how often each pair meets. The mean is given, so less is evener.
const unevenness = (sets: readonly (readonly string[])[]): number =>
  [...pairs(sets).values()].reduce((sum, count) => sum + count * count, 0)

const tries = 200

const drawn = (
  options: readonly string[],
  size: number,
  times: number,
  seed: number,
): readonly (readonly string[])[] => {
  const sets: string[][] = []
  let waiting: readonly string[] = []
  const count = Math.ceil((options.length * times) / size)
  for (let number = 0; number < count; number++) {
    const set: string[] = []
    while (set.length < size) {
      if (waiting.length === 0) waiting = mixed(options, seed + sets.length * 7 + set.length)
      const next = waiting.find((option) => !set.includes(option))
      // what is left is in this set already: begin another round
      if (next === undefined) waiting = [...waiting, ...mixed(options, seed + 3 * sets.length + set.length)]
      else {
        set.push(next)
        const at = waiting.indexOf(next)
        waiting = waiting.filter((_, index) => index !== at)
      }
    }
    sets.push(set)
  }
  return sets
}

/**
 * Sets of `size` in which each option is shown about `times` times and any two meet about equally often: the evenest of 200 drawings
 * with fixed seeds, so that the same options always give the same sets. More sets than options × times / size are never asked.
 */
export const maxDiffSets = (
  options: readonly string[],
  { size, times }: { readonly size: number; readonly times: number },
): readonly (readonly string[])[] => {
  const fits = Math.max(2, Math.min(size, options.length))
  if (options.length < 2) return []
  let best = drawn(options, fits, times, 1)
  for (let seed = 2, least = unevenness(best); seed <= tries; seed++) {
    const sets = drawn(options, fits, times, seed * 1009)
    const found = unevenness(sets)
    if (found < least) [best, least] = [sets, found]
  }
  return best
}
