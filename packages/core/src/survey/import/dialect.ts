import type { Calculation } from "../../kernel/calculation.ts"
import type { Path, Scalar } from "../../kernel/condition.ts"
import type { Comparing } from "./expression.ts"

/** How a foreign language compares and counts, where languages differ. */
export interface Dialect {
  /** Whether two values compare so. */
  readonly compares: (how: Comparing, one: Scalar, other: Scalar | null) => boolean
  /** Whether a fact that is not there compares so with a value. */
  readonly absent: (how: Comparing, value: Scalar | null) => boolean
  /** The facts that are equal to a value. */
  readonly alike: (value: Scalar) => readonly Scalar[]
  readonly isTrue: (value: Scalar) => boolean
  /** Whether one text has another in it. */
  readonly hasIn: (text: Scalar, part: Scalar) => boolean
  /** Whether something that is no truth can stand where one is expected. */
  readonly takesAny: boolean
  /** What is not there counts as zero where it is added, subtracted, multiplied or divided; else nothing comes of it. */
  readonly absentIsZero: boolean
}

/** What may stand under a name. `was` is the value of an option as the foreign survey had it. */
export type Domain =
  | { readonly kind: "options"; readonly options: readonly { readonly value: string; readonly was: Scalar }[] }
  | { readonly kind: "several"; readonly options: readonly { readonly value: string; readonly was: Scalar }[] }
  | { readonly kind: "number" }
  | { readonly kind: "text" }
  | { readonly kind: "boolean" }
  /** A list of whose elements nothing is known. */
  | { readonly kind: "list" }
  /** Anything: the value that it is compared with says what is meant. */
  | { readonly kind: "any" }

/** A fact by its place in our survey, and what may stand there. */
export interface Reference {
  readonly path: Path
  readonly domain: Domain
}

/** What an expression is understood in: a language, the names it may use, and where to say what cannot be said. */
export interface Setting {
  readonly dialect: Dialect
  /** What a name refers to; `undefined` where it refers to nothing that is asked before. */
  readonly refer: (name: string) => Reference | undefined
  readonly refuse: (what: string, reason: string) => void
  /** Gives a name to what is worked out, so that it can be compared. Where it is left out, nothing worked out can be. */
  readonly work?: (is: Calculation) => Path
}
