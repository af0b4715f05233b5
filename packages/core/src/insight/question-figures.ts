import type { Question } from "../survey/question.ts"
import { scaleOf } from "../survey/question-scale.ts"
import type { Comparison } from "./comparison.ts"
import { type Bounds, type Confident, type Estimate, within } from "./estimate.ts"
import { compareMeans, mean, type Moments, noMoments } from "./mean.ts"
import { nps, type NpsCounts } from "./nps.ts"
import { npsChange } from "./nps-change.ts"
import { type Part, share } from "./proportion.ts"
import { cellOf, type QuestionTally } from "./question-tally.ts"
import { compareShares } from "./two-shares.ts"

/**
 * Which figure: `nps` (points, -100 to 100); `top-two`, the share of the two best answers; `mean`, in the unit of the answers; `share` of
 * those who chose an option; `rank`, the mean place (1 is the first) among those who placed it; `first`, the share of those who put it
 * first; `score` of best and worst (-1 to 1). Shares are from 0 to 1.
 */
export type FigureName = "nps" | "top-two" | "mean" | "share" | "rank" | "first" | "score"

/** A figure of a question, with how far it may be off. */
export interface Figure extends Estimate {
  readonly figure: FigureName
  /** The option, or the column of a matrix, that it is of. */
  readonly of?: string
  /** The row of a matrix. */
  readonly row?: string
}

/** How a figure is made of a tally, and how two tallies are compared by it. */
export interface FigureReader {
  readonly name: Pick<Figure, "figure" | "of" | "row">
  readonly estimate: (tally: QuestionTally, sure: Confident) => Estimate
  readonly compare: (one: QuestionTally, two: QuestionTally, sure: Confident) => Comparison
}

/** Of how many people something is known: those who answered, and those of whom the profile knew. */
const heardIn = ({ answered, known }: QuestionTally): number => answered + known

const ofShare = (name: FigureReader["name"], partOf: (tally: QuestionTally) => Part): FigureReader => ({
  name,
  estimate: (tally, sure) => share(partOf(tally), sure),
  compare: (one, two, sure) => compareShares(partOf(one), partOf(two), sure),
})

const everything: Bounds = { low: -Infinity, high: Infinity }

const ofMean = (name: FigureReader["name"], key: string, bounds: Bounds = everything): FigureReader => {
  const momentsIn = ({ moments }: QuestionTally): Moments => moments.get(key) ?? noMoments
  return {
    name,
    estimate: (tally, sure) => within(bounds, mean(momentsIn(tally), sure)),
    compare: (one, two, sure) => compareMeans(momentsIn(one), momentsIn(two), sure),
  }
}

const npsIn = ({ counts }: QuestionTally): NpsCounts => {
  const sum = (low: number, high: number) => {
    let all = 0
    for (let score = low; score <= high; score++) all += counts.get(String(score)) ?? 0
    return all
  }
  return { promoters: sum(9, 10), passives: sum(7, 8), detractors: sum(0, 6) }
}

const ofNps: FigureReader = {
  name: { figure: "nps" },
  estimate: (tally, sure) => {
    const { value, low, high, n } = nps(npsIn(tally), sure)
    return { value, low, high, n }
  },
  compare: (one, two, sure) => npsChange(npsIn(one), npsIn(two), sure),
}

const topTwo = (high: number): FigureReader =>
  ofShare({ figure: "top-two" }, (tally) => ({
    count: (tally.counts.get(String(high)) ?? 0) + (tally.counts.get(String(high - 1)) ?? 0),
    n: heardIn(tally),
  }))

const optionShares = (options: readonly string[], figure: "share" | "first" = "share"): readonly FigureReader[] =>
  options.map((of) => ofShare({ figure, of }, (tally) => ({ count: tally.counts.get(of) ?? 0, n: heardIn(tally) })))

const matrixShares = (rows: readonly string[], columns: readonly string[]): readonly FigureReader[] =>
  rows.flatMap((row) =>
    columns.map((of) =>
      ofShare({ figure: "share", of, row }, ({ counts }) => ({
        count: counts.get(cellOf(row, of)) ?? 0,
        n: counts.get(cellOf(row)) ?? 0,
      })),
    ),
  )

const valuesOf = (options: readonly { readonly value: string }[]): readonly string[] =>
  options.map(({ value }) => value)

/** The figures that a question has by its kind; none where answers are words, days or files. */
export const figuresOf = (question: Question): readonly FigureReader[] => {
  switch (question.kind) {
    case "nps":
      return [ofNps]
    case "csat":
      return [topTwo(5), ofMean({ figure: "mean" }, "", scaleOf(question))]
    case "ces":
      return [ofMean({ figure: "mean" }, "", scaleOf(question)), topTwo(7)]
    case "rating":
    case "slider":
      return [ofMean({ figure: "mean" }, "", scaleOf(question))]
    case "number":
    case "panel":
      return [ofMean({ figure: "mean" }, "")]
    case "choice":
    case "dropdown":
    case "image-choice":
    case "choices":
      return optionShares(valuesOf(question.options))
    case "consent":
      return optionShares(["true"])
    case "ranking": {
      const options = valuesOf(question.options)
      return [
        ...options.map((of) => ofMean({ figure: "rank", of }, of, { low: 1, high: options.length })),
        ...optionShares(options, "first"),
      ]
    }
    case "matrix":
      return matrixShares(valuesOf(question.rows), valuesOf(question.columns))
    case "max-diff":
      return valuesOf(question.options).map((of) => ofMean({ figure: "score", of }, of, { low: -1, high: 1 }))
    default:
      return []
  }
}

/** How many chose each point of a scale or each option, in their order; empty where there is nothing to choose from. */
export const distributionOf = (
  question: Question,
  { counts }: QuestionTally,
): readonly { readonly value: string; readonly n: number }[] => {
  const of = (values: readonly string[]) => values.map((value) => ({ value, n: counts.get(value) ?? 0 }))
  switch (question.kind) {
    case "nps":
    case "csat":
    case "ces":
    case "rating": {
      const { low, high } = scaleOf(question)
      return of(Array.from({ length: high - low + 1 }, (_, place) => String(low + place)))
    }
    case "choice":
    case "dropdown":
    case "image-choice":
    case "choices":
    case "ranking":
      return of(valuesOf(question.options))
    case "consent":
      return of(["true", "false"])
    default:
      return []
  }
}
