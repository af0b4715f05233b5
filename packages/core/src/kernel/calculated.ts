import type { Calculation } from "./calculation.ts"
import { pathOf } from "./condition-fields.ts"
import type { Condition, Scalar } from "./condition.ts"

declare const worked: unique symbol

/** A calculation, and, for the compiler alone, the type of what it comes to. */
export type Calculated<Value extends Scalar> = Calculation & { readonly [worked]?: Value }

/** A number: one that is written down, a fact, or one that was worked out. */
export type Amount = number | { lessThan(value: never): Condition } | Calculated<number>

type Worked = Scalar | Calculation | object

const isCalculation = (given: Worked): given is Calculation =>
  typeof given === "object" && "op" in given && typeof given.op === "string"

const calculationOf = (given: Worked): Calculation => {
  if (typeof given !== "object" && typeof given !== "function") return { op: "value", value: given }
  return isCalculation(given) ? given : { op: "fact", path: pathOf(given) }
}

const several =
  (op: "sum" | "product" | "mean" | "min" | "max") =>
  (...of: readonly Amount[]): Calculated<number> => ({ op, of: of.map(calculationOf) })

/** The sum of those that are there. */
export const sum = several("sum")
/** The mean of those that are there. */
export const mean = several("mean")
/** The smallest of those that are there. */
export const least = several("min")
/** The largest of those that are there. */
export const most = several("max")
/** All of them multiplied; absent where one is. */
export const product = several("product")

/** The first less the second. */
export const difference = (one: Amount, other: Amount): Calculated<number> => ({
  op: "difference",
  of: [calculationOf(one), calculationOf(other)],
})

/** The first divided by the second; absent where that is zero. */
export const quotient = (one: Amount, other: Amount): Calculated<number> => ({
  op: "quotient",
  of: [calculationOf(one), calculationOf(other)],
})

/** Rounded to so many decimals, none if it is left out. */
export const round = (of: Amount, decimals = 0): Calculated<number> => ({
  op: "round",
  of: calculationOf(of),
  decimals,
})

/** How many were chosen. */
export const count = (list: { includes(value: never): Condition }): Calculated<number> => ({
  op: "count",
  path: pathOf(list),
})

/** Where a value stands in a ranking, from 1. */
export const place = <Value extends Scalar>(
  list: { includes(value: Value): Condition },
  value: NoInfer<Value>,
): Calculated<number> => ({ op: "place", path: pathOf(list), value })

/**
 * What an answer is worth: the points of the option that was chosen, or of all that were.
 *
 * @example
 * points(answers.fix, { delivery: 3, price: 1 })
 */
export const points = <Value extends string>(
  of: { is(value: Value): Condition } | { includes(value: Value): Condition },
  table: { readonly [Each in NoInfer<Value>]?: number },
): Calculated<number> => ({
  op: "points",
  path: pathOf(of),
  table: Object.fromEntries(
    Object.entries<number | undefined>(table).filter((pair): pair is [string, number] => pair[1] !== undefined),
  ),
})

type ScalarOf<Given> = Given extends Calculated<infer Value> ? Value : Extract<Given, Scalar>

/**
 * One value where a condition holds, another where it does not (or nobody knows).
 *
 * @example
 * choose(answers.score.atMost(6), "detractor", "other")
 */
export const choose = <const Is extends Scalar | Calculated<Scalar>, const Other extends Scalar | Calculated<Scalar>>(
  when: Condition,
  is: Is,
  otherwise: Other,
): Calculated<ScalarOf<Is> | ScalarOf<Other>> => ({
  op: "if",
  when,
  is: calculationOf(is),
  otherwise: calculationOf(otherwise),
})
