import { millisecondsPer, milliseconds, type Duration } from "./duration.ts"

/** The longest window of a condition, in days: so far back the days of an event are kept one by one. */
export const longestWindow = 90

/**
 * The whole days in UTC of a window: 1 to 90, `NaN` for what is none. The day of the moment is the last of them, so a window of
 * one day is today so far.
 */
export const windowDays = (duration: Duration): number => {
  const days = milliseconds(duration) / millisecondsPer.day
  return Number.isInteger(days) && days >= 1 && days <= longestWindow ? days : Number.NaN
}

/** The pairs of day and value that a memory of days holds; `undefined` where what is asked about is no such memory. */
export const daysIn = (memory: unknown): readonly unknown[] | undefined => {
  if (typeof memory !== "object" || memory === null || !Object.hasOwn(memory, "days")) return undefined
  const { days } = memory as { readonly days: unknown } // it has this very property
  return Array.isArray(days) ? days : undefined
}

/** A day and its value, where the pair is one. */
export const isDay = (pair: unknown): pair is readonly [day: number, value: number] =>
  Array.isArray(pair) && Number.isInteger(pair[0]) && Number.isFinite(pair[1])

/** What the days of a window come to at this moment. Days that lie in the future do not count yet. */
export const sumDuring = (memory: unknown, days: number, now: number): number | undefined => {
  const pairs = daysIn(memory)
  if (!pairs || Number.isNaN(days)) return undefined
  const today = Math.floor(now / millisecondsPer.day)
  let sum = 0
  for (const pair of pairs) if (isDay(pair) && pair[0] <= today && pair[0] > today - days) sum += pair[1]
  return sum
}
