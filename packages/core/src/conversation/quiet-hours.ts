import { millisecondsPer, type Parsed } from "../kernel/duration.ts"
import { type ClockTime, minutesOf, minutesPerDay, parseClockTime, startOfDay } from "../kernel/time.ts"
import { clockChange, localOf, minuteOfDay, type TimeZone } from "../kernel/time-zone.ts"

/** The hours of the day in which we start nothing, on the clock of the person: from `from` until just before `to`, over midnight too. */
export interface QuietHours {
  readonly from: ClockTime
  /** The first minute in which we may write again. The same as `from`: there are no quiet hours. */
  readonly to: ClockTime
}

/** Quiet hours on one clock. */
export interface QuietClock {
  readonly hours: QuietHours
  readonly zone: TimeZone
}

/** Quiet hours from outside, as the pair `["21:00", "09:00"]` or as `{ from, to }`. */
export const parseQuietHours = (given: unknown, field: string): Parsed<QuietHours> => {
  const remedy = {
    problem: { field, message: 'write the pair ["21:00", "09:00"]: from, and the first minute in which we may write' },
  }
  if (typeof given !== "object" || given === null) return remedy
  const ends: readonly unknown[] = Array.isArray(given)
    ? given
    : "from" in given && "to" in given
      ? [given.from, given.to]
      : []
  const [from, to] = ends
  if (ends.length !== 2 || typeof from !== "string" || typeof to !== "string") return remedy
  for (const end of [from, to]) {
    const minute = parseClockTime(end, field)
    if ("problem" in minute) return minute
    if (minute.value === minutesPerDay) return { problem: { field, message: 'write midnight as "00:00"' } }
  }
  return { value: { from: from as ClockTime, to: to as ClockTime } } // both were read as clock times just above
}

const isInside = ({ from, to }: QuietHours, minute: number): boolean => {
  const [start, end] = [minutesOf(from), minutesOf(to)]
  return start <= end ? minute >= start && minute < end : minute >= start || minute < end
}

/** Whether an instant (milliseconds) lies in the quiet hours of that zone. */
export const isQuiet = (hours: QuietHours, at: number, zone: TimeZone): boolean =>
  isInside(hours, minuteOfDay(at, zone))

/** Milliseconds until the wall clock shows the end of the quiet hours, if nobody changes the clock before. */
const untilEnd = (hours: QuietHours, at: number, zone: TimeZone): number => {
  const local = localOf(at, zone)
  const midnight = startOfDay(local)
  const end = midnight + minutesOf(hours.to) * millisecondsPer.minute
  return end > local ? end - local : end + millisecondsPer.day - local
}

/**
 * The first instant at or after `at` outside the quiet hours: `at` itself when it is outside. Where the clock is changed meanwhile
 * it is still the first: skipped hours count as over, and hours that come twice count twice.
 *
 * @example
 * nextOpening({ from: "21:00", to: "09:00" }, Date.parse("2026-03-01T21:00Z"), madrid) // 2026-03-02T08:00Z
 */
export const nextOpening = (hours: QuietHours, at: number, zone: TimeZone): number => {
  let opening = at
  while (isQuiet(hours, opening, zone)) {
    const end = opening + untilEnd(hours, opening, zone)
    opening = clockChange(zone, opening, end) ?? end
  }
  return opening
}

/**
 * The first instant at or after `at` outside the quiet hours of all these clocks; undefined when the week ahead has none (two people
 * at opposite ends of the world whose records were joined).
 */
export const nextCommonOpening = (clocks: readonly QuietClock[], at: number): number | undefined => {
  const horizon = at + 7 * millisecondsPer.day
  let opening = at
  while (opening <= horizon) {
    const next = clocks.reduce((latest, { hours, zone }) => nextOpening(hours, latest, zone), opening)
    if (next === opening) return opening
    opening = next
  }
  return undefined
}
