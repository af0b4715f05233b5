import { plain } from "../routes/consent-page.ts"

/** HTML that was written here: whatever came from elsewhere was escaped on its way in. */
export interface Html {
  readonly html: string
}

/** What stands in an element: text is escaped; what is `undefined` or `false` is left out. */
export type Part = Html | string | number | false | undefined | readonly Part[]

/** Attributes by their names: `true` is one without a value; what is `undefined` or `false` is left out. */
export interface Attributes {
  readonly [name: string]: string | number | boolean | undefined
}

const isList = (part: Part): part is readonly Part[] => Array.isArray(part)

const written = (part: Part): string => {
  if (part === undefined || part === false) return ""
  if (isList(part)) return part.map(written).join("")
  return typeof part === "object" ? part.html : plain(String(part))
}

const attribute = ([name, value]: readonly [string, Attributes[string]]): string => {
  if (value === undefined || value === false) return ""
  return value === true ? ` ${name}` : ` ${name}="${plain(String(value))}"`
}

/** Several parts as one. */
export const fragment = (...parts: readonly Part[]): Html => ({ html: written(parts) })

/** https://html.spec.whatwg.org/#void-elements */
const empty: ReadonlySet<string> = new Set(["input", "img"])

/**
 * An element with what stands in it.
 *
 * @example
 * element("p", { class: "help" }, "1 < 2").html // '<p class="help">1 &lt; 2</p>'
 */
export const element = (name: string, given: Attributes, ...parts: readonly Part[]): Html => {
  const opened = `<${name}${Object.entries(given).map(attribute).join("")}>`
  return { html: empty.has(name) ? opened : `${opened}${written(parts)}</${name}>` }
}
