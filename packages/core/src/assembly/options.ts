import { milliseconds } from "../kernel/duration.ts"
import { type BusinessHours, parseBusinessHours } from "../action/service-level.ts"
import { type ContactOptions, parseContactOptions } from "../conversation/contact-options.ts"
import type { Clock } from "../kernel/clock.ts"
import { ConfigurationError } from "../kernel/errors.ts"
import { parseSources } from "../profile/source.ts"
import type { Schemas } from "../kernel/standard-schema.ts"
import type { TurnLimits } from "../runtime/turn.ts"
import { lexicon } from "../sentiment/lexicon.ts"
import type { FastAnalyzer, SlowAnalyzer } from "../sentiment/analyzer.ts"
import type { Survey } from "../survey/definition.ts"
import type { Engine } from "../timeline/engine.ts"
import type { Store } from "../timeline/store.ts"
import type { App, Channels } from "./app.ts"
import type { Setting } from "./decide/setting.ts"
import type { Stored } from "./loop.ts"
import type { DeskOptions } from "./routes/desk.ts"
import type { Rule } from "./rule.ts"

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
> {
  /** Where everything is kept; in memory, where it is left out. */
  readonly store?: Store<Stored>
  /** What runs jobs; in this process, where it is left out. */
  readonly engine?: Engine
  /** One schema for each trait, from any library that speaks Standard Schema. */
  readonly traits?: Traits
  /** One schema for each event. */
  readonly events?: Events
  /**
   * Who tells you about customers (`["crm", "app"]`), the most reliable first: on a trait its word holds against a later one of
   * those below. Sources that are not named come last, and are equal.
   */
  readonly sources?: readonly string[]
  /** Where customers write and are written to, by the name that each has here: a webhook goes to `/hooks/` and that name. */
  readonly channels?: Named
  /** What may be asked. */
  readonly surveys?: Surveys
  /** What is done when something happens. */
  readonly rules?: readonly Rule<
    NoInfer<{ readonly traits: Traits; readonly events: Events; readonly channels: Named; readonly surveys: Surveys }>
  >[]
  /** When we may write by ourselves, how often, and by when we promise to answer. */
  readonly contact?: ContactOptions
  /** Who works here, and when. */
  readonly team?: Team
  /** `fast` reads inside the turn; `slow` (a language model) reads after the message is safe, and corrects. */
  readonly sentiment?: { readonly fast?: FastAnalyzer; readonly slow?: SlowAnalyzer }
  /** Lets programs send events to `/v1/batch`. */
  readonly ingest?: { readonly writeKeys: readonly string[] }
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
  /** How much may wait and how much is taken at once. */
  readonly limits?: TurnLimits
}

/** The application that these options describe. */
export interface AppOf<
  Traits extends Schemas,
  Events extends Schemas,
  Named extends Channels,
  Surveys extends readonly Survey[],
> extends App {
  readonly traits: Traits
  readonly events: Events
  readonly channels: Named
  readonly surveys: Surveys
}

/** Five minutes: who asks is answered while they ask. */
const usualAnswer = milliseconds("5 minutes")

const unique = (names: readonly string[], option: string): void => {
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new ConfigurationError(option, `${JSON.stringify(twice)} is there twice; give each its own name`)
}

/** Checks the options and makes the setting in which a house decides. Throws `ConfigurationError`, which names the option. */
export const settingOf = ({
  channels = {},
  surveys = [],
  contact = {},
  team = {},
  sentiment = {},
  rules = [],
  sources = [],
}: EscuchaOptions): Setting => {
  const read = parseContactOptions(contact)
  if ("problem" in read) throw new ConfigurationError(read.problem.field, read.problem.message)
  const hours = team.hours && parseBusinessHours(team.hours)
  if (hours && "problem" in hours) throw new ConfigurationError(hours.problem.field, hours.problem.message)
  const ranked = parseSources(sources)
  if ("problem" in ranked) throw new ConfigurationError(ranked.problem.field, ranked.problem.message)
  unique(
    surveys.map(({ name }) => name),
    "surveys",
  )
  unique(
    rules.map(({ name }) => name),
    "rules",
  )
  const strange = Object.keys(channels).find((name) => !/^[a-z][a-z0-9-]{0,31}$/i.test(name))
  if (strange !== undefined)
    throw new ConfigurationError(
      "channels",
      `${JSON.stringify(strange)}: begin with a letter, then letters, digits and hyphens, 32 at most`,
    )
  return {
    channels,
    surveys: Object.fromEntries(surveys.map((survey) => [survey.name, survey])),
    contact: read.rules,
    answerWithin: read.answerWithin ?? usualAnswer,
    ...(hours && { calendar: hours.value }),
    sources: ranked.value,
    fast: sentiment.fast ?? lexicon,
    ...(sentiment.slow && { slow: sentiment.slow }),
  }
}
