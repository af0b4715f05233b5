import { type Duration, millisecondsPer, parseDuration } from "../../kernel/duration.ts"
import { InputError } from "../../kernel/errors.ts"
import { isInstant } from "../../kernel/time.ts"
import { isConfidence, usualConfidence } from "../../insight/estimate.ts"
import { leastOf } from "../../insight/survey-results.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import type { Declared } from "../services/declared.ts"
import type { Loop } from "../loop.ts"

/** A moment: milliseconds since 1970, or how long ago it was. */
export type Moment = number | Duration

/** Which responses to a survey are wanted, and how. */
export interface SurveyResultsOptions<By extends string = string> {
  /** Those who were asked from then on (`"30 days"`: since so long ago). */
  readonly since?: Moment
  /** Those who were asked before then. */
  readonly until?: Moment
  /** Group by group: by a trait or a computed trait as it is now, or by the `"channel"` by which they were asked. */
  readonly by?: By | "channel"
  /** How sure the intervals are: 0.95, where it is left out. */
  readonly confidence?: number
  /**
   * Nothing is said of fewer. 1 where answers are identified; 5 where they are confidential or anonymous, where it can be more and
   * never less.
   */
  readonly minimum?: number
}

/** What was asked for, checked. */
export interface ResultsRequest {
  readonly since: number
  readonly until: number
  readonly by?: string
  readonly confidence: number
  readonly minimum: number
}

/** The survey of this name. Throws `InputError` where there is none. */
export const surveyNamed = ({ setting }: Pick<Loop, "setting">, name: string): AnyDefinition => {
  const definition = Object.hasOwn(setting.surveys, name) ? setting.surveys[name] : undefined
  if (!definition) throw new InputError("unknown", "survey", "name one of the surveys of createEscucha")
  return definition
}

const momentOf = (field: string, moment: Moment, now: number): number => {
  if (typeof moment === "number") {
    if (!Number.isNaN(moment) && isInstant(moment)) return moment
    throw new InputError("invalid", field, 'give milliseconds since 1970, or how long ago it was, such as "30 days"')
  }
  const read = parseDuration(moment, field)
  if ("problem" in read) throw new InputError("invalid", field, read.problem.message)
  return now - read.value
}

/** Of an anonymous answer the day alone is known: whatever moments are asked for, the days that they are in count as a whole. */
const inDays = ({ since, until }: { readonly since: number; readonly until: number }) => ({
  since: Math.floor(since / millisecondsPer.day) * millisecondsPer.day,
  until: Math.ceil(until / millisecondsPer.day) * millisecondsPer.day,
})

const groupedBy = (
  { setting }: Pick<Loop, "setting">,
  declared: Pick<Declared, "traits">,
  { confidentiality }: AnyDefinition,
  by: string,
): string => {
  if (confidentiality === "anonymous")
    throw new InputError(
      "invalid",
      "by",
      "the answers to an anonymous survey are nobody's; ask for all of them together",
    )
  const isDeclared = Object.hasOwn(declared.traits, by) || setting.computed.some(({ name }) => name === by)
  if (by !== "channel" && !isDeclared) throw new InputError("unknown", "by", "name a declared trait, or the channel")
  return by
}

/** What was asked for. Throws `InputError`, which names the option. */
export const resultsRequest = (
  loop: Pick<Loop, "setting" | "clock">,
  declared: Pick<Declared, "traits">,
  definition: AnyDefinition,
  { since, until, by, confidence = usualConfidence, minimum }: SurveyResultsOptions = {},
): ResultsRequest => {
  const now = loop.clock.now()
  const least = leastOf(definition)
  if (!isConfidence(confidence))
    throw new InputError("invalid", "confidence", "give a number between 0 and 1, such as 0.95")
  if (minimum !== undefined && !(Number.isInteger(minimum) && minimum >= least))
    throw new InputError(
      "invalid",
      "minimum",
      `give a whole number, ${least} or more: this is what the survey promises`,
    )
  const period = {
    since: since === undefined ? -Infinity : momentOf("since", since, now),
    until: until === undefined ? Infinity : momentOf("until", until, now),
  }
  return {
    ...(definition.confidentiality === "anonymous" ? inDays(period) : period),
    ...(by !== undefined && { by: groupedBy(loop, declared, definition, by) }),
    confidence,
    minimum: minimum ?? least,
  }
}
