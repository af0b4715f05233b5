import type { AnyDefinition, Answers, Change } from "./definition.ts"
import { hold } from "./hold.ts"
import { planOf } from "./plan.ts"

const mapped = (value: unknown, options: { readonly [value: string]: string | null }): unknown => {
  const one = (each: unknown): unknown =>
    typeof each === "string" && Object.hasOwn(options, each) ? (options[each] ?? undefined) : each
  if (Array.isArray(value)) return [...new Set(value.map(one).filter((each) => each !== undefined))]
  return one(value)
}

/** The answers after one change. */
export const changed = (answers: Answers, change: Change): Answers => {
  const { [change.question]: value, ...rest } = answers
  if (value === undefined) return answers
  if (change.change === "drop") return rest
  if (change.change === "rename") return { ...rest, [change.to]: value }
  const after = mapped(value, change.options)
  return after === undefined ? rest : { ...rest, [change.question]: after }
}

/** Answers to an earlier version as answers to this one, and the questions whose answers could not be kept. */
export interface Migrated {
  readonly answers: Answers
  readonly lost: readonly string[]
}

/**
 * Answers that were given to another version, as answers to this one. The changes that the survey declares for that version come first;
 * then whatever this version does not take is left out, and is asked again.
 */
export const migrate = (definition: AnyDefinition, version: string, answers: Answers): Migrated => {
  if (version === definition.version) return { answers, lost: [] }
  const changes = definition.migrations?.find(({ from }) => from === version)?.changes ?? []
  const after = changes.reduce(changed, answers)
  const { byId } = planOf(definition)
  const kept = Object.entries(after).filter(([id, value]) => {
    const question = byId.get(id)?.question
    return question !== undefined && "value" in hold(question, value)
  })
  const ids = new Set(kept.map(([id]) => id))
  return { answers: Object.fromEntries(kept), lost: Object.keys(after).filter((id) => !ids.has(id)) }
}
