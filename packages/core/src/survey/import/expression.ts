import type { Scalar } from "../../kernel/condition.ts"

/** How two things are compared. What is not equal is the negation of what is. */
export type Comparing = "equals" | "less-than" | "at-most" | "greater-than" | "at-least"

/** What foreign rules do with values, whatever they call it. */
export type Doing =
  | Comparing
  | "and"
  | "or"
  | "not"
  | "truth"
  | "if"
  | "empty"
  | "contains"
  | "any-of"
  | "all-of"
  | "sum"
  | "total"
  | "difference"
  | "product"
  | "quotient"
  | "min"
  | "max"
  | "mean"
  | "round"
  | "count"

/** A foreign rule after it was read, before its meaning is looked at: what JSONLogic, SurveyJS and XPath have in common. */
export type Expression =
  | { readonly kind: "literal"; readonly value: Scalar | null }
  | { readonly kind: "list"; readonly of: readonly Expression[] }
  | { readonly kind: "reference"; readonly name: string }
  | { readonly kind: "call"; readonly name: Doing; readonly of: readonly Expression[] }
  /** What was understood as far as that it is something we cannot say. */
  | { readonly kind: "foreign"; readonly what: string; readonly reason: string }

/** A value that is written down. */
export const literal = (value: Scalar | null): Expression => ({ kind: "literal", value })

/** What stands under a name. */
export const reference = (name: string): Expression => ({ kind: "reference", name })

/** Something done with these. */
export const call = (name: Doing, ...of: readonly Expression[]): Expression => ({ kind: "call", name, of })

/** Something that we cannot say. */
export const foreign = (what: string, reason: string): Expression => ({ kind: "foreign", what, reason })

/** The values of a list of literals; `undefined` where it is anything else. */
export const literals = (expression: Expression): readonly (Scalar | null)[] | undefined => {
  if (expression.kind === "literal") return [expression.value]
  if (expression.kind !== "list") return undefined
  const values = expression.of.flatMap((each) => (each.kind === "literal" ? [each.value] : []))
  return values.length === expression.of.length ? values : undefined
}

/** The names that an expression refers to. */
export const namesIn = (expression: Expression): readonly string[] => {
  if (expression.kind === "reference") return [expression.name]
  return expression.kind === "list" || expression.kind === "call" ? expression.of.flatMap(namesIn) : []
}

/** The same expression with other things in the place of names. */
export const replaced = (expression: Expression, by: (name: string) => Expression | undefined): Expression => {
  if (expression.kind === "reference") return by(expression.name) ?? expression
  if (expression.kind !== "list" && expression.kind !== "call") return expression
  return { ...expression, of: expression.of.map((each) => replaced(each, by)) }
}
