import type { Scalar } from "../../kernel/condition.ts"
import { isScalar } from "../../kernel/condition.ts"
import type { Localized } from "../../kernel/localized.ts"
import type { Option, Order } from "../question-list.ts"
import type { Domain } from "./dialect.ts"
import { isSo, listOf, numberOf, own, textOf } from "./foreign-json.ts"
import { isRecord, type AnyRecord } from "../../kernel/record.ts"
import type { Standing } from "./surveyjs-item.ts"
import { wordingOf } from "./surveyjs-words.ts"

/** The options of a list, and what they were. */
export interface Options {
  readonly options: readonly Option[]
  readonly was: readonly { readonly value: string; readonly was: Scalar }[]
  /** The formulas under which they are offered, by value. */
  readonly offers: { readonly [value: string]: readonly string[] }
  readonly order?: Order
}

const known = new Set(["value", "text", "visibleIf", "imageLink", "score"])
const other: Localized = { es: "Otra respuesta", en: "Other" }
const none: Localized = { es: "Ninguna", en: "None" }
const refused: Localized = { es: "Prefiero no responder", en: "I would rather not say" }
const unknown: Localized = { es: "No lo sé", en: "I do not know" }

/** The options that SurveyJS adds by a property: what they are called, and whether they exclude the others. */
const special = [
  { shown: ["showNoneItem", "hasNone"], value: "none", text: "noneText", label: none, alone: true },
  { shown: ["showRefuseItem"], value: "refused", text: "refuseText", label: refused, alone: true },
  { shown: ["showDontKnowItem"], value: "dontknow", text: "dontKnowText", label: unknown, alone: true },
  { shown: ["showOtherItem", "hasOther"], value: "other", text: "otherText", label: other, alone: false },
] as const

/** Whether "other, namely" can be chosen. */
export const hasOther = (element: AnyRecord): boolean => isSo(element, "showOtherItem") || isSo(element, "hasOther")

const oneOption = (
  raw: unknown,
  { wording, refuse }: Standing,
): { option: Option; was: Scalar; when?: string } | undefined => {
  const item: AnyRecord = isRecord(raw) ? raw : { value: raw }
  const was = own(item, "value")
  if (!isScalar(was) || was === "") return undefined
  const strange = Object.keys(item).find((name) => !known.has(name))
  if (strange !== undefined) refuse(`choices.${String(was)}.${strange}`, "an option has a label and a condition here")
  if (own(item, "score") !== undefined) refuse(`choices.${String(was)}.score`, "points are given by a calculated value")
  const when = textOf(item, "visibleIf")
  return {
    option: { value: String(was), label: wordingOf(item, "text", wording) ?? String(was) },
    was,
    ...(when !== undefined && { when }),
  }
}

const written = (element: AnyRecord, name: string): readonly unknown[] => {
  const [from, to] = [numberOf(element, "choicesMin"), numberOf(element, "choicesMax")]
  const step = numberOf(element, "choicesStep") ?? 1
  const isRange = name === "choices" && from !== undefined && to !== undefined && step > 0 && (to - from) / step < 1000
  const counted = isRange ? Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, at) => from + at * step) : []
  return [...listOf(element, name), ...counted]
}

const sorted = (options: readonly Option[], order: unknown, language: string): readonly Option[] => {
  if (order !== "asc" && order !== "desc") return options
  const label = ({ label: said }: Option) => (typeof said === "string" ? said : (said[language] ?? ""))
  const up = options.toSorted((one, two) => label(one).localeCompare(label(two), language, { numeric: true }))
  return order === "asc" ? up : up.toReversed()
}

/** The options of a list of SurveyJS: `choices`, `rows` or `columns`. A value that stands there twice is kept once. */
export const optionsOf = (standing: Standing, name = "choices"): Options => {
  const { element, wording, refuse } = standing
  const found = written(element, name).flatMap((raw) => oneOption(raw, standing) ?? [])
  const first = Map.groupBy(found, ({ option }) => option.value)
  const distinct = [...first.values()].flatMap(([each]) => each ?? [])
  if (distinct.length < found.length) refuse(name, "an option stands there twice; it is offered once")
  const isChoices = name === "choices"
  const formula = isChoices
    ? textOf(element, "choicesVisibleIf")
    : name === "rows"
      ? textOf(element, "rowsVisibleIf")
      : undefined
  const more = special.filter(({ shown }) => isChoices && shown.some((property) => isSo(element, property)))
  const order = own(element, name === "rows" ? "rowOrder" : "choicesOrder")
  const offers = distinct.flatMap(({ option, when }): readonly (readonly [string, readonly string[]])[] => {
    const both = [when, formula].filter((each) => each !== undefined)
    return both.length > 0 ? [[option.value, [both.map((each) => `(${each})`).join(" and ")]]] : []
  })
  return {
    options: [
      ...sorted(
        distinct.map(({ option }) => option),
        order,
        wording.language,
      ),
      ...more.map(({ value, text, label, alone }) => ({
        value,
        label: wordingOf(element, text, wording) ?? label,
        ...(alone && { alone }),
      })),
    ],
    was: [
      ...distinct.map(({ option, was }) => ({ value: option.value, was })),
      ...more.map(({ value }) => ({ value, was: value })),
    ],
    offers: Object.fromEntries(offers),
    ...(order === "random" && { order: more.length > 0 ? { last: more.map(({ value }) => value) } : "mixed" }),
  }
}

/** What conditions know of somebody who chooses one of these. */
export const oneOfThese = ({ was }: Options): Domain => ({ kind: "options", options: was })
