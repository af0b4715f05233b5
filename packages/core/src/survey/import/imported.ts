import { ConfigurationError, InputError } from "../../kernel/errors.ts"
import { refuse } from "../definition-problem.ts"
import type { AnyDefinition } from "../definition.ts"
import { versionOf } from "../version.ts"
import type { Scope } from "./scope.ts"
import type { Unsupported } from "./unsupported.ts"

/** What became of a survey that was written for something else. */
export interface Imported {
  /** The survey; none where nothing of it can be asked. */
  readonly definition?: AnyDefinition
  /** The id of each question and value, by the name that it had. */
  readonly ids: { readonly [name: string]: string }
  /** What is not in the definition, or is there in another way. Nothing was put in its place. */
  readonly unsupported: readonly Unsupported[]
}

const refusalOf = (name: string, content: Omit<AnyDefinition, "name" | "version">): Unsupported | undefined => {
  try {
    refuse(name, content)
    return undefined
  } catch (failure) {
    if (!(failure instanceof ConfigurationError)) throw failure
    return { where: failure.option, what: "survey", reason: failure.message }
  }
}

const distinct = (entries: readonly Unsupported[]): readonly Unsupported[] => [
  ...new Map(entries.map((each) => [JSON.stringify([each.where, each.what, each.reason]), each])).values(),
]

/** The survey that was read into a scope, with what stands around its questions. Throws `InputError` for a name that cannot be one. */
export const definitionOf = (
  name: string,
  { questions, values, names }: Scope,
  around: Pick<AnyDefinition, "mixed" | "endings" | "thanks">,
  entries: readonly Unsupported[],
): Imported => {
  if (!/^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(name))
    throw new InputError("invalid", "name", "begin with a letter; then letters, digits, - and _, at most 64 in all")
  const content = { questions, ...(values.length > 0 && { values }), ...around }
  const ids = names.given()
  const wrong = refusalOf(name, content)
  if (wrong) return { ids, unsupported: distinct([...entries, wrong]) }
  return { definition: { name, version: versionOf(content), ...content }, ids, unsupported: distinct(entries) }
}
