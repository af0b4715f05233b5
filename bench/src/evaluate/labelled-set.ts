import type { Label, LabelledText } from "@escucha/core/sentiment"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { BenchError } from "../bench-error.ts"

/** A public set of texts that people labelled: a file of `label<TAB>text` lines under the folder of data. */
export interface LabelledSet {
  /** The set and its language, as its row is called: `umsab es`. */
  readonly name: string
  readonly file: string
  /** What each label of the file is to us; a label that is not here says neither, and its texts are left out. */
  readonly labels: { readonly [label: string]: Label }
}

const feelings = { negative: "negative", neutral: "neutral", positive: "positive" } as const

/** Emotions as feelings. Surprise may be either. */
const emotions = {
  anger: "negative",
  disgust: "negative",
  fear: "negative",
  sadness: "negative",
  joy: "positive",
  others: "neutral",
} as const

const set = (name: string, file: string, labels: LabelledSet["labels"] = feelings): LabelledSet => ({
  name,
  file: `sentiment/${file}.tsv`,
  labels,
})

/** The sets in the languages that our analyzers read. */
export const labelledSets: readonly LabelledSet[] = [
  set("umsab es", "umsab/spanish/dev"),
  set("umsab en", "umsab/english/dev"),
  set("tweeteval en", "tweeteval-sentiment/val"),
  set("semeval2017 en", "semeval2017-4a/train"),
  set("airline en", "airline-en/all"),
  set("emoevent es", "emoevent/es/dev", emotions),
  set("emoevent en", "emoevent/en/dev", emotions),
  set("sst2 en", "sst2/dev"),
]

/** The texts of a set; `undefined` where its file is not there. Throws `BenchError` on a line that is not `label<TAB>text`. */
export const readLabelledSet = (data: string, { file, labels }: LabelledSet): readonly LabelledText[] | undefined => {
  const path = join(data, file)
  if (!existsSync(path)) return undefined
  const lines = readFileSync(path, "utf8").split("\n")
  return lines.flatMap((line, index) => {
    if (line === "") return []
    const tab = line.indexOf("\t")
    if (tab < 1) throw new BenchError(`${file}, line ${index + 1}: it is not a label, a tabulator and a text`)
    const label = Object.hasOwn(labels, line.slice(0, tab)) ? labels[line.slice(0, tab)] : undefined
    return label === undefined ? [] : [{ label, text: line.slice(tab + 1) }]
  })
}
