import { evaluate, type Evaluation, type FastAnalyzer, type LabelledText, lexicon } from "@escucha/core/sentiment"
import { BenchError } from "../bench-error.ts"
import { labelledSets, readLabelledSet } from "./labelled-set.ts"
import type { Quality } from "./quality.ts"

const names = ["negative", "neutral", "positive"] as const

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))

/** The mean F1 of the labels that somebody gave: a set of two labels is not blamed for the third. */
const macroF1Of = ({ labels }: Evaluation): number => {
  const given = names.map((name) => labels[name]).filter(({ n }) => n > 0)
  return given.reduce((sum, { f1 }) => sum + f1, 0) / given.length
}

const qualityOf = (name: string, analyzer: FastAnalyzer, texts: readonly LabelledText[]): Quality => {
  const evaluation = evaluate((text) => analyzer.analyze(text), texts) // without a hint: as a stranger writes
  const recall = (label: (typeof names)[number]) => {
    const { n, recall: found } = evaluation.labels[label]
    return n === 0 ? null : rounded(found, 3)
  }
  return {
    case: name,
    unit: "macro-F1 ×100",
    better: "higher",
    ours: rounded(100 * macroF1Of(evaluation), 1),
    peers: {},
    recall: { negative: recall("negative"), neutral: recall("neutral"), positive: recall("positive") },
    ece: rounded(evaluation.ece, 3),
    texts: evaluation.n,
    analyzer: analyzer.name,
  }
}

/** How well our analyzer agrees with people, a row for each set and language. A set that is not there is named to `progress`. */
export const sentiment = async (data: string, progress: (line: string) => void): Promise<readonly Quality[]> => {
  const rows: Quality[] = []
  for (const each of labelledSets) {
    const texts = readLabelledSet(data, each)
    if (texts) rows.push(qualityOf(each.name, lexicon, texts))
    progress(texts ? `${each.name}: ${texts.length} texts` : `${each.name} is left out: there is no ${each.file}`)
  }
  if (rows.length === 0)
    throw new BenchError(
      `there are no labelled texts in ${data}; it must hold sentiment/umsab/spanish/dev.tsv and its like`,
    )
  return rows
}
