import { type Confident, type Estimate, usualConfidence, within } from "./estimate.ts"
import { mean } from "./mean.ts"
import { share } from "./proportion.ts"

/** How satisfied people are, and how easy it was for them: two figures of the same answers. */
export interface ScaleResult {
  /** The share of the two best answers, from 0 to 1, with Wilson's interval. */
  readonly topTwo: Estimate
  /** The mean of all answers, on their scale, with the interval of Student's t, cut at the ends of the scale. */
  readonly mean: Estimate
}

const scale =
  (high: number) =>
  (answers: readonly number[], { confidence = usualConfidence }: Confident = {}): ScaleResult => {
    const given = answers.filter((answer) => Number.isInteger(answer) && answer >= 1 && answer <= high)
    const count = given.filter((answer) => answer >= high - 1).length
    return {
      topTwo: share({ count, n: given.length }, { confidence }),
      mean: within({ low: 1, high }, mean(given, { confidence })),
    }
  }

/**
 * Customer satisfaction from answers of 1 to 5: CSAT is the share of those who said 4 or 5
 * (https://en.wikipedia.org/wiki/Customer_satisfaction). What is not a whole number from 1 to 5 is left out.
 *
 * @example
 * csat([5, 4, 4, 2]).topTwo // { value: 0.75, low: 0.3006, high: 0.9544, n: 4 }
 */
export const csat = scale(5)

/**
 * Customer effort, version 2, from answers of 1 to 7, where 7 is no effort at all: the score is the mean, and `topTwo` the share of those
 * who said 6 or 7 (https://measuringu.com/customer-effort-score/). What is not a whole number from 1 to 7 is left out.
 */
export const ces = scale(7)
