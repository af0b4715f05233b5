import type { Localized } from "../../kernel/localized.ts"
import type { Asked } from "../question.ts"
import { listOf, numberOf, own, textOf } from "./foreign-json.ts"
import { isRecord, type AnyRecord } from "../../kernel/record.ts"
import type { ForeignCheck, Item } from "./item.ts"
import type { Standing } from "./surveyjs-item.ts"
import { wordingOf } from "./surveyjs-words.ts"

/** What is said where nothing else was written. */
export const checkAgain: Localized = { es: "Revisa esta respuesta.", en: "Please check this answer." }

type Held = { readonly asked: Asked } | { readonly check: ForeignCheck } | undefined

const numeric = (asked: Asked, validator: AnyRecord): Held => {
  const [low, high] = [numberOf(validator, "minValue"), numberOf(validator, "maxValue")]
  if (asked.kind === "text" || asked.kind === "number") {
    const { text } = asked
    const known = asked.kind === "number" ? asked : {}
    return {
      asked: { ...known, kind: "number", text, ...(low !== undefined && { low }), ...(high !== undefined && { high }) },
    }
  }
  return undefined
}

const lengths = (asked: Asked, validator: AnyRecord): Held => {
  const [least, most] = [numberOf(validator, "minLength"), numberOf(validator, "maxLength")]
  if (own(validator, "allowDigits") === false) return undefined
  const longest = most !== undefined && most > 0 ? { maxLength: most } : {}
  if (asked.kind === "text")
    return { asked: { ...asked, ...(least !== undefined && least > 0 && { minLength: least }), ...longest } }
  return asked.kind === "open-text" && (least ?? 0) <= 1 ? { asked: { ...asked, ...longest } } : undefined
}

const counts = (asked: Asked, validator: AnyRecord): Held => {
  if (asked.kind !== "choices") return undefined
  const [least, most] = [numberOf(validator, "minCount"), numberOf(validator, "maxCount")]
  const upTo = Math.min(most !== undefined && most > 0 ? most : asked.most, asked.options.length)
  return { asked: { ...asked, most: upTo, least: Math.min(Math.max(1, least ?? asked.least), upTo) } }
}

const held = (asked: Asked, validator: AnyRecord, { wording }: Standing): Held => {
  switch (own(validator, "type")) {
    case "email":
    case "emailvalidator":
      return asked.kind === "text" || asked.kind === "email"
        ? { asked: { kind: "email", text: asked.text } }
        : undefined
    case "numeric":
    case "numericvalidator":
      return numeric(asked, validator)
    case "text":
    case "textvalidator":
      return lengths(asked, validator)
    case "answercount":
    case "answercountvalidator":
      return counts(asked, validator)
    case "expression":
    case "expressionvalidator": {
      const that = textOf(validator, "expression")
      return that === undefined
        ? undefined
        : { check: { that, message: wordingOf(validator, "text", wording) ?? checkAgain } }
    }
  }
  return undefined
}

const withCheck = (item: Item, validator: AnyRecord, standing: Standing): Item => {
  const name = `validator ${String(own(validator, "type"))}`
  const strength = own(validator, "notificationType") ?? "error"
  if (strength !== "error") {
    standing.refuse(name, `a ${String(strength)} refuses nothing; it is left out`)
    return item
  }
  const kept = held(item.asked, validator, standing)
  if (!kept) {
    standing.refuse(name, "there is no such rule for this kind of question; it is left out")
    return item
  }
  if ("check" in kept) return { ...item, checks: [...item.checks, kept.check] }
  const symbols =
    kept.asked.kind === "number"
      ? item.symbols.map((each) => ({ ...each, domain: { kind: "number" as const } }))
      : item.symbols
  return { ...item, asked: kept.asked, symbols }
}

/** An item with the rules of its element: those that its kind keeps anyway, and those that have to be checked. */
export const withChecks = (item: Item, standing: Standing): Item =>
  listOf(standing.element, "validators")
    .filter(isRecord)
    .reduce((checked, validator) => withCheck(checked, validator, standing), item)
