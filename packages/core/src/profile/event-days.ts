import { millisecondsPer } from "../kernel/duration.ts"

/** A day in UTC, as the days since 1970, and what the day comes to. Lists of them are in order, each day once. */
export type DayValue = readonly [day: number, value: number]

/** So many days up to the latest one are kept: two more than the longest window, wherever in a day it ends. */
const keptDays = 92

/** The day of a moment, as days since 1970 in UTC. */
export const dayOf = (at: number): number => Math.floor(at / millisecondsPer.day)

/** The first day that is kept where this is the latest moment. */
export const firstKeptDay = (latest: number): number => dayOf(latest) - keptDays + 1

/** Adds two sums. One beyond what a number can be would be written as null, so it stays at the largest number. */
export const plus = (one: number, two: number): number =>
  Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, one + two)) + 0 // no -0: JSON has none

/** Two lists of days as one, from a first day on. */
export const joinDays = (one: readonly DayValue[], two: readonly DayValue[], from: number): readonly DayValue[] => {
  const joined: DayValue[] = []
  for (let first = 0, second = 0; ;) {
    const [left, right] = [one[first], two[second]]
    const day = Math.min(left?.[0] ?? Infinity, right?.[0] ?? Infinity)
    if (day === Infinity) return joined
    const [isLeft, isRight] = [left?.[0] === day, right?.[0] === day]
    if (isLeft) first++
    if (isRight) second++
    if (day >= from) joined.push([day, plus(isLeft ? (left?.[1] ?? 0) : 0, isRight ? (right?.[1] ?? 0) : 0)])
  }
}

/** The days of a list from a first one on: the list itself, where it begins no earlier. */
export const keptFrom = (days: readonly DayValue[], from: number): readonly DayValue[] => {
  const first = days.findIndex(([day]) => day >= from)
  return first === 0 ? days : first < 0 ? [] : days.slice(first)
}

/** A list with a value added to its day, from a first day on: what `joinDays` makes of it, which looks at all of them. */
export const addToDay = (days: readonly DayValue[], [day, value]: DayValue, from: number): readonly DayValue[] => {
  let place = days.length // things nearly always come in order: the day is the last one, or behind it
  while (place > 0 && (days[place - 1]?.[0] ?? day) >= day) place--
  const known = days[place]
  const isThere = known !== undefined && known[0] === day
  const next = [...days]
  next.splice(place, isThere ? 1 : 0, [day, plus(isThere ? known[1] : 0, value)])
  return keptFrom(next, from)
}
