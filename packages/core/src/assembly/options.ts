import { milliseconds } from "../kernel/duration.ts"
import { type BusinessHours, parseBusinessHours } from "../action/service-level.ts"
import { type ContactOptions, parseContactOptions } from "../conversation/contact-options.ts"
import type { DeliveryOptions } from "../conversation/retry.ts"
import type { Clock } from "../kernel/clock.ts"
import { ConfigurationError } from "../kernel/errors.ts"
import type { Computations } from "../profile/computed.ts"
import type { Schemas } from "../kernel/standard-schema.ts"
import type { Transport } from "../runtime/http.ts"
import type { TurnLimits } from "../runtime/turn.ts"
import type { FastAnalyzer, SlowAnalyzer } from "../sentiment/analyzer.ts"
import type { Topic } from "../sentiment/topic.ts"
import type { Survey } from "../survey/definition.ts"
import type { Incentive } from "../survey/incentive.ts"
import type { Engine } from "../timeline/engine.ts"
import type { Store } from "../timeline/store.ts"
import type { Purposes } from "../profile/consent-purpose.ts"
import type { LifecycleOptions } from "../profile/lifecycle.ts"
import { type IdentifierSpecs, parseIdentifiers } from "../profile/identifier.ts"
import type { App, Channels, PoolsOf } from "./app.ts"
import type { IngestOptions } from "./ingest/write-key.ts"
import type { Setting } from "./decide/setting.ts"
import type { Stored } from "./loop.ts"
import type { DeskOptions } from "./routes/desk-options.ts"
import { purposesOf } from "./decide/consent.ts"
import { surveySettingOf } from "./survey/setting.ts"
import { deliverySettingOf } from "./delivery-setting.ts"
import { sentimentSettingOf } from "./sentiment-setting.ts"
import { consentSettingOf, withPurposes } from "./consent/purposes.ts"
import { placeSettingOf } from "./place-setting.ts"
import type { Rule } from "./rule.ts"
import { type Segment, standingSettingOf } from "./segment/segments.ts"
import type { Telemetry } from "./telemetry/telemetry.ts"
import { traitSettingOf } from "./trait-setting.ts"
import type { MediaOptions } from "./media/options.ts"
import { type MatchingOptions, matchingSettingOf } from "./matching/options.ts"
import { type ValueOf, valueSettingOf } from "./value/options.ts"

/** Who works here: groups by name, and the hours in which business time runs. */
export interface Team {
  readonly hours?: BusinessHours
  readonly [group: string]: readonly string[] | BusinessHours | undefined
}

/** How an application describes itself, once. Everything is optional: without options the house listens and remembers in memory. */
export interface EscuchaOptions<
  Traits extends Schemas = Schemas,
  Events extends Schemas = Schemas,
  Named extends Channels = Channels,
  Surveys extends readonly Survey[] = readonly Survey[],
  Declared extends Purposes = Purposes,
  Computed extends Computations<NoInfer<Traits>, NoInfer<Events>> = Computations<NoInfer<Traits>, NoInfer<Events>>,
  Pooled extends PoolsOf<Named> = PoolsOf<Named>,
> {
  /** Where everything is kept; in memory, where it is left out. */
  readonly store?: Store<Stored>
  /** What runs jobs; in this process, where it is left out. */
  readonly engine?: Engine
  /** One schema for each trait, from any library that speaks Standard Schema. */
  readonly traits?: Traits
  /** One schema for each event. */
  readonly events?: Events
  /** Traits that are computed from what customers did, whenever they are read: `{ orders: count("order-placed") }`. */
  readonly computed?: Computed & Computations<NoInfer<Traits>, NoInfer<Events>>
  /**
   * Who tells you about customers (`["crm", "app"]`), the most reliable first: on a trait its word holds against a later one of
   * those below. Sources that are not named come last, and are equal.
   */
  readonly sources?: readonly string[]
  /** What holds for each type of identifier, by its scheme: how many one person may have, which win, what names nobody. */
  readonly identifiers?: IdentifierSpecs
  /** Where customers write and are written to, by the name that each has here: a webhook goes to `/hooks/` and that name. */
  readonly channels?: Named
  /** What may be asked. */
  readonly surveys?: Surveys
  /** What may be given for the time that answering takes, by name: `{ coffee: { text: "A coffee on us: KAFFA", atMost: 200 } }`. */
  readonly incentives?: { readonly [name: string]: Incentive }
  /**
   * At least 32 signs that nobody can guess, kept outside the store and never changed: by it the opt-out of somebody who was erased
   * is known again, and tokens in links are signed.
   */
  readonly secret?: string
  /** What is done when something happens. */
  readonly rules?: readonly Rule<
    NoInfer<{
      readonly traits: Traits
      readonly events: Events
      readonly computed: Computed
      readonly channels: Named
      readonly surveys: Surveys
    }>
  >[]
  /** Groups of customers by what is known of them: whoever fits is in, and leaves when they do not. */
  readonly segments?: readonly Segment<
    NoInfer<{
      readonly traits: Traits
      readonly events: Events
      readonly computed: Computed
      readonly channels: Named
      readonly surveys: Surveys
    }>
  >[]
  /** Where customers stand between new and lost, by how they come back. */
  readonly lifecycle?: LifecycleOptions<NoInfer<keyof Events & string>>
  /** When we may write by ourselves, how often, and by when we promise to answer. */
  readonly contact?: ContactOptions
  /**
   * What you write for beside `service` and `marketing`, by name: on what each rests by law, by which channels it is written, and
   * the text that people read before they say yes.
   */
  readonly purposes?: Declared
  /**
   * How much is done to get messages out, by purpose: how long they are tried, how often, and what happens where nobody knows whether
   * one left: `{ marketing: { within: "2 hours", attempts: 3, uncertain: "hold" } }`.
   */
  readonly delivery?: DeliveryOptions
  /** Channels that stand for one another, under a name that `via` takes, each with its weight: `{ sms: { first: 3, second: 1 } }`. */
  readonly pools?: Pooled
  /** Where files lie, how large they may be, and what visitors may send. */
  readonly media?: MediaOptions
  /** Calls providers; over `fetch`, where it is left out. */
  readonly transport?: Transport
  /** Where `handle` is reached from outside, such as `https://example.com`: links in messages begin with it. */
  readonly publicUrl?: string
  /** Who works here, and when. */
  readonly team?: Team
  /** `fast` reads inside the turn; `slow` (a language model) reads after the message is safe, and corrects. */
  readonly sentiment?: { readonly fast?: FastAnalyzer; readonly slow?: SlowAnalyzer }
  /** What customers speak of in their own words: answers are told apart by it. */
  readonly topics?: readonly Topic[]
  /** Lets programs and pages send events to `/v1/batch` and the other routes of ingest. */
  readonly ingest?: IngestOptions
  /** Which traits are compared to find people who are there twice; they are suggested, and joined by nobody but you. */
  readonly matching?: MatchingOptions
  /** Which event is a purchase, and what it is worth: for what customers are worth. */
  readonly value?: ValueOf<NoInfer<Events>>
  /** Opens the desk to whoever has the token. */
  readonly desk?: DeskOptions
  /** Where the routes begin: `/escucha`, say; at the root, where it is left out. */
  readonly prefix?: string
  /** What time it is; the clock of this machine, where it is left out. */
  readonly clock?: Clock
  /** Gives numbers in [0, 1). */
  readonly random?: () => number
  /**
   * Told of failures that no caller waits for: a rule that threw, a page of a feed that broke. Written to standard error,
   * where it is left out.
   */
  readonly report?: (failure: unknown) => void
  /** Where figures and spans go: a meter and a tracer of OpenTelemetry. They name no person. */
  readonly telemetry?: Telemetry
  /** How much may wait and how much is taken at once. */
  readonly limits?: TurnLimits
}

