import { ConfigurationError } from "../../kernel/errors.ts"
import { checkSpec, type MatchSpec } from "../../profile/matching/spec.ts"

/**
 * Which traits are compared to find people who are there twice, and how: `{ fields: { name: name(), email: email() } }`. A field is a trait
 * by its name or, where there is none, an identifier of that type. Off where it is left out; it suggests, and joins nobody.
 */
export interface MatchingOptions extends MatchSpec {}

/** Checks what the application says of matching. Throws `ConfigurationError`, which names the option. */
export const matchingSettingOf = (matching: MatchingOptions): MatchingOptions => {
  try {
    checkSpec(matching)
    return matching
  } catch (failure) {
    if (!(failure instanceof ConfigurationError)) throw failure
    const remedy = failure.message.slice(failure.option.length + 2)
    throw new ConfigurationError(`matching.${failure.option}`, remedy, { cause: failure })
  }
}
