import type { Label } from "@escucha/core/sentiment"
import { gridOf, number } from "../table.ts"

/** How well one set is read, as a row of the report. */
export interface Quality {
  readonly case: string
  readonly unit: "macro-F1 ×100"
  readonly better: "higher"
  /** The mean F1 of the labels that the set has. */
  readonly ours: number
  readonly peers: { readonly [peer: string]: number }
  /** The share of each label's texts that is found, 0 to 1; `null` where the set has none. */
  readonly recall: { readonly [Name in Label]: number | null }
  /** How far confidence is from the truth, 0 is best. */
  readonly ece: number
  /** How many texts were read. */
  readonly texts: number
  /** Which analyzer read them. */
  readonly analyzer: string
}

const heads = ["case", "analyzer", "texts", "macro-F1 ×100", "recall −", "recall 0", "recall +", "ECE"] as const

/** The rows as a table for people. */
export const qualityTable = (rows: readonly Quality[]): string =>
  gridOf([
    heads,
    ...rows.map(({ case: name, analyzer, texts, ours, recall, ece }) => [
      name,
      analyzer,
      String(texts),
      number(ours),
      ...[recall.negative, recall.neutral, recall.positive].map(number),
      number(ece),
    ]),
  ]).join("\n")
