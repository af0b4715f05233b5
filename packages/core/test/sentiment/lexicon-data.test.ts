import { existsSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { analyze, evaluate, type LabelledText } from "../../src/sentiment.ts"

// Public test data, never part of the repository: read where it lies, skipped visibly where it does not.
const folder = resolve(
  process.env["ESCUCHA_DATA"] ?? resolve(import.meta.dirname, "../../../../../shared/data"),
  "sentiment",
)

const rowsOf = (file: string): readonly LabelledText[] =>
  readFileSync(resolve(folder, file), "utf8")
    .split("\n")
    .flatMap((line) => {
      const [label, text] = line.split("\t", 2)
      return text !== undefined && (label === "negative" || label === "neutral" || label === "positive")
        ? [{ label, text }]
        : []
    })

const floors = [
  { file: "umsab/english/dev.tsv", macroF1: 0.55, negativeRecall: 0.5, ece: 0.1 },
  { file: "umsab/spanish/dev.tsv", macroF1: 0.5, negativeRecall: 0.4, ece: 0.1 },
  { file: "airline-en/all.tsv", macroF1: 0.55, negativeRecall: 0.6, ece: 0.1 },
]

describe.each(floors)("the lexicon on $file", ({ file, macroF1, negativeRecall, ece }) => {
  const present = existsSync(resolve(folder, file))
  it.skipIf(!present)(`agrees with people at least this well${present ? "" : " (skipped: data not present)"}`, () => {
    const report = evaluate(analyze, rowsOf(file))
    expect(report.n).toBeGreaterThan(300)
    expect(report.macroF1).toBeGreaterThanOrEqual(macroF1)
    expect(report.labels.negative.recall).toBeGreaterThanOrEqual(negativeRecall)
    expect(report.ece).toBeLessThanOrEqual(ece)
  })
})
