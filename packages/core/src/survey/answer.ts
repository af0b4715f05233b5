import type { Localized } from "../kernel/localized.ts"
import type { Option } from "./question-list.ts"

/** An answer as it is stored, as plain JSON; `null` for a question passed over. */
export type Answer =
  null | number | string | boolean | readonly Answer[] | { readonly [part: string]: Answer | undefined }

/** Why an answer was not taken. */
export type AnswerReason =
  | "unknown-question"
  | "not-asked"
  | "missing"
  | "wrong-kind"
  | "out-of-range"
  | "not-an-option"
  | "twice"
  | "too-few"
  | "too-many"
  | "too-short"
  | "too-long"
  | "too-big"
  | "refused"

/**
 * Why an answer was not taken. `field` is the id of the question, with the part of the answer where it has several (`service.speed`);
 * `message` is for the person who answers, and says what to do.
 */
export interface AnswerProblem {
  readonly field: string
  readonly reason: AnswerReason
  readonly message: Localized
}

/** An answer that may be stored, or why not. */
export type CheckedAnswer = { readonly value: Answer } | { readonly problem: AnswerProblem }

/** Why not. */
export type Refusal = Extract<CheckedAnswer, { readonly problem: AnswerProblem }>

/** A refusal in both of our languages. */
export const refusal = (field: string, reason: AnswerReason, es: string, en: string): Refusal => ({
  problem: { field, reason, message: { es, en } },
})

/** A label in a language, for lists inside sentences. */
export type Labels = readonly Pick<Option, "value" | "label">[]
