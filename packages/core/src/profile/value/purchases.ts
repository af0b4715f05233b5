import { InputError } from "../../kernel/errors.ts"
import { cautionsOf, checkHistories, drained, type FitReport, maximumLikelihood } from "./fit.ts"
import type { PurchaseHistory } from "./history.ts"
import { logGamma, logSum, scaledHypergeometric } from "./special-functions.ts"
import { standardErrorOf } from "./uncertainty.ts"

/**
 * How a whole population buys and leaves: `r` and `alpha` of the rates at which people buy, `a` and `b` of the chance to leave after a
 * purchase.
 */
export interface BuyingParameters {
  readonly r: number
  readonly alpha: number
  readonly a: number
  readonly b: number
}

/** The parameters as they were learned, with how sure they are. */
export interface BuyingModel extends BuyingParameters, FitReport<keyof BuyingParameters> {}

type Counted = Pick<PurchaseHistory, "repeats" | "lastWeek" | "weeks">

interface Tuple extends Counted {
  readonly count: number
}

/** Histories that are the same are counted once, in one order: a sum must not depend on who came first. */
const tuplesOf = (histories: readonly Counted[]): readonly Tuple[] => {
  const tuples = new Map<string, { -readonly [Field in keyof Tuple]: Tuple[Field] }>()
  for (const { repeats, lastWeek, weeks } of histories) {
    const key = `${repeats}/${lastWeek}/${weeks}`
    const known = tuples.get(key)
    if (known) known.count++
    else tuples.set(key, { repeats, lastWeek, weeks, count: 1 })
  }
  return [...tuples].sort(([one], [two]) => (one < two ? -1 : 1)).map(([, tuple]) => tuple)
}

/** What the likelihood of a customer has that depends on their repeats alone. */
const perRepeats = ({ r, a, b }: BuyingParameters) => {
  const known = new Map<number, number>()
  const fixed = logGamma(a + b) - logGamma(r) - logGamma(b)
  return (repeats: number): number => {
    const before = known.get(repeats)
    if (before !== undefined) return before
    const value = fixed + logGamma(r + repeats) + logGamma(b + repeats) - logGamma(a + b + repeats)
    known.set(repeats, value)
    return value
  }
}

const logLikelihoodOf = (tuples: readonly Tuple[], parameters: BuyingParameters): number => {
  const { r, alpha, a, b } = parameters
  const ofRepeats = perRepeats(parameters)
  let sum = 0
  for (const { repeats, lastWeek, weeks, count } of tuples) {
    const alive = -(r + repeats) * Math.log(alpha + weeks)
    const gone =
      repeats === 0 ? -Infinity : Math.log(a / (b + repeats - 1)) - (r + repeats) * Math.log(alpha + lastWeek)
    sum += count * (ofRepeats(repeats) + r * Math.log(alpha) + logSum(alive, gone))
  }
  return sum
}

/** The log-likelihood of histories (equation 6 of Fader, Hardie and Lee 2005), summed so that nothing overflows. */
export const buyingLogLikelihood = (histories: readonly Counted[], parameters: BuyingParameters): number =>
  logLikelihoodOf(tuplesOf(histories), parameters)

const names = ["r", "alpha", "a", "b"] as const

/** Where the search begins: from there it finds its way on every set that we know. */
const starts = [
  [1, 1, 1, 1],
  [0.3, 5, 0.8, 2.5],
  [2, 20, 0.3, 5],
]

/** `fitBuying` in slices, for a program that must answer others meanwhile. */
export function* fittingBuying(histories: readonly PurchaseHistory[]): Generator<void, BuyingModel> {
  checkHistories(histories)
  if (histories.length < 2) throw new InputError("invalid", "histories", "give at least two customers")
  const tuples = tuplesOf(histories)
  const logLikelihood = ([r = 1, alpha = 1, a = 1, b = 1]: readonly number[]) =>
    logLikelihoodOf(tuples, { r, alpha, a, b })
  const { parameters, ...report } = yield* maximumLikelihood(names, logLikelihood, starts, histories.length)
  const repeaters = histories.filter(({ repeats }) => repeats > 0).length
  return {
    ...parameters,
    ...report,
    n: histories.length,
    cautions: cautionsOf(histories.length, repeaters, report.converged, report.covariance),
  }
}

