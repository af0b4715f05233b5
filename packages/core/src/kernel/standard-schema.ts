import { editDistance } from "./edit-distance.ts"
import type { StandardSchemaV1 } from "@standard-schema/spec"

/** What is wrong with a value: where, outermost name first, and what to do about it. The value itself is never in it. */
export interface Problem {
  readonly path: readonly string[]
  readonly message: string
}

/** A value that is as the schema says, or the first thing wrong with it. */
export type Validated<Value> = { readonly value: Value } | { readonly problem: Problem }

/** One schema for each name. */
export interface Schemas {
  readonly [name: string]: StandardSchemaV1
}

/** What a record of schemas lets through: any of its names, each as its schema gives it. */
export type PartialOutput<Each extends Schemas> = {
  readonly [Name in keyof Each]?: StandardSchemaV1.InferOutput<Each[Name]>
}

/** The values that were told, or everything that is wrong with them; the first name of a problem's `path` is the field. */
export type ValidatedEach<Values> =
  { readonly values: Values } | { readonly problems: readonly [Problem, ...Problem[]] }

const refusedNames: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"])
const longestName = 64
const mostProblems = 20

const keyOf = (segment: PropertyKey | StandardSchemaV1.PathSegment): string =>
  String(typeof segment === "object" ? segment.key : segment)

const childOf = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined

// Some libraries quote what they were given; that may be personal, so a message that does so is replaced by a plain one.
const withoutValue = (message: string, path: readonly string[], root: unknown): string => {
  const value = path.reduce(childOf, root)
  const quoted =
    (typeof value === "string" || typeof value === "number") &&
    String(value).length > 2 &&
    message.includes(String(value))
  return quoted ? "this value is not valid" : message
}

/**
 * Holds a value against any Standard Schema (https://standardschema.dev), synchronously: a schema that can only answer later is
 * itself a problem.
 *
 * @example
 * validate(z.number(), "9") // { problem: { path: [], message: "Invalid input: expected number, received string" } }
 */
export const validate = <Schema extends StandardSchemaV1>(
  schema: Schema,
  value: unknown,
): Validated<StandardSchemaV1.InferOutput<Schema>> => {
  const result = schema["~standard"].validate(value)
  if (result instanceof Promise) {
    void result.catch(() => undefined) // its outcome is not wanted, and a rejection that nobody listens to would end the process
    return {
      problem: { path: [], message: "this schema answers later (it is asynchronous); use one that is synchronous" },
    }
  }
  if (result.issues === undefined) return { value: result.value }
  const issue = result.issues[0]
  const path = issue?.path?.map(keyOf) ?? []
  return { problem: { path, message: withoutValue(issue?.message ?? "this value is not valid", path, value) } }
}

/** The known name that is most like this one, if half of its letters are right: for remedies such as "did you mean…". */
export const nearestName = (name: string, known: readonly string[]): string | undefined => {
  if (name.length > longestName) return undefined
  const near = known
    .map((candidate) => {
      const most = Math.max(1, Math.floor(candidate.length / 2))
      return { candidate, most, away: editDistance(name.toLowerCase(), candidate.toLowerCase(), most) }
    })
    .filter(({ most, away }) => away <= most)
    .sort((one, two) => one.away - two.away)
  return near[0]?.candidate
}

const unknownName = (name: string, known: readonly string[]): Problem => {
  const near = nearestName(name, known)
  const remedy =
    near === undefined ? `declare it first; declared are: ${known.join(", ") || "none"}` : `did you mean ${near}?`
  return { path: [name.slice(0, longestName)], message: `there is nothing of this name; ${remedy}` }
}

/**
 * Holds each value against the schema of its name. What is not told is not asked for; `undefined` counts as not told. A name that
 * has no schema is refused together with the nearest one that has.
 *
 * @example
 * validateEach({ plan: z.enum(["free", "pro"]) }, { paln: "pro" })
 * // { problems: [{ path: ["paln"], message: "there is nothing of this name; did you mean plan?" }] }
 */
export const validateEach = <const Each extends Schemas>(
  schemas: Each,
  values: unknown,
): ValidatedEach<PartialOutput<Each>> => {
  if (typeof values !== "object" || values === null || Array.isArray(values))
    return { problems: [{ path: [], message: "give an object with one value for each name" }] }
  const known = Object.keys(schemas)
  const accepted: [string, unknown][] = []
  const problems: Problem[] = []
  for (const [name, value] of Object.entries(values)) {
    if (problems.length === mostProblems) break
    const schema = Object.hasOwn(schemas, name) && !refusedNames.has(name) ? schemas[name] : undefined
    if (schema === undefined) problems.push(unknownName(name, known))
    else if (value !== undefined) {
      const checked = validate(schema, value)
      if ("problem" in checked)
        problems.push({ path: [name, ...checked.problem.path], message: checked.problem.message })
      else accepted.push([name, checked.value])
    }
  }
  const [first, ...others] = problems
  if (first) return { problems: [first, ...others] }
  return { values: Object.fromEntries(accepted) as PartialOutput<Each> } // each value is what the schema of its name gave
}