/** The application that these options describe. */
export interface AppOf<
  Traits extends Schemas,
  Events extends Schemas,
  Named extends Channels,
  Surveys extends readonly Survey[],
  Declared extends Purposes = Purposes,
  Computed extends Computations = Record<never, never>,
  Pooled extends PoolsOf<Channels> = Record<never, never>,
> extends App {
  readonly traits: Traits
  readonly events: Events
  readonly computed: Computed
  readonly channels: Named
  readonly surveys: Surveys
  readonly purposes: Declared
  readonly pools: Pooled
}

/** Five minutes: who asks is answered while they ask. */
const usualAnswer = milliseconds("5 minutes")

const unique = (names: readonly string[], option: string): void => {
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new ConfigurationError(option, `${JSON.stringify(twice)} is there twice; give each its own name`)
}

const checkedSecret = (secret: string): string => {
  if (typeof secret === "string" && secret.length >= 32) return secret
  throw new ConfigurationError("secret", "give at least 32 signs that nobody can guess, from the environment")
}

const refuseNames = (channels: Channels): void => {
  const strange = Object.keys(channels).find((name) => !/^[a-z][a-z0-9-]{0,31}$/i.test(name))
  if (strange !== undefined)
    throw new ConfigurationError(
      "channels",
      `${JSON.stringify(strange)}: begin with a letter, then letters, digits and hyphens, 32 at most`,
    )
}

/** Checks the options and makes the setting in which a house decides. Throws `ConfigurationError`, which names the option. */
export const settingOf = ({
  channels = {},
  surveys = [],
  contact = {},
  team = {},
  rules = [],
  identifiers,
  secret,
  ...others
}: EscuchaOptions): Setting => {
  const read = parseContactOptions(contact)
  if ("problem" in read) throw new ConfigurationError(read.problem.field, read.problem.message)
  const hours = team.hours && parseBusinessHours(team.hours)
  if (hours && "problem" in hours) throw new ConfigurationError(hours.problem.field, hours.problem.message)
  const known = traitSettingOf(others)
  const types = parseIdentifiers(identifiers)
  if ("problem" in types) throw new ConfigurationError(types.problem.field, types.problem.message)
  unique(
    surveys.map(({ name }) => name),
    "surveys",
  )
  unique(
    rules.map(({ name }) => name),
    "rules",
  )
  refuseNames(channels)
  const consent = consentSettingOf({ ...others, channels })
  const places = placeSettingOf(channels, read, consent)
  const rulesOfAll = withPurposes({ ...read.rules, ...places.rules }, consent)
  return {
    channels,
    ...surveySettingOf({
      surveys,
      secret,
      traits: others.traits ?? {},
      incentives: others.incentives ?? {},
      purposes: purposesOf({ contact: rulesOfAll }),
    }),
    contact: rulesOfAll,
    consent,
    ...(places.phones && { phones: places.phones }),
    ...(places.checkIns !== undefined && { checkIns: places.checkIns }),
    ...(read.excluded && { excluded: read.excluded }),
    answerWithin: read.answerWithin ?? usualAnswer,
    ...(hours && { calendar: hours.value }),
    ...known,
    ...standingSettingOf(others),
    identifiers: types.value,
    ...(secret !== undefined && { secret: checkedSecret(secret) }),
    ...(others.matching && { matching: matchingSettingOf(others.matching) }),
    ...(others.value && { value: valueSettingOf(others.value, others.events ?? {}) }),
    ...deliverySettingOf({ ...others, channels }),
    ...sentimentSettingOf(others),
  }
}
