import { type Condition, isNumber, reader } from "./condition.ts"
import { daysIn, isDay, windowDays } from "./condition-window.ts"
import { milliseconds, millisecondsPer } from "./duration.ts"

// What time alone does to a condition: an instant comes and grows too old, a day is counted and leaves its window. These moments can
// be read from the facts; between two of them nothing turns.

/** The moments at which a part may turn by time alone, in no order. */
type Moments = (facts: unknown) => readonly number[]

const momentsOf = (condition: Condition): readonly Moments[] => {
  if (condition.op === "not") return momentsOf(condition.of)
  if (condition.op === "all" || condition.op === "any") return condition.of.flatMap(momentsOf)
  const read = reader(condition.path)
  if (condition.op === "within") {
    const span = milliseconds(condition.duration)
    return [
      (facts) => {
        const at = read(facts)
        return isNumber(at) && !Number.isNaN(span) ? [Math.ceil(at), Math.floor(at + span) + 1] : []
      },
    ]
  }
  if (!("during" in condition) || condition.during === undefined) return []
  const days = windowDays(condition.during)
  return [
    (facts) =>
      (daysIn(read(facts)) ?? [])
        .filter(isDay)
        .flatMap(([day]) => [day * millisecondsPer.day, (day + days) * millisecondsPer.day]),
  ]
}

/** Whether time alone can turn a condition. */
export const isTimed = (condition: Condition): boolean => momentsOf(condition).length > 0

/** The first moment after `now` at which a part of the condition may turn by time alone; `Infinity` where there is none. */
export const nextMoment = (condition: Condition): ((facts: unknown, now: number) => number) => {
  const parts = momentsOf(condition)
  return (facts, now) => {
    let next = Infinity
    for (const part of parts) for (const moment of part(facts)) if (moment > now && moment < next) next = moment
    return next
  }
}

/** After so many moments between two the exact one is not looked for any more. */
const mostMoments = 500

/**
 * When something that changes with time alone became what it is at `until`, if nothing happened since `from`: one of its moments, or
 * `from` where it was so already.
 */
export const turnedAt = <Found>(
  valueAt: (at: number) => Found,
  next: (at: number) => number,
  { from, until }: { readonly from: number; readonly until: number },
): number => {
  let moment = from
  let value = valueAt(from)
  let at = next(from)
  for (let looks = 0; at <= until && looks < mostMoments; looks++, at = next(at)) {
    const found = valueAt(at)
    if (found !== value) [value, moment] = [found, at]
  }
  return moment
}
