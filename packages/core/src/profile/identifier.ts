import type { Limit, Parsed, Problem, Rate } from "../kernel/duration.ts"
import { parseLimit } from "../kernel/duration.ts"
import { type Endpoint, type Identifier, identifier, isStream, partsOf } from "../kernel/ids.ts"

/** What an application says of one type of identifier. Everything may be left out. */
export interface IdentifierSpec {
  /** Which links win where not all of them can hold: 0 is the strongest, 5 the usual one. A whole number from 0 to 99. */
  readonly priority?: number
  /** How many of this type one person may have, 64 at most: ever (`5`), or within any window (`"5 per 365 days"`). */
  readonly limit?: number | Limit
  /** Can be searched, and joins nobody: a switchboard, the tablet of a shop. */
  readonly shared?: true
  /** Values that name nobody, beside those that never do (`null`, `0`, `anonymous` and the like): texts in any case, or patterns. */
  readonly blocked?: readonly (string | RegExp)[]
  /** The one form in which values are compared, `undefined` where it is none that can be read. */
  readonly normalise?: (value: string) => string | undefined
  /** What to write instead of a value that cannot be read; said to whoever gave it. */
  readonly remedy?: string
}

/** The types of identifiers of an application, by scheme. */
export interface IdentifierSpecs {
  readonly [scheme: string]: IdentifierSpec
}

/** What holds for one type of identifier. */
export interface IdentifierRule {
  readonly priority: number
  /** How many one person may have; `window` in milliseconds, endless where the limit holds for ever. */
  readonly limit: Rate
  readonly isShared: boolean
}

/** What holds for all types: pure, fixed at the start. */
export interface IdentifierRules {
  readonly of: (scheme: string) => IdentifierRule
  /** Whether a value of this type names nobody. */
  readonly isBlocked: (known: Identifier) => boolean
  /** An identifier in its one form; as it is, where it cannot be read. */
  readonly lenient: (endpoint: Endpoint) => Endpoint
  /** An identifier in its one form, or why it cannot be one. */
  readonly strict: (endpoint: Endpoint) => Parsed<Endpoint>
}

/** The most links to one type of identifier that a stream remembers, and so the most that a limit may allow. */
export const mostOfOneType = 64

/** The scheme of the app's own user ids: what tells two people apart. */
export const userScheme = "user"

const usual: IdentifierRule = { priority: 5, limit: { count: 5, window: Infinity }, isShared: false }
const usualUser: IdentifierRule = { priority: 0, limit: { count: 1, window: Infinity }, isShared: false }
/** Links of before types were written down: they hold as they held then. */
const unknown: IdentifierRule = { priority: 100, limit: { count: Infinity, window: Infinity }, isShared: false }

/** What programs write where they know nobody. */
const nobody = /^(?:[0-]*|-1|null|undefined|none|nan|anonymous|guest|\[object object\]|email|id|true|false)$/i

/** What is longer is no such word, and is not looked through for quotes. */
const longestNobody = 256

