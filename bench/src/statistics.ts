/** The middle of the values; of two in the middle, their mean. `NaN` of none. */
export const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, two) => one - two)
  const half = sorted.length / 2
  return ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2
}

/** The lowest and the highest of the values. */
export const spreadOf = (values: readonly number[]): readonly [lowest: number, highest: number] => [
  Math.min(...values),
  Math.max(...values),
]
