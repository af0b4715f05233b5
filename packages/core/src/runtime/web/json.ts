import { InputError } from "../../kernel/errors.ts"

/** The largest body that we read, in bytes, and how deep its JSON may be nested. */
export const largestBody = 1_048_576
const deepest = 64

const decoder = new TextDecoder("utf-8", { fatal: true })
const [quote, backslash, openObject, openArray, closeObject, closeArray] = [34, 92, 123, 91, 125, 93]

/** Whether brackets nest deeper than we read, found in one pass over the bytes: brackets inside of strings do not count. */
const isTooDeep = (body: Uint8Array): boolean => {
  let depth = 0
  for (let index = 0; index < body.length; index++) {
    const byte = body[index]
    if (byte === quote) {
      for (index++; index < body.length && body[index] !== quote; index++) if (body[index] === backslash) index++
    } else if (byte === openObject || byte === openArray) {
      if (++depth > deepest) return true
    } else if (byte === closeObject || byte === closeArray) depth--
  }
  return false
}

/** The text of a body. Throws `InputError` where it is too large or not UTF-8. */
export const readText = (body: Uint8Array): string => {
  if (body.length > largestBody) throw new InputError("too-large", "body", `send at most ${largestBody} bytes at once`)
  try {
    return decoder.decode(body)
  } catch (cause) {
    throw new InputError("invalid", "body", "send UTF-8", { cause })
  }
}

/** Throws `InputError` where the JSON of a body is nested deeper than we read. */
export const mustBeShallow = (body: Uint8Array): void => {
  if (isTooDeep(body)) throw new InputError("invalid", "body", `nest at most ${deepest} levels`)
}

/** The JSON of a body. Throws `InputError` where it is too large, too deep or not JSON. */
export const readJson = (body: Uint8Array): unknown => {
  const text = readText(body)
  mustBeShallow(body)
  try {
    return JSON.parse(text)
  } catch {
    // the parser's message would repeat what was sent
    throw new InputError("invalid", "body", "send JSON")
  }
}

/** The fields of a JSON object. Throws `InputError` where it is something else. */
export const readObject = (body: Uint8Array): { readonly [field: string]: unknown } => {
  const value = readJson(body)
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new InputError("invalid", "body", "send a JSON object")
  return value as { readonly [field: string]: unknown } // a JSON object, by the test before
}

/** A text field, 1 to `longest` characters. Throws `InputError` that names it. */
export const textField = (fields: { readonly [field: string]: unknown }, name: string, longest = 256): string => {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (typeof value !== "string" || value.trim() === "")
    throw new InputError("invalid", name, "give a text that is not empty")
  if (value.length > longest) throw new InputError("too-large", name, `give at most ${longest} characters`)
  return value
}
