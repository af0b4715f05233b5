import type { Condition } from "../../kernel/condition.ts"
import type { Localized } from "../../kernel/localized.ts"
import type { Asked } from "../question.ts"
import type { Domain } from "./dialect.ts"
import type { Expression } from "./expression.ts"

/** A formula, or one that was read already. */
export type Formula = string | { readonly formula: string; readonly expression: Expression }

/** A rule for an answer: a formula, or a condition that needs none. */
export interface ForeignCheck {
  readonly that: string | Condition
  readonly message: Localized
}

/** A name that formulas use for what is answered, and where it stands in the answer. */
export interface Naming {
  readonly name: string
  readonly part?: string
  readonly domain: Domain
}

/** What one element of a foreign survey becomes, before its formulas are understood: a question of ours, or several. */
export interface Item {
  /** What the answer is called there. */
  readonly name: string
  /** The element that it belongs to. */
  readonly element: string
  readonly asked: Asked
  readonly required: boolean
  readonly help?: Localized
  /** Formulas that have to hold, those of whatever is around it first. */
  readonly when: readonly string[]
  readonly requiredWhen?: string
  /** It is asked where the answer to this element is this value. */
  readonly follows?: { readonly name: string; readonly op: "equals" | "contains"; readonly value: string }
  readonly checks: readonly ForeignCheck[]
  readonly symbols: readonly Naming[]
  /** What the first of these is called in rules about the answer itself. */
  readonly alias?: string
  /** The formulas of options, by their value: each option is offered where one of its own holds. */
  readonly offers: { readonly [value: string]: readonly Formula[] }
  /** Headings and the like belong to no element of their own. */
  readonly isAdded?: boolean
}
