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

/** What to do about an answer that was not taken: data, which `explain` puts into words. */
export type Remedy =
  | readonly [
      "give-an-answer" | "number" | "whole-number" | "words" | "once" | "two-different" | "email" | "phone" | "date",
    ]
  | readonly ["time" | "yes-or-no" | "fill-in" | "attach" | "another-question" | "go-on"]
  | readonly ["scale", low: number, high: number, step: number]
  | readonly ["option", options: Labels]
  | readonly ["alone", option: Localized]
  /** How much: a number, a count of options or signs, megabytes, a day. */
  | readonly ["at-least" | "at-most" | "not-before" | "not-after", bound: number | string]
  | readonly ["choose-at-least" | "choose-at-most" | "order" | "add-at-least" | "add-at-most", count: number]
  | readonly ["longer" | "shorter" | "attach-at-most" | "megabytes", count: number]
  | readonly ["types", types: readonly string[]]
  /** The words of the survey's own check. */
  | readonly ["own", words: Localized]

/**
 * Why an answer was not taken. `field` is the id of the question, with the part of the answer where it has several (`service.speed`);
 * `explain` says to the person who answers what to do.
 */
export interface AnswerProblem {
  readonly field: string
  readonly reason: AnswerReason
  readonly remedy: Remedy
}

/** An answer that may be stored, or why not. */
export type CheckedAnswer = { readonly value: Answer } | { readonly problem: AnswerProblem }

/** Why not. */
export type Refusal = Extract<CheckedAnswer, { readonly problem: AnswerProblem }>

/** A refusal, and what to do. */
export const refusal = (field: string, reason: AnswerReason, ...remedy: Remedy): Refusal => ({
  problem: { field, reason, remedy },
})

/** Options, as far as people read them. */
export type Labels = readonly Pick<Option, "value" | "label">[]
