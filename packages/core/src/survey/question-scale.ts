import type { Localized } from "../kernel/localized.ts"
import type { Draft } from "./draft.ts"

/** An answer to "would you recommend us?": 0 is not at all likely, 10 is extremely likely. */
export type NpsScore = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10

/** An answer to "how satisfied are you?": 1 is very dissatisfied, 5 is very satisfied. */
export type CsatScore = 1 | 2 | 3 | 4 | 5

/** An answer to "the company made it easy": 1 is strongly disagree, 7 is strongly agree. */
export type CesScore = 1 | 2 | 3 | 4 | 5 | 6 | 7

/** What the two ends of a scale mean. */
export interface Ends {
  readonly low: Localized
  readonly high: Localized
}

/** The numbers of a scale: from `low` to `high`, both taken in, `step` apart. */
export interface Scale {
  readonly low: number
  readonly high: number
  readonly step: number
}

/** A question whose answer is a number. */
export type ScaleQuestion =
  | { readonly kind: "nps"; readonly text: Localized }
  | { readonly kind: "csat"; readonly text: Localized }
  | { readonly kind: "ces"; readonly text: Localized }
  /** Stars or numbers, from 1 to `high`. */
  | { readonly kind: "rating"; readonly text: Localized; readonly high: number; readonly ends?: Ends }
  | ({ readonly kind: "slider"; readonly text: Localized; readonly ends?: Ends } & Scale)
  /** Any number within bounds; `whole`: without decimals. `unit` stands behind it ("€", "years"). */
  | {
      readonly kind: "number"
      readonly text: Localized
      readonly low?: number
      readonly high?: number
      readonly whole?: boolean
      readonly unit?: Localized
    }

const fixed = {
  nps: { low: 0, high: 10, step: 1 },
  csat: { low: 1, high: 5, step: 1 },
  ces: { low: 1, high: 7, step: 1 },
} as const satisfies { readonly [kind: string]: Scale }

/** The scale of a question that has one; a free number has none. */
export const scaleOf = (question: Exclude<ScaleQuestion, { readonly kind: "number" }>): Scale => {
  if (question.kind === "rating") return { low: 1, high: question.high, step: 1 }
  return question.kind === "slider" ? question : fixed[question.kind]
}

/** Would you recommend us? 0 to 10 (https://en.wikipedia.org/wiki/Net_promoter_score). */
export const nps = (text: Localized): Draft<NpsScore, ScaleQuestion> => ({ kind: "nps", text })

/** How satisfied are you? 1 to 5. */
export const csat = (text: Localized): Draft<CsatScore, ScaleQuestion> => ({ kind: "csat", text })

/**
 * Customer effort, version 2: how far somebody agrees that it was made easy for them, 1 to 7
 * (https://measuringu.com/customer-effort-score/).
 */
export const ces = (text: Localized): Draft<CesScore, ScaleQuestion> => ({ kind: "ces", text })

/** Stars or points, from 1 to `high`: 5 of them if it is left out, 10 at most. */
export const rating = (
  text: Localized,
  { high = 5, ends }: { readonly high?: number; readonly ends?: Ends } = {},
): Draft<number, ScaleQuestion> => ({ kind: "rating", text, high, ...(ends && { ends }) })

/** A number on a line: from 0 to 100 in steps of one, if nothing else is said. */
export const slider = (
  text: Localized,
  { low = 0, high = 100, step = 1, ends }: Partial<Scale> & { readonly ends?: Ends } = {},
): Draft<number, ScaleQuestion> => ({ kind: "slider", text, low, high, step, ...(ends && { ends }) })

/** Any number, within bounds where they are given. */
export const number = (
  text: Localized,
  options: {
    readonly low?: number
    readonly high?: number
    /** Without decimals. */
    readonly whole?: boolean
    readonly unit?: Localized
  } = {},
): Draft<number, ScaleQuestion> => ({ kind: "number", text, ...options })
