/**
 * What answers are: names, places in an order, numbers of which differences count, or numbers of which ratios count (not negative).
 */
export type Level = "nominal" | "ordinal" | "interval" | "ratio"

/** How far those who read the same things agree. */
export interface Agreement {
  /**
   * 1: always; 0: as by chance; below: less than by chance. `null` where nothing was read twice, all readings are the same, or they lie
   * further apart than a number can say.
   */
  readonly alpha: number | null
  /** How many readings stand beside another one of the same thing. */
  readonly n: number
}

/** How often each value stands beside each other one in a thing, by the places of both in `values`. */
interface Coincidences {
  readonly values: readonly number[]
  readonly pairs: readonly (readonly number[])[]
  readonly totals: readonly number[]
  readonly n: number
}

const coincidencesOf = (readers: readonly (readonly (number | null | undefined)[])[]): Coincidences => {
  const things = Math.max(0, ...readers.map(({ length }) => length))
  const read = Array.from({ length: things }, (_, thing) =>
    readers.flatMap((reader) => {
      const value = reader[thing]
      return value === null || value === undefined || !Number.isFinite(value) ? [] : [value]
    }),
  ).filter(({ length }) => length > 1)
  const values = [...new Set(read.flat())].toSorted((one, two) => one - two)
  const placeOf = new Map(values.map((value, place) => [value, place]))
  const pairs = values.map(() => values.map(() => 0))
  for (const thing of read)
    for (const [first, one] of thing.entries())
      for (const [second, two] of thing.entries()) {
        const row = pairs[placeOf.get(one) ?? -1]
        const column = placeOf.get(two) ?? -1
        if (first !== second && row) row[column] = (row[column] ?? 0) + 1 / (thing.length - 1)
      }
  const totals = pairs.map((row) => row.reduce((sum, count) => sum + count, 0))
  return { values, pairs, totals, n: read.flat().length }
}

/** The square of how far two values are apart, by their places. */
const distanceOf = ({ values, totals }: Coincidences, level: Level) => {
  const at = (place: number) => values[place] ?? 0
  let so = 0
  const upTo = totals.map((count) => (so += count)) // how many readings are up to and with each value
  return (one: number, two: number): number => {
    if (one === two) return 0
    if (level === "nominal") return 1
    if (level === "interval") return (at(one) - at(two)) ** 2
    if (level === "ratio") return at(one) + at(two) === 0 ? 0 : ((at(one) - at(two)) / (at(one) + at(two))) ** 2
    const [low, high] = one < two ? [one, two] : [two, one]
    const [first, last] = [totals[low] ?? 0, totals[high] ?? 0]
    return ((upTo[high] ?? 0) - (upTo[low] ?? 0) + first - (first + last) / 2) ** 2
  }
}

/**
 * Krippendorff's alpha: how far people (or a person and a program) who read the same things agree, beyond chance, with whatever is missing
 * (https://en.wikipedia.org/wiki/Krippendorff%27s_alpha). A row for each reader and a column for each thing; `null` where it was
 * not read. A thing that one alone has read says nothing. Below 0.667 he draws no conclusion; from 0.8 on readings are reliable.
 */
export const krippendorffAlpha = (
  readers: readonly (readonly (number | null | undefined)[])[],
  level: Level = "nominal",
): Agreement => {
  const found = coincidencesOf(readers)
  const { pairs, totals, n } = found
  const distance = distanceOf(found, level)
  let observed = 0,
    expected = 0
  for (const [one, row] of pairs.entries())
    for (const [two, count] of row.entries()) {
      const apart = distance(one, two)
      observed += count * apart
      expected += (totals[one] ?? 0) * (totals[two] ?? 0) * apart
    }
  const alpha = 1 - ((n - 1) * observed) / expected
  return { alpha: expected < Infinity && Number.isFinite(alpha) ? alpha : null, n }
}
