import type { Asked } from "../question.ts"
import type { Ends } from "../question-scale.ts"
import { listOf, numberOf, own } from "./foreign-json.ts"
import { isRecord, type AnyRecord } from "../../kernel/record.ts"
import { itemOf, type Standing } from "./surveyjs-item.ts"
import { titleOf, type Kind } from "./surveyjs-kinds.ts"
import { oneOfThese, optionsOf } from "./surveyjs-options.ts"
import { wordingOf } from "./surveyjs-words.ts"

interface Steps {
  readonly low: number
  readonly high: number
  readonly step: number
}

const even = (values: readonly number[]): Steps | undefined => {
  const [low, second] = values
  const high = values.at(-1)
  if (low === undefined || second === undefined || high === undefined) return undefined
  const step = second - low
  return step > 0 && values.every((value, at) => value === low + at * step) ? { low, high, step } : undefined
}

// rateCount counts from the end that is given, from 1 where none is
// (https://surveyjs.io/form-library/documentation/api-reference/rating-scale-question-model).
const generated = (element: AnyRecord): Steps => {
  const step = numberOf(element, "rateStep") ?? 1
  const [from, to] = [numberOf(element, "rateMin"), numberOf(element, "rateMax")]
  const count = numberOf(element, "rateCount")
  if (count === undefined) return { low: from ?? 1, high: to ?? 5, step }
  const reach = step * (count - 1)
  if (to !== undefined && from === undefined) return { low: to - reach, high: to, step }
  return { low: from ?? 1, high: to ?? (from ?? 1) + reach, step }
}

const endsOf = ({ element, wording }: Standing): { readonly ends?: Ends } => {
  const [low, high] = [
    wordingOf(element, "minRateDescription", wording),
    wordingOf(element, "maxRateDescription", wording),
  ]
  return low !== undefined && high !== undefined ? { ends: { low, high } } : {}
}

const fixed = { nps: [0, 10], csat: [1, 5], ces: [1, 7] } as const

const scaled = (standing: Standing, { low, high, step }: Steps): Asked | undefined => {
  const { as, name, refuse } = standing
  const wanted = as[name]
  const text = titleOf(standing)
  if (wanted !== undefined && wanted !== "phone") {
    const [from, to] = fixed[wanted]
    if (low === from && high === to && step === 1) return { kind: wanted, text }
    refuse(wanted, `it goes from ${low} to ${high} and not from ${from} to ${to}; it is imported as it is`)
  }
  if (!(low < high) || !(step > 0) || !Number.isInteger((high - low) / step)) return undefined
  const ends = endsOf(standing)
  if (low === 1 && step === 1 && high <= 10) return { kind: "rating", text, high, ...ends }
  return { kind: "slider", text, low, high, step, ...ends }
}

/**
 * A scale of SurveyJS: stars where it counts from 1, else a number on a line. That a scale of 0 to 10 asks for a recommendation is for
 * whoever imports to say.
 */
export const rating: Kind = (standing) => {
  const { element, refuse } = standing
  const listed = listOf(element, "rateValues")
  const values = listed.map((each) => (isRecord(each) ? own(each, "value") : each))
  const hasWords = listed.some((each) => isRecord(each) && (own(each, "text") ?? own(each, "visibleIf")) !== undefined)
  const numbers = values.filter((each) => typeof each === "number")
  const steps = listed.length === 0 ? generated(element) : numbers.length === values.length ? even(numbers) : undefined
  const asked = steps && !hasWords ? scaled(standing, steps) : undefined
  if (asked) return [itemOf(standing, asked, { kind: "number" })]
  const found = optionsOf(standing, "rateValues")
  if (found.options.length < 2) {
    refuse("rating", "it has fewer than two values; the question is left out")
    return []
  }
  return [
    itemOf(standing, { kind: "choice", text: titleOf(standing), options: found.options }, oneOfThese(found), {
      offers: found.offers,
    }),
  ]
}
