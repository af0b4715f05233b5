import type { Calculation } from "../../kernel/calculation.ts"
import type { Comparison, Condition, Path, Scalar } from "../../kernel/condition.ts"

/** The comparisons that a condition is made of. */
export const comparisonsOf = (condition: Condition): readonly Comparison[] => {
  switch (condition.op) {
    case "all":
    case "any":
      return condition.of.flatMap(comparisonsOf)
    case "not":
      return comparisonsOf(condition.of)
    default:
      return [condition]
  }
}

/** A part of a calculation that reads a fact. */
export type Use = Extract<Calculation, { readonly path: Path }>

interface Parts {
  readonly uses: readonly Use[]
  readonly conditions: readonly Condition[]
}

const joined = (parts: readonly Parts[], conditions: readonly Condition[] = []): Parts => ({
  uses: parts.flatMap(({ uses }) => uses),
  conditions: [...conditions, ...parts.flatMap((part) => part.conditions)],
})

/** What a calculation is worked out from: the facts that it reads, and the conditions that it asks. */
export const partsOf = (calculation: Calculation): Parts => {
  switch (calculation.op) {
    case "value":
      return { uses: [], conditions: [] }
    case "fact":
    case "count":
    case "place":
    case "points":
      return { uses: [calculation], conditions: [] }
    case "if":
      return joined([partsOf(calculation.is), partsOf(calculation.otherwise)], [calculation.when])
    case "round":
      return partsOf(calculation.of)
    default:
      return joined(calculation.of.map(partsOf))
  }
}

/** The outermost name of a path. */
export const rootOf = (path: Path): string => path[0] ?? ""

/** The names of the facts that a condition asks about. */
export const rootsOf = (condition: Condition): ReadonlySet<string> =>
  new Set(comparisonsOf(condition).map(({ path }) => rootOf(path)))

/** What a comparison compares with. */
export const operandsOf = (comparison: Comparison): readonly Scalar[] => {
  switch (comparison.op) {
    case "exists":
    case "within":
      return []
    case "between":
      return [comparison.from, comparison.to]
    case "in":
      return comparison.value
    default:
      return [comparison.value]
  }
}

/** How a fact is read: by which comparisons, and by which calculations. */
export interface Reading {
  readonly comparisons: readonly Comparison[]
  readonly uses: readonly Use[]
}
