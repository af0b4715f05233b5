import type { Calculation } from "../kernel/calculation.ts"
import type { Condition } from "../kernel/condition.ts"
import type { Duration } from "../kernel/duration.ts"
import type { Localized } from "../kernel/localized.ts"
import type { Question } from "./question.ts"

/** What was answered, by id of the question; `null` where the person passed it over. */
export interface Answers {
  readonly [question: string]: unknown
}

/** A value that is worked out from answers. Questions behind `after` can depend on it; `null`: all of them. */
export interface SurveyValue {
  readonly name: string
  readonly is: Calculation
  readonly after: string | null
}

/** What is said when no question is left: the first whose condition holds. */
export interface Ending {
  readonly id: string
  readonly text: Localized
  readonly when?: Condition
  /** The survey is over as soon as the condition holds, also where questions are left: whoever is not meant is not kept. */
  readonly early?: boolean
  /** Where a page leads from here. https, or a path of your own. */
  readonly link?: string
}

/** How many responses of a sort are wanted. Who is of a sort that is full is thanked and asked no more. */
export interface Quota {
  readonly id: string
  readonly when: Condition
  readonly limit: number
  /** What is said to whoever comes too late. */
  readonly text?: Localized
}

/** One step from an earlier version to this one. `to: null` forgets the value, and the question is asked again. */
export type Change =
  | { readonly change: "rename"; readonly question: string; readonly to: string }
  | { readonly change: "drop"; readonly question: string }
  | {
      readonly change: "map"
      readonly question: string
      readonly options: { readonly [value: string]: string | null }
    }

/** How answers to an earlier version become answers to this one. */
export interface Migration {
  /** The version that was answered. */
  readonly from: string
  readonly changes: readonly Change[]
}

/**
 * Who sees whose answers. `identified`: the team, with the customer. `confidential`: reports only, of groups that are large enough.
 * `anonymous`: nobody; answers are kept apart from whoever gave them.
 */
export type Confidentiality = "identified" | "confidential" | "anonymous"

/** A survey as plain JSON: what travels, is stored and is asked, whatever its answers are. */
export interface AnyDefinition {
  readonly name: string
  /** A fingerprint of the content (FNV-1a, 64 bits, 16 hexadecimal digits): other content, other version. */
  readonly version: string
  readonly questions: readonly Question[]
  readonly values?: readonly SurveyValue[]
  /** Questions that stand side by side and come in another order for each response. */
  readonly mixed?: readonly (readonly string[])[]
  readonly endings?: readonly Ending[]
  /** What is said where no ending holds. */
  readonly thanks?: Localized
  readonly quotas?: readonly Quota[]
  /** `identified`, where it is left out. */
  readonly confidentiality?: Confidentiality
  /** The languages that every text has to have; those of the first text, where it is left out. BCP 47. */
  readonly languages?: readonly string[]
  /** How long it can be answered after it was asked; always, where it is left out. */
  readonly within?: Duration
  readonly migrations?: readonly Migration[]
  /** It was not verified on purpose: what `verify` finds is told, and does not keep it from being asked. */
  readonly unverified?: true
}

declare const answers: unique symbol

/** A survey whose name and answers the compiler knows. It is its own definition. */
export type Survey<Name extends string = string, Given = Answers> = AnyDefinition & {
  readonly name: Name
  readonly [answers]?: Given
}

/** The answers of a survey: what is asked of everybody is there, what depends or may be passed over is optional. */
export type AnswersOf<Of> = Of extends { readonly [answers]?: infer Inferred } ? NonNullable<Inferred> : Answers

/** The names of these surveys. */
export type SurveyNames<Surveys extends readonly AnyDefinition[]> = Surveys[number]["name"]

/** The answers of each of these surveys, by its name: the facts that conditions ask about. */
export type AnswersByName<Surveys extends readonly AnyDefinition[]> = {
  readonly [Each in Surveys[number] as Each["name"]]?: AnswersOf<Each>
}
