import { hash } from "node:crypto"

const longest = 64

/**
 * A field with its value in one text that no other field or value has. Escapes are those of JSON, so it can be kept whatever is in it;
 * of a long value its hash is kept.
 */
const tagOf = (field: string, value: string | number | boolean): string => {
  const text = typeof value === "number" ? String(value) : JSON.stringify(value)
  return text.length > longest ? `${field}#${hash("sha256", text, "base64url")}` : `${field}:${text}`
}

/** The texts by which a row is found that has these values in these fields. */
export const tagsOf = (
  fields: readonly (readonly [field: string, value: string | number | boolean])[],
): readonly string[] => fields.map(([field, value]) => tagOf(field, value))

const parsed = (data: string): unknown => {
  try {
    return JSON.parse(data)
  } catch (failure) {
    if (failure instanceof SyntaxError) return undefined // no JSON has no fields
    throw failure
  }
}

const isFilterable = (entry: readonly [string, unknown]): entry is readonly [string, string | number | boolean] =>
  /^[\w-]+$/.test(entry[0]) && ["string", "number", "boolean"].includes(typeof entry[1])

/** The texts by which the row of this data can be found: one for each of its fields that a filter can name. */
export const tagsIn = (data: string): readonly string[] => {
  const value = parsed(data)
  return typeof value === "object" && value !== null ? tagsOf(Object.entries(value).filter(isFilterable)) : []
}
