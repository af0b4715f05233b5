import { millisecondsPer } from "./duration.ts"
import { startOfDay } from "./time.ts"

/** The name of a time zone that this machine knows, such as `Europe/Madrid`. Made by `timeZone` and `zoneOf` alone. */
export type TimeZone = string & { readonly _zone: "iana" }

/** The zone without changes of the clock. */
export const utc: TimeZone = "UTC" as TimeZone // every implementation of Intl must know it

// Asking Intl costs microseconds and a new formatter a hundred of them, so both are remembered, within bounds: names come from outside.
const mostClocks = 512
const mostStretches = 64
/**
 * About twelve days. Offsets that are equal at both ends and at three points between hold all through: since 1970, no clock was
 * changed there and back in less than five days (Brazil, in October 2000).
 */
const stretch = 2 ** 30

interface Clock {
  readonly zone: TimeZone
  readonly format: Intl.DateTimeFormat
  /** The offset all through a stretch; null where the clock changes within it. */
  readonly stretches: Map<number, number | null>
}

const clocks = new Map<string, Clock | null>()
const namePattern = /^(?:[A-Za-z][\w+\-/]{1,63}|[+-]\d\d:\d\d)$/

const formatIn = (timeZone: string): Intl.DateTimeFormat | null => {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone,
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    })
  } catch (error) {
    if (error instanceof RangeError) return null // Intl has no other way to say that it does not know the name
    throw error
  }
}

/** The name in its usual letters. A link keeps its own name: Intl would put an older one in its place. */
const spelled = (name: string, format: Intl.DateTimeFormat): TimeZone => {
  const usual = format.resolvedOptions().timeZone
  return (usual.toLowerCase() === name.toLowerCase() ? usual : name) as TimeZone // Intl took the name
}

const clockOf = (name: string): Clock | null => {
  const known = clocks.get(name)
  if (known !== undefined) return known
  const format = namePattern.test(name) ? formatIn(name) : null
  const clock = format && { zone: spelled(name, format), format, stretches: new Map<number, number | null>() }
  if (clocks.size >= mostClocks) clocks.clear()
  clocks.set(name, clock)
  return clock
}

/** The zone of that IANA name in its usual spelling, or undefined if this machine does not know it. `zoneOf` reads other names too. */
export const timeZone = (name: string): TimeZone | undefined => clockOf(name)?.zone

// Intl writes years before 1000 and after 9999 in other ways, and nobody was written to then.
const [earliest, latest] = [Date.UTC(1000, 0, 2), Date.UTC(9999, 11, 30)]

const askedOffset = ({ format }: Clock, at: number): number => {
  const second = Math.floor(Math.min(Math.max(at, earliest), latest) / 1_000) * 1_000
  const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, seconds = 0] = (
    format.format(second).match(/\d+/g) ?? []
  ).map(Number)
  return Date.UTC(year, month - 1, day, hour, minute, seconds) - second
}

const stretchOffset = (clock: Clock, index: number): number | null => {
  const known = clock.stretches.get(index)
  if (known !== undefined) return known
  const first = askedOffset(clock, index * stretch)
  const isConstant = [0.25, 0.5, 0.75, 1].every((part) => askedOffset(clock, (index + part) * stretch - 1) === first)
  if (clock.stretches.size >= mostStretches) clock.stretches.clear()
  const offset = isConstant ? first : null
  clock.stretches.set(index, offset)
  return offset
}

/** What a zone's clock is ahead of UTC at an instant, in milliseconds (negative west of Greenwich); `NaN` for an instant that is none. */
export const offsetAt = (at: number, zone: TimeZone): number => {
  const clock = clockOf(zone)
  if (!clock || Number.isNaN(at)) return Number.NaN
  return stretchOffset(clock, Math.floor(at / stretch)) ?? askedOffset(clock, at)
}

/** What the clock on the wall shows at an instant, in milliseconds as if it were UTC: `new Date(it).getUTCHours()` is the local hour. */
export const localOf = (at: number, zone: TimeZone): number => at + offsetAt(at, zone)

/** The minutes since midnight that the clock on the wall shows, 0 to 1439. */
export const minuteOfDay = (at: number, zone: TimeZone): number => {
  const local = localOf(at, zone)
  return Math.floor((local - startOfDay(local)) / millisecondsPer.minute)
}

/**
 * The first instant after `from` and up to `to` at which the zone's clock is set to another offset; undefined if it is not.
 * The two are at most some days apart, with one change at most between them.
 */
export const clockChange = (zone: TimeZone, from: number, to: number): number | undefined => {
  const before = offsetAt(from, zone)
  if (to <= from || offsetAt(to, zone) === before) return undefined
  let [low, high] = [Math.floor(from / 1_000), Math.ceil(to / 1_000)] // clocks change on whole seconds
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(middle * 1_000, zone) === before) low = middle
    else high = middle
  }
  return high * 1_000
}

/**
 * The instant at which the clock on the wall shows `local` (milliseconds as if UTC, see `localOf`). A time that the clock skips
 * in spring is the instant of the change; of a time that it shows twice in autumn, this is the first. So the order of times is
 * kept: a later time never gives an earlier instant.
 *
 * @example
 * instantOf(Date.UTC(2026, 2, 29, 2, 30), madrid) // 2026-03-29T01:00Z: there was no half past two
 */
export const instantOf = (local: number, zone: TimeZone): number => {
  const [before, after] = [offsetAt(local - millisecondsPer.day, zone), offsetAt(local + millisecondsPer.day, zone)]
  if (before === after) return local - before
  const shown = [local - before, local - after].filter((at) => localOf(at, zone) === local)
  if (shown.length > 0) return Math.min(...shown)
  return clockChange(zone, local - after, local - before) ?? local - before
}
