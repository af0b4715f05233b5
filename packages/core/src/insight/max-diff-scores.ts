import type { BestAndWorst } from "../survey/question-list.ts"
import { type Confident, type Estimate, usualConfidence } from "./estimate.ts"
import { mean, type Moments, noMoments, withNumber } from "./mean.ts"

/** How much an option matters beside the others. */
export interface MaxDiffScore {
  readonly option: string
  /** From -1 (always the worst) to 1 (always the best): (best - worst) / shown, the mean over people. `n` is how many people. */
  readonly score: Estimate
  readonly best: number
  readonly worst: number
  readonly shown: number
}

/** What one person said of an option. */
export interface OptionCount {
  readonly best: number
  readonly worst: number
  readonly shown: number
}

/** What one person said of each option that they were shown and chose among. */
export const countsOfPerson = (
  sets: readonly (readonly string[])[],
  answers: readonly (BestAndWorst | null | undefined)[],
): ReadonlyMap<string, OptionCount> => {
  const counts = new Map<string, OptionCount>()
  for (const [number, set] of sets.entries()) {
    const answer = answers[number]
    if (!answer) continue
    for (const option of set) {
      const { best, worst, shown } = counts.get(option) ?? { best: 0, worst: 0, shown: 0 }
      counts.set(option, {
        best: best + (answer.best === option ? 1 : 0),
        worst: worst + (answer.worst === option ? 1 : 0),
        shown: shown + 1,
      })
    }
  }
  return counts
}

/**
 * What matters, from the best and the worst of each set: count scores, the one that is chosen best most often first
 * (https://en.wikipedia.org/wiki/MaxDiff). The interval is that of the mean over people, who are independent of each other as the
 * answers of one person are not. `sets` are those of the question; an answer of nobody is `null`.
 */
export const maxDiffScores = (
  sets: readonly (readonly string[])[],
  people: readonly (readonly (BestAndWorst | null | undefined)[])[],
  { confidence = usualConfidence }: Confident = {},
): readonly MaxDiffScore[] => {
  const options = [...new Set(sets.flat())]
  const sums = new Map<string, OptionCount & { readonly moments: Moments }>()
  for (const person of people)
    for (const [option, { best, worst, shown }] of countsOfPerson(sets, person)) {
      const before = sums.get(option) ?? { best: 0, worst: 0, shown: 0, moments: noMoments }
      sums.set(option, {
        best: before.best + best,
        worst: before.worst + worst,
        shown: before.shown + shown,
        moments: withNumber(before.moments, (best - worst) / shown),
      })
    }
  return options
    .map((option): MaxDiffScore => {
      const { moments, ...counts } = sums.get(option) ?? { best: 0, worst: 0, shown: 0, moments: noMoments }
      return { option, score: mean(moments, { confidence }), ...counts }
    })
    .toSorted((one, two) => (two.score.value ?? -Infinity) - (one.score.value ?? -Infinity) || 0)
}
