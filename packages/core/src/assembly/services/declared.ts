import { InputError } from "../../kernel/errors.ts"
import { type Problem, type Schemas, validate, validateEach } from "../../kernel/standard-schema.ts"

/** What an application declared that is known of its customers, and what they may do. */
export interface Declared {
  readonly traits: Schemas
  readonly events: Schemas
}

const refused = (path: string, { path: [name, ...rest], message }: Problem) =>
  new InputError("invalid", [path, name, ...rest].filter(Boolean).join("."), message)

/** Traits as their schemas give them. Throws `InputError`, which names the trait. */
export const checkedTraits = ({ traits: schemas }: Declared, traits: object): { readonly [name: string]: unknown } => {
  if (Object.keys(schemas).length === 0 && Object.keys(traits).length === 0) return {}
  const checked = validateEach(schemas, traits)
  if ("problems" in checked) throw refused("traits", checked.problems[0])
  return checked.values
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
  if (typeof checked.value !== "object" || checked.value === null)
    throw new InputError("invalid", event, "the schema of an event must give an object")
  return { ...checked.value }
}
