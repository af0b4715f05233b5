import {
  type BusinessDuration,
  type BusinessSpan,
  type Duration,
  isBusiness,
  milliseconds,
  millisecondsPer,
  parseBusinessDuration,
} from "../kernel/duration.ts"

import { startOfDay } from "../kernel/time.ts"
import { instantOf, localOf } from "../kernel/time-zone.ts"
import type { BusinessCalendar, OpenRange } from "./business-hours.ts"

export { parseBusinessHours } from "./business-hours.ts"
export type { BusinessCalendar, BusinessHours, ClockRange, OpenRange } from "./business-hours.ts"

/** A stretch of time in which a clock stood still (we wait for the customer); `to` is null while it still does. Milliseconds. */
export interface Pause {
  readonly from: number
  readonly to: number | null
}

/** What a deadline may be: a duration on the wall clock, one of business time, or plain milliseconds of business time. */
export type ServiceLevel = Duration | BusinessDuration | number

/** No deadline is looked for beyond a century: `Infinity` stands for those. */
const horizon = 36_525 * millisecondsPer.day

const openOn = ({ week, holidays }: BusinessCalendar, day: number): readonly OpenRange[] =>
  holidays.has(day) ? [] : (week[new Date(day).getUTCDay()] ?? [])

/** The days, as local midnights in milliseconds as if UTC, from that of `from` on: a day before it ended before it. */
function* daysFrom(calendar: BusinessCalendar, from: number): Generator<number> {
  const first = Math.floor(localOf(from, calendar.zone) / millisecondsPer.day) * millisecondsPer.day
  for (let day = first; day - first <= horizon; day += millisecondsPer.day) yield day
}

/** The stretches of open time that end after `from`, in order, cut off at `from`. */
function* openTime(
  calendar: BusinessCalendar,
  from: number,
): Generator<{ readonly start: number; readonly end: number }> {
  for (const day of daysFrom(calendar, from)) {
    for (const range of openOn(calendar, day)) {
      const end = instantOf(day + range.to * millisecondsPer.minute, calendar.zone)
      const start = Math.max(from, instantOf(day + range.from * millisecondsPer.minute, calendar.zone))
      if (end > start) yield { start, end }
    }
  }
}

/** The first instant by which so many milliseconds of open time have passed. */
const after = (calendar: BusinessCalendar | undefined, from: number, span: number): number => {
  if (!calendar || span <= 0 || Number.isNaN(span)) return from + span
  let left = span
  for (const { start, end } of openTime(calendar, from)) {
    if (end - start >= left) return start + left
    left -= end - start
  }
  return Number.POSITIVE_INFINITY
}

/** The same time of day, or the last open instant before it on that day; the opening, when the day opens later. */
const sameTimeOn = (calendar: BusinessCalendar, day: number, timeOfDay: number): number => {
  const ranges = openOn(calendar, day).map(({ from, to }) => ({
    from: from * millisecondsPer.minute,
    to: to * millisecondsPer.minute,
  }))
  const reached = ranges.findLast(({ from }) => from <= timeOfDay) ?? ranges[0]
  const time = reached ? Math.max(reached.from, Math.min(timeOfDay, reached.to)) : timeOfDay
  return instantOf(day + time, calendar.zone)
}

/** So many open days later. A clock that starts while nobody is there starts with the next opening. */
const daysAfter = (calendar: BusinessCalendar, from: number, days: number): number => {
  const [opening] = openTime(calendar, from)
  if (!opening) return Number.POSITIVE_INFINITY
  const local = localOf(opening.start, calendar.zone)
  const today = startOfDay(local)
  let left = days
  for (const day of daysFrom(calendar, opening.start)) {
    if (day <= today || openOn(calendar, day).length === 0) continue
    left -= 1
    if (left === 0) return Math.max(opening.start, sameTimeOn(calendar, day, local - today))
  }
  return Number.POSITIVE_INFINITY
}

const spanAfter = (calendar: BusinessCalendar | undefined, from: number, { count, unit }: BusinessSpan): number =>
  unit === "day" && calendar
    ? daysAfter(calendar, from, count)
    : after(calendar, from, Math.round(count * millisecondsPer[unit]))

/**
 * The instant (milliseconds) at which a promise made at `from` breaks. `"2 days"` runs on the wall clock; `"4 business hours"` and
 * plain milliseconds run only while the calendar is open, always without one. `"1 business day"` ends at the same time on the next
 * open day. `Infinity` for what a century of this calendar does not hold, `NaN` for a duration that is none.
 *
 * @example
 * deadline(friday1630, "1 business hours", calendar) // Monday 09:30, where the team leaves at 17:00
 */
export const deadline = (from: number, promise: ServiceLevel, calendar?: BusinessCalendar): number => {
  if (typeof promise === "number") return after(calendar, from, promise)
  if (!isBusiness(promise)) return from + milliseconds(promise)
  const span = parseBusinessDuration(promise, "promise")
  return "value" in span ? spanAfter(calendar, from, span.value) : Number.NaN
}

/** The milliseconds of open time between two instants, all of them without a calendar; 0 when `to` is not after `from`. */
export const elapsed = (calendar: BusinessCalendar | undefined, from: number, to: number): number => {
  if (to <= from) return 0
  if (!calendar) return to - from
  let total = 0
  for (const { start, end } of openTime(calendar, from)) {
    if (start >= to) break
    total += Math.min(end, to) - start
  }
  return total
}

/** Pauses after `from`, in order, joined where they overlap: no moment stands still twice. */
const joined = (
  pauses: readonly Pause[],
  from: number,
): readonly { readonly start: number; readonly end: number }[] => {
  const stretches: { start: number; end: number }[] = []
  const cut = pauses.map((pause) => ({ start: Math.max(pause.from, from), end: pause.to ?? Number.POSITIVE_INFINITY }))
  for (const { start, end } of cut
    .filter((pause) => pause.end > pause.start)
    .sort((one, two) => one.start - two.start)) {
    const last = stretches.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else stretches.push({ start, end })
  }
  return stretches
}

/**
 * The deadline of a promise whose clock stood still during these pauses; null while one of them lasts, if the promise did not break
 * before it. A pause costs what it took of the clock that the promise runs on: a night costs business time nothing.
 */
export const pausedDeadline = (
  from: number,
  promise: ServiceLevel,
  pauses: readonly Pause[],
  calendar?: BusinessCalendar,
): number | null => {
  const clock = typeof promise === "number" || isBusiness(promise) ? calendar : undefined
  let due = deadline(from, promise, calendar)
  for (const { start, end } of joined(pauses, from)) {
    if (start >= due) break
    if (end === Number.POSITIVE_INFINITY) return null
    due = after(clock, due, elapsed(clock, start, end))
  }
  return due
}
