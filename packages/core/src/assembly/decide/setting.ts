import type { BusinessCalendar } from "../../action/service-level.ts"
import type { Channel } from "../../channel/channel.ts"
import type { ContactRules } from "../../conversation/contact-policy.ts"
import type { Excluded } from "../../conversation/contact-options.ts"
import type { DeliveryRules } from "../../conversation/retry.ts"
import type { Pools } from "../pool.ts"
import type { ConsentSetting } from "../consent/purposes.ts"
import type { StandingSetting } from "../segment/setting.ts"
import type { Situation } from "../../runtime/house.ts"
import type { ComputedTrait } from "../../profile/computed.ts"
import type { IdentifierRules } from "../../profile/identifier.ts"
import type { PhoneBook } from "../../profile/phone-book.ts"
import type { Sources } from "../../profile/source.ts"
import type { FastAnalyzer, SlowAnalyzer } from "../../sentiment/analyzer.ts"
import type { TopicFinder } from "../../sentiment/topic-finder.ts"
import type { Schemas } from "../../kernel/standard-schema.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import type { Incentive } from "../../survey/incentive.ts"
import type { Decision, Rejection } from "../../timeline/decision.ts"
import type { AnyDraft, State } from "../entries.ts"
import type { Input } from "../inputs.ts"
import type { MatchingOptions } from "../matching/options.ts"
import type { ValueSetting } from "../value/options.ts"

/** What the decisions of a house depend on beside their input: how the application described itself. All of it is fixed at the start. */
export interface Setting extends StandingSetting {
  readonly channels: { readonly [name: string]: Channel }
  readonly surveys: { readonly [name: string]: AnyDefinition }
  /** The schemas of the traits to which answers are written back. */
  readonly surveyTraits: Schemas
  /** What may be given for an answer, by its name. */
  readonly incentives: { readonly [name: string]: Incentive }
  readonly contact: ContactRules
  /** Our promise to answer, in milliseconds. */
  readonly answerWithin: number
  readonly calendar?: BusinessCalendar
  /** What holds for each type of identifier. */
  readonly identifiers: IdentifierRules
  /** Who tells us about customers, each with the priority of their word. */
  readonly sources: Sources
  /** Traits that are computed whenever they are read. */
  readonly computed: readonly ComputedTrait[]
  /** What opt-outs of the erased and tokens are signed with; kept outside the store. */
  readonly secret?: string
  /** The purposes that were declared, with their texts, and where links lead. */
  readonly consent: ConsentSetting
  /** The countries of telephone numbers, where a channel costs by the message. */
  readonly phones?: PhoneBook
  /** The purpose for which people agree that we notice where they are. */
  readonly checkIns?: string
  /** A list of the application's own of whom not to write to. */
  readonly excluded?: Excluded
  /** Which traits are compared to find people who are there twice. */
  readonly matching?: MatchingOptions
  /** Which event is a purchase, and what it is worth. */
  readonly value?: ValueSetting
  readonly fast: FastAnalyzer
  readonly slow?: SlowAnalyzer
  /** Finds the topics that the application declares. */
  readonly topics: TopicFinder
  /** How much is done to get messages out, by purpose. */
  readonly delivery: DeliveryRules
  /** Channels that stand for one another. */
  readonly pools: Pools
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
