import type { Calculation } from "../../kernel/calculation.ts"
import type { Question } from "../question.ts"
import { scaleOf } from "../question-scale.ts"
import type { Outline } from "./outline.ts"
import { rootOf } from "./reads.ts"

/** The numbers between two, both taken in. */
export interface Numbers {
  readonly low: number
  readonly high: number
}

const whole: Numbers = { low: -Number.MAX_VALUE, high: Number.MAX_VALUE }

const numbersIn = (question: Question): Numbers | undefined => {
  switch (question.kind) {
    case "nps":
    case "csat":
    case "ces":
    case "rating":
    case "slider":
      return scaleOf(question)
    case "number":
      return { low: question.low ?? whole.low, high: question.high ?? whole.high }
    default:
      return undefined
  }
}

const around = (numbers: readonly number[]): Numbers => {
  const known = numbers.filter((number) => !Number.isNaN(number))
  const clamped = (edge: number) => Math.min(whole.high, Math.max(whole.low, edge))
  return known.length < numbers.length ? whole : { low: clamped(Math.min(...known)), high: clamped(Math.max(...known)) }
}

const times = (one: Numbers, other: Numbers): Numbers =>
  around([one.low * other.low, one.low * other.high, one.high * other.low, one.high * other.high])

// Of several numbers of which some may be absent.
const together = (op: "sum" | "mean" | "min" | "max", parts: readonly Numbers[]): Numbers => {
  const lows = parts.map(({ low }) => low)
  const highs = parts.map(({ high }) => high)
  if (op !== "sum") return around([...lows, ...highs])
  const less = lows.filter((low) => low < 0).reduce((sum, low) => sum + low, 0)
  const more = highs.filter((high) => high > 0).reduce((sum, high) => sum + high, 0)
  // where all of them are above zero, the least sum is that of one alone
  return around([
    Math.min(less === 0 ? Math.min(...lows) : less, ...lows),
    Math.max(more === 0 ? Math.max(...highs) : more, ...highs),
  ])
}

const many = (outline: Outline, op: "sum" | "mean" | "min" | "max" | "product", of: readonly Calculation[]) => {
  const parts = of.flatMap((part) => numbersOf(outline, part) ?? [])
  if (parts.length === 0) return undefined
  return op === "product" ? parts.reduce(times) : together(op, parts)
}

const quotient = (one: Numbers, other: Numbers): Numbers =>
  other.low <= 0 && other.high >= 0 ? whole : times(one, around([1 / other.low, 1 / other.high]))

const hull = (parts: readonly (Numbers | undefined)[]): Numbers | undefined => {
  const there = parts.filter((part) => part !== undefined)
  return there.length === 0 ? undefined : around(there.flatMap(({ low, high }) => [low, high]))
}

const ofFact = (outline: Outline, name: string): Numbers | undefined => {
  const value = outline.valueOf.get(name)
  const question = outline.questions[outline.indexOf.get(name) ?? -1]
  return value ? numbersOf(outline, value.value.is) : question && numbersIn(question)
}

const ofTable = (table: { readonly [value: string]: number }): Numbers => {
  const points = Object.values(table)
  const sum = (some: readonly number[]) => some.reduce((all, each) => all + each, 0)
  return { low: sum(points.filter((each) => each < 0)), high: sum(points.filter((each) => each > 0)) }
}

/** Between which numbers a calculation comes out; `undefined` where it is none. The survey has no value that depends on itself. */
export const numbersOf = (outline: Outline, calculation: Calculation): Numbers | undefined => {
  switch (calculation.op) {
    case "value":
      return typeof calculation.value === "number" ? around([calculation.value]) : undefined
    case "fact":
      return ofFact(outline, rootOf(calculation.path))
    case "count":
    case "place":
      return { low: 0, high: whole.high }
    case "points":
      return ofTable(calculation.table)
    case "round": {
      const numbers = numbersOf(outline, calculation.of)
      const slack = 0.5 * 10 ** -calculation.decimals
      return numbers && around([numbers.low - slack, numbers.high + slack])
    }
    case "if":
      return hull([numbersOf(outline, calculation.is), numbersOf(outline, calculation.otherwise)])
    case "difference":
    case "quotient": {
      const [one, other] = calculation.of.map((part) => numbersOf(outline, part))
      if (!one || !other) return undefined
      if (calculation.op === "quotient") return quotient(one, other)
      return around([one.low - other.high, one.high - other.low])
    }
    default:
      return many(outline, calculation.op, calculation.of)
  }
}
