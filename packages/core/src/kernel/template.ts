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

/** A place of a template, and the words that lead to it. What is around it stands only where something is said. */
interface Place {
  readonly words: string
  readonly before: string
  readonly name: string
  readonly behind: string
  readonly fallback: string | undefined
}

/** A template that was read once: its places in their order, and the words behind the last one. */
interface Template {
  readonly places: readonly Place[]
  readonly rest: string
}

const read = (template: string): Template => {
  const places: Place[] = []
  let at = 0
  for (const { 0: whole, 1: first, 2: space = "", 3: later = "", 4: fallback, index } of template.matchAll(place)) {
    const words = template.slice(at, index)
    places.push(
      first === undefined
        ? { words, before: space, name: later, behind: "", fallback }
        : { words, before: "", name: first, behind: whole.slice(first.length + 2), fallback },
    )
    at = index + whole.length
  }
  return { places, rest: template.slice(at) }
}

// The same few templates are filled again and again. What agents type is hardly ever one, and long ones are not worth the memory.
const known = new Map<string, Template>()
const mostKnown = 200
const longestKnown = 8_192

const templateOf = (text: string): Template => {
  const found = known.get(text)
  if (found) return found
  const made = read(text)
  if (text.length > longestKnown) return made
  if (known.size >= mostKnown) known.clear()
  known.set(text, made)
  return made
}

const readable = (values: object, name: string): string | undefined => {
  const value: unknown = Object.getOwnPropertyDescriptor(values, name)?.value
  if (typeof value === "string") return value === "" ? undefined : value
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined
}

/** How a value is written, behind what is written already. */
export type ValueWriter = (value: string, behind: string) => string

const same: ValueWriter = (value) => value

/**
 * Fills the places of a template: `{name}`, or `{name|what to say without it}`. Nothing is computed, and what a value says is
 * never read as a template again. A value is a text, a number or a boolean of `values` itself; an empty text counts as missing. A
 * place without value and fallback goes, and takes the comma and the space before it along, so that the sentence stays one.
 * `write` is how a value is written where signs have a meaning; fallbacks are the template's own words.
 *
 * @example
 * render("Hello {name|there}, it is on its way", { name: "Ana" }) // { text: "Hello Ana, it is on its way", missing: [] }
 * render("We are sorry, {name}.", {}) // { text: "We are sorry.", missing: ["name"] }
 */
export const render = (template: string, values: object, write: ValueWriter = same): Rendered => {
  if (!template.includes("{")) return { text: template, missing: [] }
  const { places, rest } = templateOf(template)
  let missing: Set<string> | undefined
  let text = ""
  for (const { words, before: space, name, behind, fallback } of places) {
    text += words
    const value = readable(values, name)
    if (value !== undefined) text += space + write(value, text) + behind
    else if (fallback !== undefined) text += space + fallback + behind
    else (missing ??= new Set()).add(name)
  }
  return { text: text + rest, missing: missing ? [...missing] : [] }
}
