import { millisecondsPer, type Parsed } from "./duration.ts"

/** A time on the clock on the wall, `HH:MM`, from `"00:00"` to `"23:59"`; `"24:00"` is the end of a day, where an end is meant. */
export type ClockTime = `${number}:${number}`

/** Minutes in 24 hours: the minute of the day is always below it. */
export const minutesPerDay = 1_440

const clockPattern = /^([01]\d|2[0-3]):([0-5]\d)$/

/**
 * The minutes since midnight of a clock time, 0 to 1440; `NaN` for what is none.
 *
 * @example
 * minutesOf("21:30") // 1290
 */
export const minutesOf = (time: ClockTime): number => {
  if (time === "24:00") return minutesPerDay
  const [, hours, minutes] = clockPattern.exec(time) ?? []
  return hours === undefined || minutes === undefined ? Number.NaN : Number(hours) * 60 + Number(minutes)
}

/** The minutes since midnight of a clock time from outside, 0 to 1440; `field` is what a problem is called by. */
export const parseClockTime = (text: unknown, field: string): Parsed<number> => {
  const value = typeof text === "string" ? minutesOf(text as ClockTime) : Number.NaN // minutesOf itself finds out whether it is one
  return Number.isNaN(value)
    ? { problem: { field, message: 'write a time of day as "HH:MM", such as "09:00"' } }
    : { value }
}

/** The start of the hour that an instant lies in, in UTC: the key of hourly counters. */
export const startOfHour = (at: number): number => Math.floor(at / millisecondsPer.hour) * millisecondsPer.hour

/** The start of the day that an instant lies in, in UTC. */
export const startOfDay = (at: number): number => Math.floor(at / millisecondsPer.day) * millisecondsPer.day

/** The last millisecond that a `Date` can be, on both sides of 1970 (https://tc39.es/ecma262/#sec-time-values-and-time-range). */
const farthest = 8.64e15

/** Whether a number is a moment in time that can be kept and shown: no `NaN`, and not beyond what a `Date` can be. */
export const isInstant = (at: number): boolean => Math.abs(at) <= farthest
