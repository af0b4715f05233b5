type Unit = "second" | "seconds" | "minute" | "minutes" | "hour" | "hours" | "day" | "days" | "week" | "weeks"
type BusinessUnit = "minute" | "minutes" | "hour" | "hours" | "day" | "days"

/** A span of time on the wall clock with its unit in plain sight: `"5 minutes"`, `"90 days"`. A day is always 24 hours. */
export type Duration = `${number} ${Unit}`

/** A span of time that runs only while the team is there: `"4 business hours"`, `"2 business days"`. */
export type BusinessDuration = `${number} business ${BusinessUnit}`

/** How often something may happen: `"3 per 7 days"`. */
export type Limit = `${number} per ${Duration}`

/** How long something rests after it happened: `"once per 7 days"`. */
export type Cooldown = `once per ${Duration}`

/** What is wrong with an option or an input: the field that holds it and how to put it right. It never repeats what was given. */
export interface Problem {
  readonly field: string
  readonly message: string
}

/** What a reader of outside data made of it: the value, or why there is none. */
export type Parsed<Value> = { readonly value: Value } | { readonly problem: Problem }

/** At most `count` times in any `window` milliseconds. */
export interface Rate {
  readonly count: number
  readonly window: number
}

/** A business duration, read. `count` may be a fraction for minutes and hours, and is whole for days. */
export interface BusinessSpan {
  readonly count: number
  readonly unit: "minute" | "hour" | "day"
}

/** Milliseconds in each unit of the wall clock. */
export const millisecondsPer = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
} as const

/** The longest duration that we accept, in milliseconds: ten years of 366 days. Nobody waits longer on purpose. */
export const longestDuration = 3_660 * millisecondsPer.day

const wallPattern = /^(\d{1,9}(?:\.\d{1,3})?) (second|minute|hour|day|week)s?$/
const businessPattern = /^(\d{1,9}(?:\.\d{1,3})?) business (minute|hour|day)s?$/
const ratePattern = /^(\d{1,9}|once) per (\d.{0,31})$/

const refused = (field: string, message: string): { readonly problem: Problem } => ({ problem: { field, message } })

/** The milliseconds of a duration that came from outside; `field` is what a problem is called by. More than 0, at most ten years. */
export const parseDuration = (text: unknown, field: string): Parsed<number> => {
  const [, count, unit] = (typeof text === "string" && wallPattern.exec(text)) || []
  if (count === undefined || unit === undefined)
    return refused(field, 'write a number and a unit, such as "5 minutes" or "30 days"')
  const value = Math.round(Number(count) * millisecondsPer[unit as keyof typeof millisecondsPer]) // the pattern names exactly these units
  if (value <= 0) return refused(field, "must be longer than nothing")
  return value > longestDuration ? refused(field, "must be ten years or less") : { value }
}

/**
 * The milliseconds of a duration that stands in the code. `NaN` for one that only the compiler could take for a duration (a negative
 * one, or one past ten years); read what comes from outside with `parseDuration`.
 *
 * @example
 * milliseconds("5 minutes") // 300000
 */
export const milliseconds = (duration: Duration): number => {
  const parsed = parseDuration(duration, "duration")
  return "value" in parsed ? parsed.value : Number.NaN
}

/** The count and unit of a business duration; business days are whole, and nothing is longer than ten years. */
export const parseBusinessDuration = (text: unknown, field: string): Parsed<BusinessSpan> => {
  const [, digits, found] = (typeof text === "string" && businessPattern.exec(text)) || []
  if (digits === undefined || found === undefined) {
    return refused(field, 'write a number and a unit, such as "4 business hours" or "2 business days"')
  }
  const unit = found as BusinessSpan["unit"] // the pattern names exactly these units
  const count = Number(digits)
  if (count <= 0) return refused(field, "must be longer than nothing")
  if (unit === "day" && !Number.isInteger(count))
    return refused(field, "must be whole business days; write hours for a part of one")
  return count * millisecondsPer[unit] > longestDuration
    ? refused(field, "must be ten years or less")
    : { value: { count, unit } }
}

/** Whether a duration runs on business time; it says nothing about whether the rest of it can be read. */
export const isBusiness = (duration: Duration | BusinessDuration): duration is BusinessDuration =>
  duration.includes(" business ")

/**
 * The rate of a limit (`"3 per 7 days"`) or of a cooldown (`"once per 7 days"`): at least 1, at most a million in a window.
 *
 * @example
 * parseLimit("3 per 7 days", "contact.atMost") // { value: { count: 3, window: 604800000 } }
 */
export const parseLimit = (text: unknown, field: string): Parsed<Rate> => {
  const [, times, span] = (typeof text === "string" && ratePattern.exec(text)) || []
  if (times === undefined || span === undefined) {
    return refused(field, 'write how often in how long, such as "3 per 7 days" or "once per 7 days"')
  }
  const count = times === "once" ? 1 : Number(times)
  if (count < 1 || count > 1_000_000)
    return refused(field, "must allow between 1 and 1000000; leave it out for no limit")
  const window = parseDuration(span, field)
  return "problem" in window ? window : { value: { count, window: window.value } }
}