/**
 * Learns how a population buys and leaves: the BG/NBD model of Fader, Hardie and Lee (2005, "Counting your customers" the easy way,
 * https://doi.org/10.1287/mksc.1040.0098). Standard errors are from the second derivatives of the likelihood. Read `cautions` before you
 * use it. Throws `InputError` for a history that cannot be.
 */
export const fitBuying = (histories: readonly PurchaseHistory[]): BuyingModel => drained(fittingBuying(histories))

/** How many times more likely it is that they left after their last purchase than that they are still there. */
const goneOdds = ({ r, alpha, a, b }: BuyingParameters, { repeats, lastWeek, weeks }: Counted): number =>
  repeats === 0
    ? 0
    : Math.exp(Math.log(a / (b + repeats - 1)) + (r + repeats) * Math.log((alpha + weeks) / (alpha + lastWeek)))

/**
 * The probability, from 0 to 1, that somebody still is a customer. In this model one leaves after a purchase that came after the first;
 * so who has bought once is always taken for one: look at the weeks since, too.
 */
export const probabilityAlive = (model: BuyingParameters, history: Counted): number =>
  1 / (1 + goneOdds(model, history))

/** Beyond this `a`, people differ so little in how they leave that the mean of them and its spread say everything. */
const alike = 500

/** The purchases of somebody who is alive and whose chance to leave after each is `chance`. */
const purchasesGiven = (chance: number, rate: number, reach: number): number =>
  -Math.expm1(-rate * Math.log1p(chance * reach)) / chance

/** The mean over people who are nearly alike, to the second order of how they differ. */
const expectedAlike = ({ r, alpha, a, b }: BuyingParameters, { repeats, weeks }: Counted, within: number): number => {
  const [stays, rate, reach] = [b + repeats, r + repeats, within / (alpha + weeks)]
  const mean = a / (a + stays)
  const variance = (mean * (1 - mean)) / (a + stays + 1)
  const step = mean * 1e-3
  const of = (chance: number) => purchasesGiven(chance, rate, reach)
  return of(mean) + (variance / 2) * ((of(mean + step) - 2 * of(mean) + of(mean - step)) / step ** 2)
}

const expectedWhereAlive = (model: BuyingParameters, history: Counted, within: number): number => {
  const { r, alpha, a, b } = model
  if (a > alike) return expectedAlike(model, history, within)
  const { repeats, weeks } = history
  const reach = within / (alpha + weeks + within)
  const c = a + b + repeats - 1
  // Euler's transformation of equation 10: its series also ends where the time ahead is long
  const { sign, log } = scaledHypergeometric(a + b - 1 - r, a - 1, c, reach)
  return (c / (a - 1)) * (1 - sign * Math.exp((a - 1) * Math.log1p(-reach) + log))
}

const expectedAt = (model: BuyingParameters, history: Counted, within: number): number =>
  expectedWhereAlive(model, history, within) / (1 + goneOdds(model, history))

/**
 * How many purchases are to be expected of somebody in the weeks ahead (equation 10 of the paper). Where a formula divides by nothing
 * (a = 1, or a + b = 1 for who bought once), its neighbours on both sides say what it is there.
 */
export const expectedPurchases = (model: BuyingParameters, history: Counted, within: number): number => {
  if (!(within > 0)) return 0
  const { a, b } = model
  const isEdge = Math.abs(a - 1) < 1e-5 || Math.abs(a + b + history.repeats - 1) < 1e-5
  if (!isEdge) return Math.max(0, expectedAt(model, history, within))
  const beside = [1e-4, -1e-4].map((by) => expectedAt({ ...model, a: a + by }, history, within))
  return Math.max(0, beside.reduce((sum, value) => sum + value, 0) / beside.length)
}

/**
 * How far the expected purchases of somebody may be off because the parameters are not known better: a standard error, by the delta
 * method. `null` where the likelihood was flat. It says nothing of chance in what one person does.
 */
export const expectedPurchasesError = (model: BuyingModel, history: Counted, within: number): number | null => {
  if (!model.covariance) return null
  const of = ([r = 0, alpha = 0, a = 0, b = 0]: readonly number[]) =>
    expectedPurchases({ r: Math.exp(r), alpha: Math.exp(alpha), a: Math.exp(a), b: Math.exp(b) }, history, within)
  return standardErrorOf(
    of,
    names.map((name) => Math.log(model[name])),
    model.covariance,
  )
}
