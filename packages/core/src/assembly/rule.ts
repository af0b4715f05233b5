import type { CompiledRule } from "../action/rule.ts"
import type { MediaPart } from "../channel/content.ts"
import type { Call, InboundCheckIn } from "../channel/inbound.ts"
import type { SuppressedBecause } from "../conversation/contact-place.ts"
import { compile, type Condition } from "../kernel/condition.ts"
import { type Fields, fields } from "../kernel/condition-fields.ts"
import { type BusinessDuration, type Cooldown, type Duration, parseLimit } from "../kernel/duration.ts"
import { ConfigurationError } from "../kernel/errors.ts"
import type { MoodLevel } from "../conversation/inbox.ts"
import type { LifecycleStage } from "../profile/lifecycle.ts"
import type {
  AnswersBySurvey,
  AnyContent,
  App,
  ChannelName,
  PropertiesOf,
  SurveyName,
  PictureOf,
  TraitsOf,
} from "./app.ts"
import type { AnyEntry } from "./entries.ts"
import type { EventsOf } from "./event-facts.ts"
import type { CustomerFacts } from "./facts.ts"

/** What a rule knows of the customer, with the traits of this application. */
export type CustomerOf<A extends App> = Omit<CustomerFacts, "traits" | "events"> & {
  readonly traits: PictureOf<A>
  readonly events: EventsOf<A>
}

type Feeling = "negative" | "neutral" | "positive"

/** What a rule knows of what set it off, by the kind of entry. */
export interface OccasionOf<A extends App> {
  readonly "message-received": {
    readonly channel: ChannelName<A>
    readonly text: string
    /** Said where everybody can read it. */
    readonly isPublic: boolean
    /** A machine wrote it. */
    readonly isAutomatic: boolean
    /** The kinds of files that it holds. */
    readonly holds: readonly MediaPart[]
    /** The value of the choice that was tapped. */
    readonly choice?: string
    readonly call?: Call["status"]
    readonly feeling?: Feeling
    readonly confidence?: number
  }
  readonly "reading-taken": { readonly feeling: Feeling; readonly confidence: number }
  readonly "mood-changed": { readonly mood: MoodLevel; readonly from: MoodLevel; readonly confidence: number }
  readonly "survey-answered": {
    readonly survey: SurveyName<A>
    readonly answers: { readonly [Name in keyof AnswersBySurvey<A>]?: AnswersBySurvey<A>[Name] }
  }
  readonly "incentive-given": { readonly incentive: string; readonly survey: SurveyName<A> }
  readonly "incentive-redeemed": { readonly incentive: string; readonly survey: SurveyName<A>; readonly by: string }
  readonly "event-tracked": {
    readonly [Event in keyof A["events"] & string]: {
      readonly event: Event
      readonly properties: PropertiesOf<A, Event>
    }
  }[keyof A["events"] & string]
  readonly "case-opened": { readonly kind: string; readonly owner: string }
  readonly "case-closed": { readonly reason: string }
  readonly "answer-overdue": { readonly since: number; readonly due: number }
  readonly "segment-entered": { readonly segment: string }
  readonly "segment-left": { readonly segment: string }
  readonly "lifecycle-changed": { readonly from?: LifecycleStage; readonly to?: LifecycleStage }
  readonly "traits-set": { readonly changed: TraitsOf<A> }
  readonly "checked-in": { readonly where: string; readonly by: InboundCheckIn["by"] }
  readonly "reaction-changed": { readonly channel: ChannelName<A>; readonly emoji?: string }
  readonly "message-edited": { readonly channel: ChannelName<A>; readonly text?: string }
  readonly "address-suppressed": { readonly channel: ChannelName<A>; readonly reason: SuppressedBecause }
  readonly "opted-out": object
  readonly "opted-in": object
  readonly "conversation-closed": object
}

/** What can set a rule off. Another rule cannot. */
export type RuleKind = keyof OccasionOf<App>

/** Everything that a rule knows: what set it off, the customer, and why in words. */
export type FactsOf<A extends App, Kind extends RuleKind> = OccasionOf<A>[Kind] & { readonly customer: CustomerOf<A> }

/** What `do` is given. */
export type ContextOf<A extends App, Kind extends RuleKind> = FactsOf<A, Kind> & {
  readonly because: string
  readonly entry: Extract<AnyEntry, { readonly kind: Kind }>
}

/** How a case is opened. */
export interface CaseRequest {
  readonly kind: string
  readonly owner: string
  /** By when, in time on the wall or in the team's business time. */
  readonly within?: Duration | BusinessDuration
  readonly because?: string
}

/**
 * What a rule may do. Every call is an input keyed by (rule, entry, number of the call): running the rule again changes nothing, so
 * `do` must make the same calls in the same order each time.
 */
export interface Act<A extends App = App> {
  /** True while the past is imported: nothing leaves, cases are recorded. Code that reaches outside by itself asks it. */
  readonly historic: boolean
  /** Fires when this run is given up: after a minute, or because the application closes. Hand it to whatever `do` waits for. */
  readonly signal: AbortSignal
  /** Answers the customer where they wrote. An `acknowledgement` says that we heard, and does not stop the clock. */
  reply(content: AnyContent | AnyContent["text"], options?: { readonly acknowledgement?: boolean }): Promise<void>
  /** Puts a survey to the customer. */
  ask(survey: SurveyName<A>, options?: { readonly via?: readonly ChannelName<A>[] }): Promise<void>
  /** Gives somebody something to do for the customer; `because` is what set the rule off, where it is left out. */
  openCase(request: CaseRequest): Promise<void>
  /** Writes on the timeline that somebody of the team is told something; nothing leaves by itself. */
  notify(to: string, text: string): Promise<void>
}

/**
 * One rule: `on` says what sets it off and narrows what `when` and `do` are given. `when` is data underneath; `do` runs
 * after the commit and has a minute: a run that takes longer, or throws, is tried again.
 */
export type Rule<A extends App = App> = {
  readonly [Kind in RuleKind]: {
    readonly name: string
    readonly on: Kind
    readonly when?: (facts: Fields<FactsOf<A, Kind>>) => Condition
    /** How often per customer. */
    readonly atMost?: Cooldown
    /** `skip`: not in an import, because `do` reaches outside by itself. */
    readonly history?: "run" | "skip"
    readonly do: (context: ContextOf<A, Kind>, act: Act<A>) => Promise<void> | void
  }
}[RuleKind]

/** A rule, compiled, with its `do`. */
export interface RunnableRule extends CompiledRule {
  readonly do: (context: object, act: Act) => Promise<void> | void
}

const always = () => true

/** Compiles a rule once, at the start; what is wrong with it is said by its name. */
export const compileRule = (rule: Rule): RunnableRule => {
  const cooldown =
    rule.atMost === undefined
      ? { value: { count: 1, window: 0 } }
      : parseLimit(rule.atMost, `rules.${rule.name}.atMost`)
  if ("problem" in cooldown) throw new ConfigurationError(cooldown.problem.field, cooldown.problem.message)
  const when = rule.when as ((facts: Fields<object>) => Condition) | undefined // `on` has tied it to the facts that it will get
  return {
    name: rule.name,
    on: rule.on,
    cooldown: cooldown.value.window,
    history: rule.history ?? "run",
    when: when ? compile(when(fields<object>())) : always,
    do: rule.do as RunnableRule["do"], // `on` has tied it to the context that it will get
  }
}
