import type { Parsed, Problem } from "../kernel/duration.ts"
import { type ClockTime, parseClockTime } from "../kernel/time.ts"
import type { TimeZone } from "../kernel/time-zone.ts"
import { zoneOf } from "../kernel/zone-name.ts"

/** A stretch of a day on the wall clock, `"09:00-14:00"`; the end may be `"24:00"`. */
export type ClockRange = `${ClockTime}-${ClockTime}`

/** When the team is there, as the application writes it. */
export interface BusinessHours {
  /** A time zone by its IANA, Rails or Windows name. */
  readonly zone: string
  /** Monday to Friday, in order and apart from each other. */
  readonly weekdays: readonly ClockRange[]
  readonly saturday?: readonly ClockRange[]
  readonly sunday?: readonly ClockRange[]
  /** Days on which nobody is there, `"2026-12-25"`; 4000 at most. */
  readonly holidays?: readonly string[]
}

/** Open from minute `from` of the day until just before minute `to`. */
export interface OpenRange {
  readonly from: number
  readonly to: number
}

/** Business hours that were read, and do open. Made by `parseBusinessHours` alone. */
export interface BusinessCalendar {
  readonly zone: TimeZone
  /** The open ranges of each day of the week, Sunday first. */
  readonly week: readonly (readonly OpenRange[])[]
  /** Local midnights in milliseconds as if UTC. */
  readonly holidays: ReadonlySet<number>
}

const mostRanges = 24
const mostHolidays = 4_000

const refused = (field: string, message: string): { readonly problem: Problem } => ({ problem: { field, message } })

const readRange = (given: unknown, field: string): Parsed<OpenRange> => {
  const [start, end, ...rest] = typeof given === "string" ? given.split("-", 3) : []
  const [from, to] = [parseClockTime(start, field), parseClockTime(end, field)]
  if ("problem" in from || "problem" in to || rest.length > 0)
    return refused(field, 'write each stretch as "09:00-14:00"')
  return from.value < to.value
    ? { value: { from: from.value, to: to.value } }
    : refused(field, 'must end after it starts; write a night as "22:00-24:00" and "00:00-06:00" on the day after')
}

const readDay = (given: unknown, field: string): Parsed<readonly OpenRange[]> => {
  if (given === undefined) return { value: [] }
  if (!Array.isArray(given) || given.length > mostRanges) {
    return refused(field, `write a list of ${mostRanges} stretches at most, such as ["09:00-14:00"]`)
  }
  const ranges: OpenRange[] = []
  for (const entry of given) {
    const range = readRange(entry, field)
    if ("problem" in range) return range
    if (range.value.from < (ranges.at(-1)?.to ?? 0)) return refused(field, "must be in order, without overlaps")
    ranges.push(range.value)
  }
  return { value: ranges }
}

const readHoliday = (given: unknown): number => {
  const day =
    typeof given === "string" && /^\d{4}-\d\d-\d\d$/.test(given) ? Date.parse(`${given}T00:00:00Z`) : Number.NaN
  // The engine may take the 30th of February for a day in March.
  return Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== given ? Number.NaN : day
}

const readHolidays = (given: unknown, field: string): Parsed<ReadonlySet<number>> => {
  if (given === undefined) return { value: new Set() }
  if (!Array.isArray(given) || given.length > mostHolidays)
    return refused(field, `write a list of ${mostHolidays} days at most`)
  const days = given.map(readHoliday)
  return days.some((day) => Number.isNaN(day))
    ? refused(field, 'write each day as "2026-12-25"')
    : { value: new Set(days) }
}

/**
 * The calendar of business hours as they were written. Hours that never open are a problem, and so is every stretch that cannot
 * be read; `field` is what problems are called by.
 *
 * @example
 * parseBusinessHours({ zone: "Europe/Madrid", weekdays: ["09:00-14:00", "16:00-19:00"] })
 */
export const parseBusinessHours = (given: BusinessHours, field = "team.hours"): Parsed<BusinessCalendar> => {
  const found = typeof given.zone === "string" ? zoneOf(given.zone) : { unknown: true as const }
  if ("unknown" in found) return refused(`${field}.zone`, 'write the name of a time zone, such as "Europe/Madrid"')
  const weekday = readDay(given.weekdays, `${field}.weekdays`)
  if ("problem" in weekday) return weekday
  const saturday = readDay(given.saturday, `${field}.saturday`)
  if ("problem" in saturday) return saturday
  const sunday = readDay(given.sunday, `${field}.sunday`)
  if ("problem" in sunday) return sunday
  const holidays = readHolidays(given.holidays, `${field}.holidays`)
  if ("problem" in holidays) return holidays
  const week = [sunday.value, weekday.value, weekday.value, weekday.value, weekday.value, weekday.value, saturday.value]
  return week.every((day) => day.length === 0)
    ? refused(field, "never opens; give at least one day a stretch of time")
    : { value: { zone: found.zone, week, holidays: holidays.value } }
}
