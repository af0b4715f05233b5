import { logOdds, probabilityOf } from "./estimate.ts"
import type { MatchModel } from "./model.ts"
import { compareRows, type Levels } from "./pattern.ts"
import { shareAt, type Table } from "./record.ts"

/** What one field says of a pair, without its values. */
export interface FieldEvidence {
  readonly field: string
  /** How the values agree, as the comparator names it; `unknown` where one of them is missing. */
  readonly level: string
  /** In bits: 3 makes one person eight times as likely, -3 eight times as unlikely. */
  readonly weight: number
}

/** Why two records are taken for one person, or not: it holds weights and levels, and no value. */
export interface Evidence {
  readonly probability: number
  /** In bits: what two records are worth before anything is known of them, and what the fields add. */
  readonly weight: number
  readonly prior: number
  readonly fields: readonly FieldEvidence[]
}

const log2 = (value: number): number => value / Math.LN2

/** How much rarer or more frequent the value that both have is than the usual one, in natural logarithms; 0 where that says nothing. */
const rarityOf = (table: Table, model: MatchModel, levels: Levels, row: number): readonly number[] =>
  table.columns.map((column, at) => {
    const best = column.comparator.levels.length - 1
    if (column.comparator.frequency !== true || levels[at] !== best) return 0
    const usual = model.fields[column.field]?.u[best] ?? 1
    return Math.log(usual) - Math.log(Math.max(shareAt(column, row), 1e-6))
  })

/** The parts of a model in the order of the columns. */
const agreementOf = (table: Table, model: MatchModel) => ({
  m: table.columns.map(({ field }) => model.fields[field]?.m ?? []),
  u: table.columns.map(({ field }) => model.fields[field]?.u ?? []),
})

/** Scores pairs of rows by a model. */
export const createScorer = (table: Table, model: MatchModel) => {
  const agreement = agreementOf(table, model)
  const oddsOf = (one: number, two: number): number => {
    const levels = compareRows(table, one, two)
    return (
      logOdds({ levels }, agreement, model.rate) +
      rarityOf(table, model, levels, one).reduce((sum, bits) => sum + bits, 0)
    )
  }
  return {
    oddsOf,
    probability: (one: number, two: number): number => probabilityOf(oddsOf(one, two)),
    evidence: (one: number, two: number): Evidence => {
      const levels = compareRows(table, one, two)
      const rarity = rarityOf(table, model, levels, one)
      const odds = oddsOf(one, two)
      return {
        probability: probabilityOf(odds),
        weight: log2(odds),
        prior: log2(Math.log(model.rate) - Math.log1p(-model.rate)),
        fields: table.columns.map(({ field, comparator }, at): FieldEvidence => {
          const level = levels[at] ?? -1
          if (level < 0) return { field, level: "unknown", weight: 0 }
          const [m, u] = [agreement.m[at]?.[level] ?? 1, agreement.u[at]?.[level] ?? 1]
          const weight = log2(Math.log(m) - Math.log(u) + (rarity[at] ?? 0))
          return { field, level: comparator.levels[level] ?? "unknown", weight }
        }),
      }
    },
  }
}

/** What scores pairs. */
export type Scorer = ReturnType<typeof createScorer>
