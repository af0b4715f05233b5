import type { BusinessCalendar } from "../../action/service-level.ts"
import type { Channel } from "../../channel/channel.ts"
import type { ContactRules } from "../../conversation/contact-policy.ts"
import type { Situation } from "../../runtime/house.ts"
import type { Sources } from "../../profile/source.ts"
import type { FastAnalyzer, SlowAnalyzer } from "../../sentiment/analyzer.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import type { Decision, Rejection } from "../../timeline/decision.ts"
import type { AnyDraft, State } from "../entries.ts"
import type { Input } from "../inputs.ts"

/** What the decisions of a house depend on beside their input: how the application described itself. All of it is fixed at the start. */
export interface Setting {
  readonly channels: { readonly [name: string]: Channel }
  readonly surveys: { readonly [name: string]: AnyDefinition }
  readonly contact: ContactRules
  /** Our promise to answer, in milliseconds. */
  readonly answerWithin: number
  readonly calendar?: BusinessCalendar
  /** Who tells us about customers, each with the priority of their word. */
  readonly sources: Sources
  readonly fast: FastAnalyzer
  readonly slow?: SlowAnalyzer
}

/** How one kind of input is decided. */
export type Decide<Kind extends Input["kind"]> = (
  input: Extract<Input, { readonly kind: Kind }>,
  situation: Situation<State>,
) => Decision<AnyDraft> | Rejection

/** A decision without commands. */
export const facts = (entries: readonly AnyDraft[]): Decision<AnyDraft> => ({ entries })

/** A rejection: the field and the remedy. */
export const refuse = (
  field: string,
  remedy: string,
  reason: NonNullable<Rejection["invalid"]["reason"]> = "invalid",
): Rejection => ({ invalid: { field, remedy, reason } })
