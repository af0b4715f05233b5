import type { Capabilities } from "../../channel/capability.ts"
import type { AnyDefinition } from "../definition.ts"
import type { Medium } from "../question.ts"

/** What `verify` can find, each with how grave it is: a survey with an `error` is not asked, a `warning` is told. */
const severities = {
  /** It is no definition of a survey. */
  malformed: "error",
  /** A condition, a value or a text names what is not there. */
  "unknown-reference": "error",
  /** A condition or a text names a question that comes later. */
  "forward-reference": "error",
  /** A question depends on its own answer. */
  "self-reference": "error",
  /** A condition compares with what no answer can be. */
  "impossible-value": "error",
  /** A condition that can never hold. */
  "never-holds": "warning",
  /** A condition that holds for everybody. */
  "always-holds": "warning",
  /** A question that nobody is asked. */
  "unreachable-question": "error",
  /** An ending, or thanks, that nobody sees. */
  "unreachable-ending": "error",
  /** A question for which somebody has no answer that is taken. */
  "unanswerable-question": "error",
  /** Scores between others that lead nowhere, where those lead somewhere. */
  "uncovered-score": "warning",
  /** Scores that lead to what is meant for low ones, and to what is meant for high ones. */
  "overlapping-scores": "warning",
  /** Promoters, passives and detractors are told apart elsewhere than at 6 and 8. */
  "nps-groups": "warning",
  /** The good end of a scale is its low one, or scales of one survey run in two directions. */
  "scale-direction": "warning",
  /** The words name another scale than the one that is shown. */
  "scale-range": "warning",
  /** More questions have to be answered by everybody than people put up with. */
  "too-many-required": "warning",
  /** No question has to be answered. */
  "nothing-required": "warning",
  /** A text is not there in a language of the survey. */
  "missing-translation": "error",
  /** A text for one language only, in a survey of several. */
  untranslated: "warning",
  /** A text names an answer that may be missing, and does not say what to say then. */
  "missing-fallback": "warning",
  /** A question that cannot be answered on a medium on which it is asked. */
  "not-on-medium": "error",
  /** A question that is hard to answer on a medium on which it is asked. */
  "hard-on-medium": "warning",
  /** A question that takes more than three text messages. */
  "long-text": "warning",
  /** A quota that cannot fill. */
  "impossible-quota": "error",
  /** Quotas of which one can never fill because of another. */
  "contradicting-quotas": "warning",
  /** Answers to an earlier version that get lost. */
  "incomplete-migration": "error",
  /** Answers to an earlier version that would mean something else. */
  "changed-scale": "warning",
  /** A question about who somebody is, in an anonymous survey. */
  "personal-question": "error",
  /** The wording of a question expects one answer. */
  "leading-question": "warning",
  /** One question about two things. */
  "double-question": "warning",
  /** Options that shame whoever chooses them, or of which all are good. */
  "unbalanced-options": "warning",
  /** One list behind the other before anything else is asked. */
  "deep-menu": "warning",
  /** A score is asked for before anything was given or changed. */
  "early-score": "warning",
} as const satisfies { readonly [code: string]: "error" | "warning" }

/** What was found, by kind. */
export type DiagnosticCode = keyof typeof severities

/** Something that is wrong with a survey, or most likely is. */
export interface Diagnostic {
  readonly code: DiagnosticCode
  readonly severity: "error" | "warning"
  /** The id of the question that it is about. */
  readonly question?: string
  /** What is wrong, with the names and the values. */
  readonly message: string
  /** What to do about it. */
  readonly fix: string
}

/** What is known of where a survey will be asked. Without it, nothing is said about that. */
export interface VerifyOptions {
  /** Where it will be asked. */
  readonly media?: readonly Medium[]
  /** What the channels can do that will carry it, by their names. */
  readonly channels?: { readonly [name: string]: Pick<Capabilities, "parts" | "text"> }
  /** The traits of a person that texts may name. Without them, a name that is no question is taken for one. */
  readonly names?: readonly string[]
  /** Versions of which there are answers that must not get lost. */
  readonly earlier?: readonly AnyDefinition[]
  /** How many questions everybody may have to answer: 12, where it is left out. */
  readonly mostRequired?: number
  /** `false`: it is asked before the customer was given anything. */
  readonly afterContact?: boolean
}

/** Makes a diagnostic; `severity` where it is another than the usual one of its code. */
export const found = (
  code: DiagnosticCode,
  question: string | undefined,
  message: string,
  fix: string,
  severity: Diagnostic["severity"] = severities[code],
): Diagnostic => ({ code, severity, ...(question !== undefined && { question }), message, fix })

/** A name or a value in a sentence. */
export const quoted = (value: unknown): string => JSON.stringify(value) ?? "nothing"

/** The diagnostic of what cannot be asked at all. `place` is the way to the part that is wrong. */
export const malformed = (place: string, message: string): Diagnostic =>
  found(
    "malformed",
    undefined,
    message.startsWith(place)
      ? `It is no survey that can be asked: ${message}.`
      : `It is no survey that can be asked: ${place} ${message}.`,
    "mend that first: nothing else was looked at",
  )
