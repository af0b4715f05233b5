import type { Condition } from "../kernel/condition.ts"
import type { Localized } from "../kernel/localized.ts"
import { maxDiffSets } from "./max-diff-sets.ts"
import type { Draft } from "./draft.ts"

/** One of the answers to choose from. `value` is what is stored, `label` what people read. */
export interface Option<Value extends string = string> {
  readonly value: Value
  readonly label: Localized
  /** It is offered only if this holds. */
  readonly when?: Condition
  /** Where several may be chosen: this one stands alone ("none of these"). */
  readonly alone?: boolean
}

/** An option that is a picture. */
export interface ImageOption<Value extends string = string> extends Option<Value> {
  /** https, or a path of your own page. */
  readonly image: string
  /** What the picture shows, for whoever does not see it. */
  readonly alt: Localized
}

/** In which order options stand: as they are written, or mixed for each response, but for those that stay at the end. */
export type Order = "mixed" | { readonly last: readonly string[] }

interface Listed {
  readonly text: Localized
  readonly options: readonly Option[]
  readonly order?: Order
}

/** Which of a set matters most, and which least. */
export interface BestAndWorst<Value extends string = string> {
  readonly best: Value
  readonly worst: Value
}

/** A question that is answered by choosing from a list. */
export type ListQuestion =
  | ({ readonly kind: "choice" } & Listed)
  | ({ readonly kind: "dropdown" } & Listed)
  | {
      readonly kind: "image-choice"
      readonly text: Localized
      readonly options: readonly ImageOption[]
      readonly order?: Order
    }
  /** Several of them: at least `least` and at most `most`. */
  | ({ readonly kind: "choices"; readonly least: number; readonly most: number } & Listed)
  /** In order, the first one first: the first `top` of them. */
  | ({ readonly kind: "ranking"; readonly top: number } & Listed)
  /** One column for each row. */
  | {
      readonly kind: "matrix"
      readonly text: Localized
      readonly rows: readonly Option[]
      readonly columns: readonly Option[]
      readonly order?: Order
    }
  /** The best and the worst of each set; the sets hold values of options. */
  | ({ readonly kind: "max-diff"; readonly sets: readonly (readonly string[])[] } & Listed)

/** An option as it is written: its value, with a label where people should read something else. */
export type OptionInput =
  string | { readonly value: string; readonly label?: Localized; readonly alone?: boolean; readonly when?: Condition }

/** A picture as it is written. */
export interface ImageInput {
  readonly value: string
  readonly label?: Localized
  readonly image: string
  readonly alt: Localized
}

type Some<Input> = readonly [Input, ...Input[]]
type ValueOf<Input> = Input extends { readonly value: infer Value extends string } ? Value : Extract<Input, string>

const optionOf = (option: OptionInput): Option =>
  typeof option === "string" ? { value: option, label: option } : { ...option, label: option.label ?? option.value }

const listed = (text: Localized, options: readonly OptionInput[], order: Order | undefined) => ({
  text,
  options: options.map(optionOf),
  ...(order && { order }),
})

/** In which order the options stand. */
export interface Ordering {
  /** `mixed`: another order for each response, from its seed, so that no option gains by its place. */
  readonly order?: Order
}

/**
 * One of these. An option is its value, with a label where people should read something else.
 *
 * @example
 * choice({ es: "¿Qué arreglamos?", en: "What should we fix?" }, ["quality", { value: "price", label: { es: "Precio", en: "Price" } }])
 */
export const choice = <const Options extends Some<OptionInput>>(
  text: Localized,
  options: Options,
  { order }: Ordering = {},
): Draft<ValueOf<Options[number]>, ListQuestion> => ({ kind: "choice", ...listed(text, options, order) })

/** One of many, which do not stand there until they are looked for. */
export const dropdown = <const Options extends Some<OptionInput>>(
  text: Localized,
  options: Options,
  { order }: Ordering = {},
): Draft<ValueOf<Options[number]>, ListQuestion> => ({ kind: "dropdown", ...listed(text, options, order) })

/** One of some pictures. */
export const imageChoice = <const Options extends Some<ImageInput>>(
  text: Localized,
  options: Options,
  { order }: Ordering = {},
): Draft<ValueOf<Options[number]>, ListQuestion> => ({
  kind: "image-choice",
  text,
  options: options.map((option) => ({ ...option, label: option.label ?? option.value })),
  ...(order && { order }),
})

/** Several of these; at least one, unless `least` says otherwise. One that is `alone` excludes the others. */
export const choices = <const Options extends Some<OptionInput>>(
  text: Localized,
  options: Options,
  { order, least = 1, most = options.length }: Ordering & { readonly least?: number; readonly most?: number } = {},
): Draft<readonly ValueOf<Options[number]>[], ListQuestion> => ({
  kind: "choices",
  least,
  most,
  ...listed(text, options, order),
})

/** These in order, the first one first: all of them, or the first `top`. */
export const ranking = <const Options extends Some<OptionInput>>(
  text: Localized,
  options: Options,
  { order, top = options.length }: Ordering & { readonly top?: number } = {},
): Draft<readonly ValueOf<Options[number]>[], ListQuestion> => ({
  kind: "ranking",
  top,
  ...listed(text, options, order),
})

/** One column for each row: how fast, how kind, how clear, each bad, fair or good. */
export const matrix = <const Rows extends Some<OptionInput>, const Columns extends Some<OptionInput>>(
  text: Localized,
  rows: Rows,
  columns: Columns,
  { order }: Ordering = {},
): Draft<{ readonly [Row in ValueOf<Rows[number]>]: ValueOf<Columns[number]> }, ListQuestion> => ({
  kind: "matrix",
  text,
  rows: rows.map(optionOf),
  columns: columns.map(optionOf),
  ...(order && { order }),
})

/**
 * Best and worst of small sets: what matters, when everything seems to (https://en.wikipedia.org/wiki/MaxDiff). Each option is shown
 * about `times` times in sets of `size`; which ones meet is settled here, once, so that everybody is asked the same.
 */
export const maxDiff = <const Options extends Some<OptionInput>>(
  text: Localized,
  options: Options,
  { size = 4, times = 3 }: { readonly size?: number; readonly times?: number } = {},
): Draft<readonly BestAndWorst<ValueOf<Options[number]>>[], ListQuestion> => {
  const written = listed(text, options, undefined)
  const sets = maxDiffSets(
    written.options.map(({ value }) => value),
    { size, times },
  )
  return { kind: "max-diff", sets, ...written }
}
