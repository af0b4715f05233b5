import { levelOf } from "./comparator.ts"
import { formAt, type Table, unknown } from "./record.ts"

/** How two records compare, field by field: the index of the level, or -1 where one of them has no value. */
export type Levels = readonly number[]

/** How many pairs compare in this very way. There are few ways: what is estimated from them costs the same for any number of pairs. */
export interface Pattern {
  readonly levels: Levels
  readonly count: number
}

/** The level of two rows in each column. */
export const compareRows = (table: Table, one: number, two: number): Levels =>
  table.columns.map((column) => {
    const [first, second] = [column.cells[one] ?? unknown, column.cells[two] ?? unknown]
    if (first === unknown || second === unknown) return unknown
    if (first === second) return column.comparator.levels.length - 1
    return levelOf(column.comparator, formAt(column, one), formAt(column, two)) ?? unknown
  })

/** Counts patterns under a number each, so that no text is made for a pair. */
export const createTally = (levelCounts: readonly number[]) => {
  const counts = new Map<number, number>()
  const codeOf = (levels: Levels): number => {
    let code = 0
    for (let field = 0; field < levelCounts.length; field++)
      code = code * ((levelCounts[field] ?? 1) + 1) + ((levels[field] ?? unknown) + 1)
    return code
  }
  const levelsOf = (code: number): Levels => {
    const levels = Array.from(levelCounts, () => unknown)
    let rest = code
    for (let field = levelCounts.length - 1; field >= 0; field--) {
      const radix = (levelCounts[field] ?? 1) + 1
      levels[field] = (rest % radix) - 1
      rest = Math.floor(rest / radix)
    }
    return levels
  }
  return {
    add: (levels: Levels): void => {
      const code = codeOf(levels)
      counts.set(code, (counts.get(code) ?? 0) + 1)
    },
    /** In the order of their numbers: sums do not depend on who came first. */
    patterns: (): readonly Pattern[] =>
      [...counts].sort(([one], [two]) => one - two).map(([code, count]) => ({ levels: levelsOf(code), count })),
  }
}
