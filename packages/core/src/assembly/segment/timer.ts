import { compile } from "../../kernel/condition.ts"
import { isTimed, nextMoment } from "../../kernel/condition-time.ts"
import { millisecondsPer } from "../../kernel/duration.ts"
import type { ComputedTrait } from "../../profile/computed.ts"
import type { Whole } from "../../runtime/house.ts"
import type { State } from "../entries.ts"
import { customerFacts } from "../facts.ts"
import type { Stages } from "./stage.ts"
import { rootsOf, type StandingSide } from "./setting.ts"

/** After so many looks ahead the timer rings without anything to say, and looks again. */
const mostLooks = 500

/** The next midnight in UTC at which a day leaves the window of a computed trait. */
const nextMidnight = (windowed: readonly ComputedTrait[], { events }: State, now: number): number => {
  let next = Infinity
  for (const { event, days } of windowed) {
    const figures = event !== null && Object.hasOwn(events, event) ? events[event] : undefined
    for (const [day] of figures?.days ?? []) {
      const leaves = (day + (days ?? 0)) * millisecondsPer.day
      if (leaves > now && leaves < next) next = leaves
    }
  }
  return next
}

/**
 * When time alone changes where a customer stands: the first moment at which a segment or the stage is another, if nothing happens
 * until then. `undefined` where it never is. By the state alone, so that a timer that was set once can be found again.
 */
export const createNextTurn = (setting: StandingSide, stages: Stages | undefined) => {
  const asked = new Set(setting.segments.flatMap(({ condition }) => rootsOf(condition)).map(([, name]) => name))
  const windowed = setting.computed.filter(({ name, days }) => days !== null && asked.has(name))
  const names = new Set(windowed.map(({ name }) => name))
  const timed = setting.segments
    .filter(
      ({ condition }) =>
        isTimed(condition) || rootsOf(condition).some(([, name]) => name !== undefined && names.has(name)),
    )
    .map(({ condition }) => ({ holds: compile(condition), moment: nextMoment(condition) }))
  if (timed.length === 0 && !stages) return () => undefined
  return (customer: Whole<State>, now: number): number | undefined => {
    const first = customerFacts(customer, setting, now)
    const factsAt = (at: number) => (windowed.length === 0 ? first : customerFacts(customer, setting, at))
    const before = timed.map(({ holds }) => holds(first, now))
    const stage = stages?.at(customer, now)
    const after = (at: number): number => {
      const moments = timed.map(({ moment }) => moment(first, at))
      return Math.min(...moments, stages?.next(customer, at) ?? Infinity, nextMidnight(windowed, customer.state, at))
    }
    let at = after(now)
    for (let looks = 0; at < Infinity && looks < mostLooks; looks++, at = after(at)) {
      const facts = factsAt(at)
      if (stages && stages.at(customer, at) !== stage) return at
      if (timed.some(({ holds }, place) => holds(facts, at) !== before[place])) return at
    }
    return at < Infinity ? at : undefined
  }
}