/** Whether a value names nobody, whatever its type: `null`, `0`, `anonymous`, with or without quotes. */
export const isNobody = (value: string): boolean =>
  value.length <= longestNobody &&
  nobody.test(
    value
      .trim()
      .replaceAll(/^["'`]+|["'`]+$/g, "")
      .trim(),
  )

const refused = (scheme: string, option: string, message: string): { readonly problem: Problem } => ({
  problem: { field: `identifiers.${scheme}${option && `.${option}`}`, message },
})

const known: readonly string[] = [
  "priority",
  "limit",
  "shared",
  "blocked",
  "normalise",
  "remedy",
] satisfies readonly (keyof IdentifierSpec)[]

const limitOf = (scheme: string, given: unknown): Parsed<Rate> => {
  const rate: Parsed<Rate> =
    typeof given === "number"
      ? { value: { count: given, window: Infinity } }
      : parseLimit(given, `identifiers.${scheme}.limit`)
  if ("problem" in rate) return rate
  const { count } = rate.value
  return Number.isInteger(count) && count >= 1 && count <= mostOfOneType
    ? rate
    : refused(scheme, "limit", `allow 1 to ${mostOfOneType}, or write "5 per 365 days"`)
}

interface Read {
  readonly rule: IdentifierRule
  readonly blocks: (value: string) => boolean
  readonly normalise?: (value: string) => string | undefined
  readonly remedy: string
}

const blockedBy = (given: readonly (string | RegExp)[]) => {
  const texts = new Set(given.flatMap((each) => (typeof each === "string" ? [each.trim().toLowerCase()] : [])))
  // a pattern with a memory (`g`, `y`) would answer differently the second time
  const patterns = given.flatMap((each) =>
    typeof each === "string" ? [] : [new RegExp(each.source, each.flags.replaceAll(/[gy]/g, ""))],
  )
  return (value: string): boolean => texts.has(value.toLowerCase()) || patterns.some((pattern) => pattern.test(value))
}

const isSpec = (value: unknown): value is IdentifierSpec =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const readSpec = (scheme: string, spec: unknown): Parsed<Read> => {
  if (!/^[a-z][\w.-]{0,31}$/i.test(scheme))
    return refused(scheme, "", "begin a type with a letter, then letters, digits, . _ and -, 32 at most")
  if (!isSpec(spec)) return refused(scheme, "", "describe a type by an object, such as { limit: 5 }")
  const strange = Object.keys(spec).find((option) => !known.includes(option))
  if (strange !== undefined) return refused(scheme, strange, `there is no such option; use ${known.join(", ")}`)
  const standard = scheme === userScheme ? usualUser : usual
  const { priority = standard.priority, limit, shared, blocked = [], normalise, remedy } = spec
  if (!Number.isInteger(priority) || priority < 0 || priority > 99)
    return refused(scheme, "priority", "give a whole number from 0 (strongest) to 99")
  const rate: Parsed<Rate> = limit === undefined ? { value: standard.limit } : limitOf(scheme, limit)
  if ("problem" in rate) return rate
  if (shared !== undefined && shared !== true) return refused(scheme, "shared", "write true, or leave it out")
  if (!Array.isArray(blocked) || !blocked.every((each) => typeof each === "string" || each instanceof RegExp))
    return refused(scheme, "blocked", "give a list of texts and patterns")
  if (normalise !== undefined && typeof normalise !== "function")
    return refused(scheme, "normalise", "give a function from a text to a text, or undefined where it cannot be read")
  return {
    value: {
      rule: { priority, limit: rate.value, isShared: shared === true },
      blocks: blockedBy(blocked),
      ...(normalise && { normalise }),
      remedy: remedy ?? `write a ${scheme} that can be read`,
    },
  }
}

const rulesOver = (types: ReadonlyMap<string, Read>): IdentifierRules => {
  const strict = (endpoint: Endpoint): Parsed<Endpoint> => {
    if (isStream(endpoint)) return { value: endpoint }
    const { scheme, value } = partsOf(endpoint)
    const type = types.get(scheme)
    if (!type?.normalise || isNobody(value)) return { value: endpoint } // nobody's value is kept as it is, and joins nobody
    const normal = type.normalise(value)
    return typeof normal === "string" && normal !== ""
      ? { value: identifier(scheme, normal) }
      : { problem: { field: scheme, message: type.remedy } }
  }
  return {
    of: (scheme) => types.get(scheme)?.rule ?? (scheme === userScheme ? usualUser : scheme === "" ? unknown : usual),
    isBlocked: (each) => {
      const { scheme, value } = partsOf(each)
      return isNobody(value) || types.get(scheme)?.blocks(value) === true
    },
    lenient: (endpoint) => {
      const read = strict(endpoint)
      return "value" in read ? read.value : endpoint
    },
    strict,
  }
}

/** What holds where an application says nothing of its identifiers. */
export const usualIdentifiers: IdentifierRules = rulesOver(new Map())

/** What holds for all types of identifiers, out of what an application says of them; or what is wrong with that. */
export const parseIdentifiers = (specs: unknown = {}): Parsed<IdentifierRules> => {
  if (!isSpec(specs)) return { problem: { field: "identifiers", message: "give an object: each type under its name" } }
  const types = new Map<string, Read>()
  for (const [scheme, spec] of Object.entries(specs)) {
    const read = readSpec(scheme, spec)
    if ("problem" in read) return read
    types.set(scheme, read.value)
  }
  return { value: rulesOver(types) }
}
