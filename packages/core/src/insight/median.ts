import { type Confident, type Estimate, nothingOf, reachOf, usualConfidence } from "./estimate.ts"

/**
 * The median with its interval, which supposes nothing of how numbers are spread: it reaches from one of them to another
 * (https://online.stat.psu.edu/stat415/lesson/19/19.1). `low` and `high` are `null` where there are too few for that.
 */
export const medianOf = (numbers: readonly number[], { confidence = usualConfidence }: Confident = {}): Estimate => {
  const sorted = numbers.filter((number) => Number.isFinite(number)).toSorted((one, two) => one - two)
  const n = sorted.length
  const z = reachOf(confidence)
  const [below, above] = [sorted[(n - 1) >> 1], sorted[n >> 1]]
  if (below === undefined || above === undefined || z === null) return nothingOf(n)
  const first = Math.floor((n - z * Math.sqrt(n)) / 2) // counted from 1
  const [low, high] = first >= 1 ? [sorted[first - 1], sorted[n - first]] : []
  return { value: below / 2 + above / 2, low: low ?? null, high: high ?? null, n }
}
