import { type Cooldown, type Duration, type Limit, parseDuration, parseLimit } from "../../kernel/duration.ts"
import type { Parsed } from "../../kernel/duration.ts"
import { InputError } from "../../kernel/errors.ts"
import type { Localized } from "../../kernel/localized.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import { seedOf } from "../../survey/seed.ts"
import { surveyOf } from "../decide/survey-around.ts"
import type { Setting } from "../decide/setting.ts"
import type { InputOf } from "../inputs.ts"
import { namesOf } from "../pool.ts"
import type { Campaign } from "./campaign.ts"

/** What is given for the time that answering takes: before, with the first question, or after the last one. */
export interface GivenFor {
  /** One of the `incentives` of createEscucha. */
  readonly name: string
  readonly give: "before" | "after"
}

/** What happens around a survey that we put. */
export interface AroundAsking {
  /** A channel, or several in the order in which you prefer them. */
  readonly via?: string | readonly string[]
  /** When those who have not answered are reminded, counted from asking: `["3 days", "7 days"]`, three times at most. */
  readonly remind?: readonly Duration[]
  readonly incentive?: GivenFor
}

/** Whom to ask, and how. */
export interface LaunchOptions extends AroundAsking {
  /** Your id of this campaign: letters, digits, dots, hyphens and underscores. Launching it again goes on where it stopped. */
  readonly id: string
  /** A segment, these customers, or everybody. */
  readonly to: { readonly segment: string } | { readonly customers: readonly string[] } | "everybody"
  /** A part of them (0.1 is a tenth), or so many at most; all of them, where it is left out. Who is drawn follows from `seed`. */
  readonly sample?: number | { readonly atMost: number }
  /** The same seed draws the same people; the id, where it is left out. */
  readonly seed?: number
  /** How many are asked in how long: `"100 per 1 hour"`; all at once, where it is left out. */
  readonly pacing?: Limit | Cooldown
  /** Said some time before, so that nobody is surprised. */
  readonly notice?: { readonly text: Localized; readonly before: Duration }
  /** Stops it between two customers; launched again, it goes on. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: LaunchProgress) => void
}

/** How far a launch is. */
export interface LaunchProgress {
  /** Customers that were looked at. */
  readonly done: number
  /** Those of them who were asked, or will be. */
  readonly taken: number
}

const mostReminders = 3

const given = <Value>(parsed: Parsed<Value>): Value => {
  if ("problem" in parsed) throw new InputError("invalid", parsed.problem.field, parsed.problem.message)
  return parsed.value
}

/** The survey that a call names. Throws `InputError`. */
export const namedSurvey = ({ surveys }: Pick<Setting, "surveys">, survey: AnyDefinition | string): AnyDefinition => {
  const definition = surveyOf({ surveys }, typeof survey === "string" ? survey : survey.name)
  if (!definition) throw new InputError("unknown", "survey", "name one of the surveys of createEscucha")
  return definition
}

/** What happens around asking, as inputs take it. Throws `InputError`, which names the option. */
export const readAround = (
  setting: Setting,
  { via, remind = [], incentive }: AroundAsking,
): Pick<InputOf<"ask">, "via" | "remind" | "incentive"> => {
  const channels = via === undefined || typeof via !== "string" ? via : [via]
  const strange = channels?.find((name) => !namesOf(setting).includes(name))
  if (strange !== undefined)
    throw new InputError("unknown", "via", "name one of the channels or pools of createEscucha")
  if (!Array.isArray(remind) || remind.length > mostReminders)
    throw new InputError(
      "invalid",
      "remind",
      `give a list of at most ${mostReminders} times, such as ["3 days", "7 days"]`,
    )
  const after = remind.map((each) => given(parseDuration(each, "remind")))
  if (incentive && !Object.hasOwn(setting.incentives, incentive.name))
    throw new InputError("unknown", "incentive", "name one of the incentives of createEscucha")
  if (incentive && incentive.give !== "before" && incentive.give !== "after")
    throw new InputError("invalid", "incentive.give", 'write "before" or "after"')
  return {
    ...(channels && { via: [...channels] }),
    ...(after.length > 0 && { remind: after }),
    ...(incentive && { incentive: { name: incentive.name, give: incentive.give } }),
  }
}

const checkSample = (sample: LaunchOptions["sample"]): void => {
  if (sample === undefined) return
  if (typeof sample === "number") {
    if (sample > 0 && sample <= 1) return
    throw new InputError("invalid", "sample", "give a part greater than 0 and at most 1, or { atMost: 500 }")
  }
  if (!Number.isInteger(sample.atMost) || sample.atMost < 1)
    throw new InputError("invalid", "sample.atMost", "give a whole number of people")
}

/** The options by which a campaign that was stopped goes on; `undefined` where whom it is for is not kept. */
export const goingOnWith = ({ id, seed, to, sample }: Campaign): LaunchOptions | undefined =>
  to && { id, seed, to, ...(sample !== undefined && { sample }) }

/** The campaign that the options describe, as it begins. Throws `InputError`, which names the option. */
export const readLaunch = (
  setting: Setting,
  survey: AnyDefinition | string,
  options: LaunchOptions,
  now: number,
): Campaign => {
  const { id, to, sample, seed = seedOf(options.id), pacing, notice } = options
  if (!/^[\w.-]{1,64}$/.test(id))
    throw new InputError("invalid", "id", "take letters, digits, dots, hyphens and underscores, 64 at most")
  const { name } = namedSurvey(setting, survey)
  checkSample(sample)
  if (typeof to === "object" && "segment" in to && !setting.segments.some((each) => each.name === to.segment))
    throw new InputError("unknown", "to.segment", "name one of the segments of createEscucha")
  const { via, remind, incentive } = readAround(setting, options)
  const rate = pacing === undefined ? undefined : given(parseLimit(pacing, "pacing"))
  return {
    id,
    survey: name,
    launchedAt: now,
    seed,
    status: "launching",
    of: 0,
    drawn: 0,
    ...((to === "everybody" || "segment" in to) && { to }),
    ...(sample !== undefined && { sample }),
    ...(via && { via: [...via] }),
    ...(remind && { remind: [...remind] }),
    ...(incentive && { incentive }),
    ...(rate && { apart: rate.window / rate.count }),
    ...(notice && { notice: { text: notice.text, before: given(parseDuration(notice.before, "notice.before")) } }),
  }
}
