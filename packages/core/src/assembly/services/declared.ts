import { ConfigurationError, InputError } from "../../kernel/errors.ts"
import { plainJson } from "../../kernel/plain-json.ts"
import { nearestName, type Problem, type Schemas, validate, validateEach } from "../../kernel/standard-schema.ts"
import { rectification, type Sources } from "../../profile/source.ts"
import { mostTraits } from "../../profile/traits.ts"

/** What an application declared that is known of its customers, and what they may do. */
export interface Declared {
  readonly traits: Schemas
  readonly events: Schemas
}

/** The most traits, and the most events, that an application may declare. */
const mostDeclared = mostTraits

/** Throws `ConfigurationError` where more is declared than a customer's memory should hold. */
export const refuseTooMany = ({ traits, events }: Declared): void => {
  for (const [option, schemas] of Object.entries({ traits, events }))
    if (Object.keys(schemas).length > mostDeclared)
      throw new ConfigurationError(option, `declare at most ${mostDeclared}; put what belongs together into one object`)
}

const refused = (path: string, { path: [name, ...rest], message }: Problem) =>
  new InputError("invalid", [path, name, ...rest].filter(Boolean).join("."), message)

const keepable = (field: string, value: unknown): unknown => {
  const plain = plainJson(value)
  if ("problem" in plain) throw refused(field, plain.problem)
  return plain.value
}

/** Traits as their schemas give them; `null` forgets one, whatever its schema says. Throws `InputError`, which names the trait. */
export const checkedTraits = ({ traits: schemas }: Declared, traits: object): { readonly [name: string]: unknown } => {
  if (Object.keys(schemas).length === 0 && Object.keys(traits).length === 0) return {}
  const isForgotten = ([name, value]: readonly [string, unknown]): boolean =>
    value === null && Object.hasOwn(schemas, name)
  const told = Array.isArray(traits)
    ? traits
    : Object.fromEntries(Object.entries(traits).filter((one) => !isForgotten(one)))
  const checked = validateEach(schemas, told)
  if ("problems" in checked) throw refused("traits", checked.problems[0])
  return Object.fromEntries([
    ...Object.entries(traits).filter(isForgotten),
    ...Object.entries(checked.values).map(([name, value]) => [name, keepable(`traits.${name}`, value)] as const),
  ])
}

/** The properties of an event as its schema gives them. Throws `InputError`, which names the event or the property. */
export const checkedEvent = (
  { events: schemas }: Declared,
  event: string,
  properties: unknown,
): { readonly [name: string]: unknown } => {
  const schema = Object.hasOwn(schemas, event) ? schemas[event] : undefined
  if (!schema)
    throw new InputError(
      "unknown",
      "event",
      `declare ${JSON.stringify(event)} under events, or use one of: ${Object.keys(schemas).join(", ") || "none is declared"}`,
    )
  const checked = validate(schema, properties)
  if ("problem" in checked) throw refused(event, checked.problem)
  const value = keepable(event, checked.value)
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new InputError("invalid", event, "the schema of an event must give an object")
  return { ...value }
}

/** A source that may tell traits. Throws `InputError` for one that the application did not name. */
export const knownSource = (sources: Sources, source: string): string => {
  if (sources.has(source) && source !== rectification) return source
  const names = [...sources.keys()].filter((name) => name !== rectification)
  const near = typeof source === "string" ? nearestName(source, names) : undefined
  throw new InputError(
    "unknown",
    "source",
    near === undefined ? `name it under sources, or use one of: ${names.join(", ")}` : `did you mean ${near}?`,
  )
}
