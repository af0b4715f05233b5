import type { Answer, CheckedAnswer } from "./answer.ts"
import { hold, notAnOption, notOnScale } from "./hold.ts"
import type { Question, QuestionOf } from "./question.ts"
import { scaleOf } from "./question-scale.ts"

/** Which keys of a telephone answer a question. */
export interface Keys {
  /** What each key, or each two of them, stands for; empty where figures are typed: a date, a number. */
  readonly values: { readonly [keys: string]: Answer }
  /** How many keys there are to an answer at most; as many as it takes until `end`, where it is left out. */
  readonly digits?: number
  /** The key behind an answer of several: without it, "1" would be the beginning of "10" until the time is over. */
  readonly end?: "#"
  /** How long to wait for the next key, in seconds. */
  readonly seconds: number
}

const patience = { one: 8, more: 5 } as const

const isWhole = (value: number): boolean => Number.isInteger(value)

const longestOf = (keys: readonly string[]): number => Math.max(1, ...keys.map((key) => key.length))

const finite = (values: readonly (readonly [string, Answer])[]): Keys => {
  const digits = longestOf(values.map(([key]) => key))
  return {
    values: Object.fromEntries(values),
    digits,
    ...(digits > 1 && { end: "#" as const }),
    seconds: digits > 1 ? patience.more : patience.one,
  }
}

const open = (digits?: number): Keys => ({
  values: {},
  ...(digits !== undefined && { digits }),
  end: "#",
  seconds: patience.more,
})

type Scaled = QuestionOf<"nps" | "csat" | "ces" | "rating" | "slider">

const mostKeys = 100

const keysOfScale = (question: Scaled): Keys | undefined => {
  const { low, high, step } = scaleOf(question)
  if (!isWhole(low) || !isWhole(step) || low < 0 || (high - low) / step > mostKeys) return undefined
  const count = Math.floor((high - low) / step) + 1
  return finite(Array.from({ length: count }, (_, place) => [String(low + place * step), low + place * step] as const))
}

/** The keys that answer a question on a telephone; `undefined` for one that has to be spoken. `*` passes over what may be passed over. */
export const keysOf = (question: Question): Keys | undefined => {
  switch (question.kind) {
    case "nps":
    case "csat":
    case "ces":
    case "rating":
    case "slider":
      return keysOfScale(question)
    case "choice":
    case "dropdown":
    case "image-choice":
      return finite(question.options.map(({ value }, place) => [String(place + 1), value] as const))
    case "choices": {
      const { values } = finite(question.options.map(({ value }, place) => [String(place + 1), value] as const))
      return { ...open(), values }
    }
    case "consent":
      return finite([
        ["1", true],
        ["2", false],
      ])
    case "number":
    case "phone":
      return open()
    case "date":
      return open(8)
    case "time":
      return open(4)
    default:
      return undefined
  }
}

// "1*3", or "13" where every option has one key.
const chosen = ({ options }: QuestionOf<"choices">, keys: string): readonly string[] | undefined => {
  if (keys === "0") return []
  const places = keys.includes("*") ? keys.split("*") : options.length > 9 ? [keys] : [...keys]
  const values = places.map((place) => (/^\d{1,2}$/.test(place) ? options[Number(place) - 1]?.value : undefined))
  return values.every((value) => value !== undefined) ? values : undefined
}

const typed = (question: Question, keys: string): unknown => {
  switch (question.kind) {
    case "number":
      return /^\d+(?:\*\d+)?$/.test(keys) ? Number(keys.replace("*", ".")) : keys
    case "date":
      return keys.replace(/^(\d\d)(\d\d)(\d{4})$/, "$3-$2-$1")
    case "time":
      return keys.padStart(4, "0").replace(/^(\d\d)(\d\d)$/, "$1:$2")
    default:
      return keys
  }
}

const longestKeys = 40

/**
 * Reads the keys that somebody pressed: "9", "10#", "13#" or "1*3#" for several options, "29032026" for a date, "0930" for a time, "*" to
 * pass a question over that is not required.
 *
 * @example
 * parseKeys(score, "10#") // { value: 10 }
 */
export const parseKeys = (question: Question, pressed: string): CheckedAnswer => {
  const keys = pressed.slice(0, longestKeys).replace(/#+$/, "")
  if (keys === "*" && !question.required) return hold(question, null)
  const known = keysOf(question)
  if (!known) return hold(question, undefined)
  if (question.kind === "choices") {
    const values = chosen(question, keys)
    return values ? hold(question, values) : notAnOption(question.id, question.options)
  }
  if (Object.keys(known.values).length === 0) return hold(question, typed(question, keys))
  const value = Object.hasOwn(known.values, keys) ? known.values[keys] : undefined
  if (value !== undefined) return hold(question, value)
  if ("options" in question) return notAnOption(question.id, question.options)
  if (question.kind === "consent") return hold(question, keys)
  return notOnScale(question.id, scaleOf(question as Scaled), "out-of-range") // what is left of the kinds that have keys
}
