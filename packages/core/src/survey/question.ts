import type { Condition } from "../kernel/condition.ts"
import type { Localized } from "../kernel/localized.ts"

/** An answer to "would you recommend us?": 0 is not at all likely, 10 is extremely likely. */
export type NpsScore = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10

/** An answer to "how satisfied are you?": 1 is very dissatisfied, 5 is very satisfied. */
export type CsatScore = 1 | 2 | 3 | 4 | 5

/** The lowest and the highest answer of a scale; every whole number between them is one, too. */
export interface Scale {
  readonly low: number
  readonly high: number
}

/** The scales, by kind of question. */
export const scales = { nps: { low: 0, high: 10 }, csat: { low: 1, high: 5 } } as const satisfies {
  readonly [kind: string]: Scale
}

/** One of the answers to choose from. `value` is what is stored, `label` what people read. */
export interface Option<Value extends string = string> {
  readonly value: Value
  readonly label: Localized
}

/** What is asked, by kind, as plain JSON. `maxLength` is in UTF-16 code units, as HTML's is. */
export type Asked =
  | { readonly kind: "nps"; readonly text: Localized }
  | { readonly kind: "csat"; readonly text: Localized }
  | { readonly kind: "choice"; readonly text: Localized; readonly options: readonly Option[] }
  | { readonly kind: "open-text"; readonly text: Localized; readonly maxLength: number }

/** A question in its place in a survey. One that is not `required` may be passed over; one with `when` is asked only if that holds. */
export type Question = Asked & { readonly id: string; readonly required: boolean; readonly when?: Condition }

declare const answer: unique symbol

/** A question that has no place yet, and, for the compiler alone, the type of its answers. */
export type Draft<Value> = Asked & { readonly [answer]?: Value }

type OptionInput = string | { readonly value: string; readonly label?: Localized }

type ValueOf<Input extends OptionInput> = Input extends { readonly value: infer Value } ? Value : Input

/** Would you recommend us? 0 to 10 (https://en.wikipedia.org/wiki/Net_promoter_score). */
export const nps = (text: Localized): Draft<NpsScore> => ({ kind: "nps", text })

/** How satisfied are you? 1 to 5. */
export const csat = (text: Localized): Draft<CsatScore> => ({ kind: "csat", text })

/**
 * One of these. An option is its value, with a label where people should read something else.
 *
 * @example
 * choice({ es: "¿Qué arreglamos?", en: "What should we fix?" }, ["quality", { value: "price", label: { es: "Precio", en: "Price" } }])
 */
export const choice = <const Options extends readonly [OptionInput, ...OptionInput[]]>(
  text: Localized,
  options: Options,
): Draft<ValueOf<Options[number]>> => ({
  kind: "choice",
  text,
  options: options.map((option) =>
    typeof option === "string"
      ? { value: option, label: option }
      : { value: option.value, label: option.label ?? option.value },
  ),
})

/** In the person's own words, up to `maxLength` UTF-16 code units. */
export const openText = (
  text: Localized,
  { maxLength = 2000 }: { readonly maxLength?: number } = {},
): Draft<string> => ({ kind: "open-text", text, maxLength })
