import { InputError } from "../../kernel/errors.ts"
import { cautionsOf, checkHistories, drained, type FitReport, maximumLikelihood } from "./fit.ts"
import type { PurchaseHistory } from "./history.ts"
import { logGamma } from "./special-functions.ts"

/** How much a population spends: `p` of how one person's purchases vary, `q` and `v` of how people differ. */
export interface SpendingParameters {
  readonly p: number
  readonly q: number
  readonly v: number
}

/** The parameters as they were learned, with how sure they are. */
export interface SpendingModel extends SpendingParameters, FitReport<keyof SpendingParameters> {
  /** How purchases and their amounts go together, from -1 to 1: the model asks for about 0. */
  readonly correlation: number
}

interface Spent {
  readonly repeats: number
  readonly average: number
}

/** Those whose amounts say something, in one order: a sum must not depend on who came first. */
const spentOf = (histories: readonly PurchaseHistory[]): readonly Spent[] =>
  histories
    .flatMap(({ repeats, average = 0 }) => (repeats > 0 && average > 0 ? [{ repeats, average }] : []))
    .sort((one, two) => one.repeats - two.repeats || one.average - two.average)

/** The log-likelihood of averages (equation 1a of Fader and Hardie 2013). */
export const spendingLogLikelihood = (spent: readonly Spent[], { p, q, v }: SpendingParameters): number => {
  const known = new Map<number, number>()
  const fixed = (repeats: number): number => {
    const before = known.get(repeats)
    if (before !== undefined) return before
    const value =
      logGamma(p * repeats + q) -
      logGamma(p * repeats) -
      logGamma(q) +
      q * Math.log(v) +
      p * repeats * Math.log(repeats)
    known.set(repeats, value)
    return value
  }
  let sum = 0
  for (const { repeats, average } of spent)
    sum += fixed(repeats) + (p * repeats - 1) * Math.log(average) - (p * repeats + q) * Math.log(repeats * average + v)
  return sum
}

const correlationOf = (spent: readonly Spent[]): number => {
  const mean = (of: (each: Spent) => number) => spent.reduce((sum, each) => sum + of(each), 0) / spent.length
  const [x, y] = [mean(({ repeats }) => repeats), mean(({ average }) => average)]
  const together = mean(({ repeats, average }) => (repeats - x) * (average - y))
  const spread = Math.sqrt(mean(({ repeats }) => (repeats - x) ** 2) * mean(({ average }) => (average - y) ** 2))
  return spread === 0 ? 0 : together / spread
}

const names = ["p", "q", "v"] as const

/** Where the search begins; amounts may be in cents or in thousands, so `v` goes by what people spend. */
const startsFor = (spent: readonly Spent[]) => {
  const mean = spent.reduce((sum, { average }) => sum + average, 0) / spent.length
  return [
    [1, 2, mean],
    [6, 4, mean / 2],
  ]
}

/** `fitSpending` in slices, for a program that must answer others meanwhile. */
export function* fittingSpending(histories: readonly PurchaseHistory[]): Generator<void, SpendingModel> {
  checkHistories(histories)
  const spent = spentOf(histories)
  if (spent.length < 2)
    throw new InputError("invalid", "histories", "give at least two customers who bought again, with amounts")
  const logLikelihood = ([p = 1, q = 1, v = 1]: readonly number[]) => spendingLogLikelihood(spent, { p, q, v })
  const { parameters, ...report } = yield* maximumLikelihood(names, logLikelihood, startsFor(spent), spent.length)
  const correlation = correlationOf(spent)
  return {
    ...parameters,
    ...report,
    n: spent.length,
    correlation,
    cautions: [
      ...cautionsOf(Infinity, spent.length, report.converged, report.covariance),
      ...(Math.abs(correlation) > 0.3 ? (["amounts-follow-frequency"] as const) : []),
      ...(parameters.q <= 1 ? (["no-mean"] as const) : []),
    ],
  }
}

/**
 * Learns how much people spend when they buy again: the Gamma-Gamma model of Fader and Hardie (2013,
 * http://www.brucehardie.com/notes/025/gamma_gamma.pdf). Who never bought again, or whose amounts are not known, is left out. Read
 * `cautions` before you use it. Throws `InputError` for a history that cannot be.
 */
export const fitSpending = (histories: readonly PurchaseHistory[]): SpendingModel => drained(fittingSpending(histories))

/**
 * What a purchase of somebody is to be expected to be worth (equation 5 of the paper): between what they spent and what everybody does,
 * the nearer to theirs the more they bought. `null` where amounts have no mean (q ≤ 1) and the customer has not said theirs yet.
 */
export const expectedAmount = (
  { p, q, v }: SpendingParameters,
  { repeats, average = 0 }: PurchaseHistory,
): number | null => {
  const known = average > 0 ? repeats : 0
  const weight = p * known + q - 1
  return weight > 0 ? (p * (v + known * average)) / weight : null
}
