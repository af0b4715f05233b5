import { InputError } from "../../kernel/errors.ts"
import { historyProblem, type PurchaseHistory } from "./history.ts"
import { lowest, type SearchLimits } from "./minimum.ts"
import { covarianceOf, type Matrix } from "./uncertainty.ts"

/** Why a fit should be read with care, or not be used. */
export type Caution =
  /** The search did not come to rest. */
  | "not-converged"
  /** The likelihood is flat: a parameter may well be several times greater, or smaller (a standard error of its logarithm above 1). */
  | "flat"
  /** Fewer than 500 customers. */
  | "few-customers"
  /** Fewer than 100 customers who bought again. */
  | "few-repeats"
  /** Who buys often also spends more, or less (a correlation beyond .3), which the model of amounts excludes. */
  | "amounts-follow-frequency"
  /** Amounts vary so much that they have no mean (q ≤ 1). */
  | "no-mean"

/** A value for each parameter. */
type Named<Name extends string> = { readonly [Parameter in Name]: number }

/** What a fit says beside its parameters. */
export interface FitReport<Name extends string = string> {
  /** How many customers it was learned from. */
  readonly n: number
  readonly logLikelihood: number
  readonly iterations: number
  readonly converged: boolean
  /** From the second derivatives of the likelihood at its maximum; `null` where it is flat. */
  readonly standardErrors: Named<Name> | null
  /** How the logarithms of the parameters vary together, in their order; `null` where the likelihood is flat. */
  readonly covariance: Matrix | null
  /** Empty is best. */
  readonly cautions: readonly Caution[]
}

/** Throws `InputError`, which names the customer by their place and the field. */
export const checkHistories = (histories: readonly PurchaseHistory[]): void => {
  const problem = historyProblem(histories)
  if (problem) throw new InputError("invalid", `histories[${problem.index}].${problem.field}`, problem.remedy)
}

const isFlat = (covariance: Matrix | null): boolean => !covariance || covariance.some((row, at) => (row[at] ?? 0) > 1)

/** The cautions that do not depend on the model. */
export const cautionsOf = (
  n: number,
  repeaters: number,
  converged: boolean,
  covariance: Matrix | null,
): readonly Caution[] => [
  ...(converged ? [] : (["not-converged"] as const)),
  ...(isFlat(covariance) ? (["flat"] as const) : []),
  ...(n < 500 ? (["few-customers"] as const) : []),
  ...(repeaters < 100 ? (["few-repeats"] as const) : []),
]

/** The data do not say what a parameter is where it may be a hundred and fifty times greater, or smaller. */
const isTelling = (covariance: Matrix): boolean =>
  covariance.every((row, at) => (row[at] ?? Infinity) >= 0 && (row[at] ?? Infinity) <= 25)

/** The parameters of greatest likelihood, all above 0; searched by their logarithms. */
export function* maximumLikelihood<const Name extends string>(
  names: readonly Name[],
  logLikelihood: (parameters: readonly number[]) => number,
  starts: readonly (readonly number[])[],
  n: number,
  limits?: SearchLimits,
): Generator<void, { readonly parameters: Named<Name> } & Omit<FitReport<Name>, "n" | "cautions">> {
  // A parameter that runs away has no maximum; the walls keep the arithmetic sound, and the flat likelihood is reported.
  const of = (logs: readonly number[]): number =>
    logs.some((log) => Math.abs(log) > 15) ? Infinity : -logLikelihood(logs.map(Math.exp))
  const mean = (logs: readonly number[]): number => of(logs) / n // the tolerance is per customer, whatever their number
  const minimum = yield* lowest(
    mean,
    starts.map((start) => start.map(Math.log)),
    limits,
  )
  const found = covarianceOf(of, minimum.at)
  const covariance = found && isTelling(found) ? found : undefined
  const values = minimum.at.map(Math.exp)
  const named = (list: readonly number[]) => {
    const entries = names.map((name, at) => [name, list[at] ?? Number.NaN] as const)
    // one value for each name
    return Object.fromEntries(entries) as Named<Name>
  }
  return {
    parameters: named(values),
    logLikelihood: -minimum.value * n,
    iterations: minimum.iterations,
    converged: minimum.converged,
    covariance: covariance ?? null,
    standardErrors: covariance
      ? named(values.map((value, at) => value * Math.sqrt(Math.max(0, covariance[at]?.[at] ?? 0))))
      : null,
  }
}

/** Runs what is done in slices to its end. */
export const drained = <Result>(steps: Generator<unknown, Result>): Result => {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
