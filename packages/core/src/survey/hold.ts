import { isRecord } from "../kernel/record.ts"
import { refusal, type Answer, type AnswerReason, type CheckedAnswer, type Labels, type Refusal } from "./answer.ts"
import { holdForm } from "./hold-form.ts"
import { holdWords } from "./hold-words.ts"
import type { Question } from "./question.ts"
import { scaleOf, type Scale } from "./question-scale.ts"

/** The refusal of an answer to a scale that is not one of its numbers. */
export const notOnScale = (field: string, { low, high, step }: Scale, reason: AnswerReason): Refusal =>
  refusal(field, reason, "scale", low, high, step)

/** The refusal of an answer that is none of the options. */
export const notAnOption = (field: string, options: Labels): Refusal =>
  refusal(
    field,
    "not-an-option",
    "option",
    options.map(({ value, label }) => ({ value, label })),
  )

/** The refusal of an answer that is not there. */
export const missing = (field: string): Refusal => refusal(field, "missing", "give-an-answer")

// 0.1 + 0.2 is a step of 0.1, too.
const isOnStep = (value: number, { low, step }: Scale): boolean => {
  const steps = (value - low) / step
  return Math.abs(steps - Math.round(steps)) < 1e-9
}

const onScale = (field: string, raw: unknown, scale: Scale): CheckedAnswer => {
  if (typeof raw !== "number" || !isOnStep(raw, scale)) return notOnScale(field, scale, "wrong-kind")
  return raw >= scale.low && raw <= scale.high ? { value: raw } : notOnScale(field, scale, "out-of-range")
}

const numeric = (question: Question & { readonly kind: "number" }, raw: unknown): CheckedAnswer => {
  const { id, low = -Number.MAX_VALUE, high = Number.MAX_VALUE, whole } = question
  if (typeof raw !== "number" || !Number.isFinite(raw) || (whole && !Number.isInteger(raw)))
    return refusal(id, "wrong-kind", whole ? "whole-number" : "number")
  if (raw < low) return refusal(id, "out-of-range", "at-least", low)
  return raw > high ? refusal(id, "out-of-range", "at-most", high) : { value: raw }
}

const oneOf = (field: string, options: Labels, raw: unknown): CheckedAnswer => {
  const option = options.find(({ value }) => value === raw)
  return option ? { value: option.value } : notAnOption(field, options)
}

const distinct = (field: string, options: Labels, raw: unknown): { readonly value: readonly string[] } | Refusal => {
  if (!Array.isArray(raw) || raw.length > options.length) return notAnOption(field, options)
  const values: string[] = []
  for (const each of raw) {
    const checked = oneOf(field, options, each)
    if ("problem" in checked) return checked
    if (values.includes(String(each))) return refusal(field, "twice", "once")
    values.push(String(each))
  }
  return { value: values }
}

const several = (question: Question & { readonly kind: "choices" }, raw: unknown): CheckedAnswer => {
  const { id, options, least, most } = question
  const chosen = distinct(id, options, raw)
  if ("problem" in chosen) return chosen
  const alone = options.find((option) => option.alone && chosen.value.includes(option.value))
  if (alone && chosen.value.length === 1) return chosen
  if (alone) return refusal(id, "too-many", "alone", alone.label)
  if (chosen.value.length < least) return refusal(id, "too-few", "choose-at-least", least)
  return chosen.value.length > most ? refusal(id, "too-many", "choose-at-most", most) : chosen
}

const inOrder = ({ id, options, top }: Question & { readonly kind: "ranking" }, raw: unknown): CheckedAnswer => {
  const ranked = distinct(id, options, raw)
  if ("problem" in ranked) return ranked
  const wanted = Math.min(top, options.length)
  if (ranked.value.length === wanted) return ranked
  return refusal(id, ranked.value.length < wanted ? "too-few" : "too-many", "order", wanted)
}

const eachRow = ({ id, rows, columns }: Question & { readonly kind: "matrix" }, raw: unknown): CheckedAnswer => {
  const strange = isRecord(raw) && Object.keys(raw).find((name) => !rows.some(({ value }) => value === name))
  if (!isRecord(raw) || (strange !== false && strange !== undefined)) return notAnOption(id, rows)
  const value: Record<string, Answer> = {}
  for (const { value: row } of rows) {
    const field = `${id}.${row}`
    if (!Object.hasOwn(raw, row)) return missing(field)
    const checked = oneOf(field, columns, raw[row])
    if ("problem" in checked) return checked
    value[row] = checked.value
  }
  return { value }
}

const bestAndWorst = (question: Question & { readonly kind: "max-diff" }, raw: unknown): CheckedAnswer => {
  const { id, sets, options } = question
  if (!Array.isArray(raw) || raw.length > sets.length) return notAnOption(id, options)
  const value: Answer[] = []
  for (const [index, set] of sets.entries()) {
    const pair: unknown = raw[index]
    const field = `${id}.${index}`
    if (!isRecord(pair)) return missing(field)
    const among = options.filter((option) => set.includes(option.value))
    const best = oneOf(`${field}.best`, among, pair["best"])
    if ("problem" in best) return best
    const worst = oneOf(`${field}.worst`, among, pair["worst"])
    if ("problem" in worst) return worst
    if (best.value === worst.value) return refusal(field, "twice", "two-different")
    value.push({ best: best.value, worst: worst.value })
  }
  return { value }
}

/**
 * Holds an answer against its question as `next` gave it: the one rule for browsers, servers and chats. What is taken is in the form in
 * which it is stored.
 */
export const hold = (question: Question, raw: unknown): CheckedAnswer => {
  const { id } = question
  if (raw === undefined || raw === null)
    return question.required && question.kind !== "statement" ? missing(id) : { value: null }
  switch (question.kind) {
    case "nps":
    case "csat":
    case "ces":
    case "rating":
    case "slider":
      return onScale(id, raw, scaleOf(question))
    case "number":
      return numeric(question, raw)
    case "choice":
    case "dropdown":
    case "image-choice":
      return oneOf(id, question.options, raw)
    case "choices":
      return several(question, raw)
    case "ranking":
      return inOrder(question, raw)
    case "matrix":
      return eachRow(question, raw)
    case "max-diff":
      return bestAndWorst(question, raw)
    case "text":
    case "open-text":
    case "date":
    case "time":
    case "email":
    case "phone":
      return holdWords(question, raw)
    default:
      return holdForm(question, raw, hold)
  }
}
