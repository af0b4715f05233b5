import { InputError } from "../../kernel/errors.ts"
import type { Endpoint } from "../../kernel/ids.ts"
import type { IdentifierRules } from "../../profile/identifier.ts"
import type { Input } from "../inputs.ts"

/** The longest identifier that is taken from an application, in characters: what an export has, an import takes. */
const longest = 1_000

/** What networks bring comes from where they say, also where that is no number that we could read: a short code, a name. */
const asBrought: ReadonlySet<Input["kind"]> = new Set([
  "message",
  "receipt",
  "reaction",
  "edit",
  "wish",
  "check-in",
  "address-change",
  "suppress",
])

/**
 * The input with its identifiers in their one form, by what the application says of their types. Throws `InputError` where one cannot be
 * read: a number that is none would be a person whom nobody ever finds again.
 */
export const placed = (rules: IdentifierRules, input: Input): Input => {
  const place = (endpoint: Endpoint): Endpoint => {
    if (asBrought.has(input.kind)) return rules.lenient(endpoint)
    const read = rules.strict(endpoint)
    if ("value" in read && read.value.length > longest)
      throw new InputError("too-large", "identifier", `an identifier has at most ${longest} characters`)
    if ("value" in read) return read.value
    throw new InputError("invalid", read.problem.field, read.problem.message)
  }
  const on = place(input.on)
  const others = input.with?.map(place)
  const isSame = on === input.on && (others?.every((each, index) => each === input.with?.[index]) ?? true)
  return isSame ? input : { ...input, on, ...(others && { with: others }) }
}
