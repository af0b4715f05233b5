/** A text with its places filled in, and the names that had neither a value nor a fallback. */
export interface Rendered {
  readonly text: string
  readonly missing: readonly string[]
}

// A place, with the comma and the spaces before it, and with those behind it where the text begins with it. Spaces are read from
// their first one only, or a text of many spaces would be read once for each of them.
const called = /([\p{L}_][\p{L}\p{N}_-]*)/u.source
const before = /(,[^\S\n]*|(?<![^\S\n])[^\S\n]+|)/u.source
const place = new RegExp(`^\\{${called}\\}[,;:]?[^\\S\\n]*|${before}\\{${called}(?:\\|([^{}]*))?\\}`, "gu")

const readable = (values: object, name: string): string | undefined => {
  const value: unknown = Object.getOwnPropertyDescriptor(values, name)?.value
  if (typeof value === "string") return value === "" ? undefined : value
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined
}

/**
 * Fills the places of a template: `{name}`, or `{name|what to say without it}`. Nothing is computed, and what a value says is
 * never read as a template again. A value is a text, a number or a boolean of `values` itself; an empty text counts as missing. A
 * place without value and fallback goes, and takes the comma and the space before it along, so that the sentence stays one.
 *
 * @example
 * render("Hello {name|there}, it is on its way", { name: "Ana" }) // { text: "Hello Ana, it is on its way", missing: [] }
 * render("We are sorry, {name}.", {}) // { text: "We are sorry.", missing: ["name"] }
 */
export const render = (template: string, values: object): Rendered => {
  const missing = new Set<string>()
  const text = template.replace(
    place,
    (whole: string, first?: string, space = "", wanted = first ?? "", fallback?: string) => {
      const value = readable(values, wanted) ?? fallback
      if (value === undefined) missing.add(wanted)
      if (first !== undefined) return value === undefined ? "" : `${value}${whole.slice(first.length + 2)}`
      return value === undefined ? "" : `${space}${value}`
    },
  )
  return { text, missing: [...missing] }
}
