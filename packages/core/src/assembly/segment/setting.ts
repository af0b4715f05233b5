import type { Condition } from "../../kernel/condition.ts"
import type { ComputedTrait } from "../../profile/computed.ts"
import type { StageDefinition } from "../../profile/lifecycle.ts"

/** A segment, ready to be asked. */
export interface CompiledSegment {
  readonly name: string
  readonly condition: Condition
  /** The wording of the condition, as a hash: another wording is another version. */
  readonly version: string
}

/** The stages of an application, ready to be asked. */
export interface CompiledLifecycle {
  readonly event: string
  /** The usual time to come back, in milliseconds. */
  readonly usual: number
  readonly stages: readonly StageDefinition[]
}

/** What a setting says of where customers stand. */
export interface StandingSetting {
  readonly segments: readonly CompiledSegment[]
  readonly lifecycle?: CompiledLifecycle
}

/** The setting of a house, as far as it says where customers stand. */
export interface StandingSide extends StandingSetting {
  readonly computed: readonly ComputedTrait[]
}

/** The facts that a condition asks about, by their first name, and by their second for traits. */
export const rootsOf = (condition: Condition): readonly (readonly [root: string, name: string | undefined])[] => {
  if (condition.op === "not") return rootsOf(condition.of)
  if (condition.op === "all" || condition.op === "any") return condition.of.flatMap(rootsOf)
  const [root = "", name] = condition.path
  return [[root, name]]
}
