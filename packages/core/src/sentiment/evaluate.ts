import type { Label, Reading } from "./reading.ts"

/** A text with the label that people gave it. */
export interface LabelledText {
  readonly text: string
  readonly label: Label
}

/** How well one label is found, each from 0 to 1: 0 where it cannot be computed. `n`: how many texts people gave it. */
export interface LabelQuality {
  readonly precision: number
  readonly recall: number
  readonly f1: number
  readonly n: number
}

/** How well an analyzer agrees with people. */
export interface Evaluation {
  readonly n: number
  readonly labels: { readonly [Name in Label]: LabelQuality }
  /** The mean F1 of the three labels: a rare label counts as much as a frequent one. */
  readonly macroF1: number
  readonly accuracy: number
  /** Expected calibration error over 10 equal bins of confidence, 0 is best: https://arxiv.org/abs/1706.04599 (eq. 3). */
  readonly ece: number
}

const names = ["negative", "neutral", "positive"] as const satisfies readonly Label[]
const binCount = 10

interface Tally {
  readonly truth: Label
  readonly reading: Reading
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

const qualityOf = (name: Label, tallies: readonly Tally[]): LabelQuality => {
  const n = tallies.filter(({ truth }) => truth === name).length
  const said = tallies.filter(({ reading }) => reading.label === name)
  const right = said.filter(({ truth }) => truth === name).length
  return { precision: ratio(right, said.length), recall: ratio(right, n), f1: ratio(2 * right, said.length + n), n }
}

const calibrationErrorOf = (tallies: readonly Tally[]): number => {
  const gaps = new Float64Array(binCount)
  for (const { truth, reading } of tallies) {
    const bin = Math.min(binCount - 1, Math.floor(reading.confidence * binCount))
    gaps[bin] = (gaps[bin] ?? 0) + (reading.label === truth ? 1 : 0) - reading.confidence
  }
  return ratio(
    gaps.reduce((sum, gap) => sum + Math.abs(gap), 0),
    tallies.length,
  )
}

/**
 * How well a reading function agrees with the labels that people gave: precision, recall and F1 of each label, their mean,
 * accuracy, and how honest its confidence is.
 *
 * @example
 * evaluate(analyze, [{ text: "Thanks, that was quick!", label: "positive" }, { text: "Still waiting.", label: "negative" }]).macroF1
 */
export const evaluate = (analyze: (text: string) => Reading, rows: readonly LabelledText[]): Evaluation => {
  const tallies = rows.map(({ text, label }) => ({ truth: label, reading: analyze(text) }))
  const [negative, neutral, positive] = [
    qualityOf("negative", tallies),
    qualityOf("neutral", tallies),
    qualityOf("positive", tallies),
  ]
  return {
    n: tallies.length,
    labels: { negative, neutral, positive },
    macroF1: (negative.f1 + neutral.f1 + positive.f1) / names.length,
    accuracy: ratio(tallies.filter(({ truth, reading }) => reading.label === truth).length, tallies.length),
    ece: calibrationErrorOf(tallies),
  }
}
