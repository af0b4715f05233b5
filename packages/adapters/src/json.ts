// How webhooks are read: fields are looked at by hand, because a webhook is met at every message, and a schema takes twice the time of
// everything else. Whatever comes, nothing throws.
import { jsonOf } from "@escucha/core"

/** Any object, by the names of its fields. */
export interface Fields {
  readonly [name: string]: unknown
}

const nothing: Fields = {}

/** The fields of a value; none where it is no object. */
export const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? (value as Fields) : nothing // any object has fields

/** The fields of a JSON body; none where it is no JSON, or no object. */
export const bodyOf = (body: string): Fields => fieldsOf(jsonOf(body))

/** The items of a list; none where it is no list. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** The objects in a list, by their fields. */
export const objectsOf = (value: unknown): readonly Fields[] => listOf(value).map(fieldsOf)

/** Whether a value is a text that says something. */
export const isText = (value: unknown): value is string => typeof value === "string" && value !== ""

/** A text that says something. */
export const textOf = (value: unknown): string | undefined => (isText(value) ? value : undefined)

/** Whether a value is a whole number. */
export const isInteger = (value: unknown): value is number => Number.isSafeInteger(value)

/** A whole number, also where it is written as a text, as many providers do. */
export const integerOf = (value: unknown): number | undefined => {
  const number = typeof value === "string" && /^-?\d{1,16}$/.test(value) ? Number(value) : value
  return isInteger(number) ? number : undefined
}

/** An id, written as a text or as a number. */
export const idOf = (value: unknown): string | undefined => (isInteger(value) ? String(value) : textOf(value))

/** Milliseconds of a moment in ISO 8601; nothing where it is none. */
export const instantOf = (value: unknown): number | undefined => {
  const at = isText(value) && value.length <= 40 ? Date.parse(value) : NaN
  return Number.isNaN(at) ? undefined : at
}

/** Longer bodies are kept without their raw form. */
const longestRaw = 16_384

/** What is kept of a body, or a part of it, that cannot be read. */
export const rawOf = (value: unknown): { readonly raw?: string } => {
  const raw = typeof value === "string" ? value : (JSON.stringify(value) ?? "")
  return raw.length <= longestRaw ? { raw } : {}
}
