import { compile, type Condition, all, any } from "../kernel/condition.ts"
import { type Fields, fields } from "../kernel/condition-fields.ts"
import { type Duration, milliseconds, millisecondsPer } from "../kernel/duration.ts"
import { defineEntry } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"
import type { EventFigures } from "./event.ts"

/** Where a customer can stand. */
export const lifecycleStages = ["new", "active", "at-risk", "lost", "won-back"] as const

/** Where a customer stands, by how they buy. */
export type LifecycleStage = (typeof lifecycleStages)[number]

/** A customer stands somewhere else now; `null` where nothing says where. `because` is the event that did it, or `time`. */
export const lifecycleChanged = defineEntry<{
  readonly from: LifecycleStage | null
  readonly to: LifecycleStage | null
  readonly because: string
  /** Only because the definition is new, so nothing is set off. */
  readonly backfill?: true
}>()("lifecycle-changed", 1)

/** Where a customer stands, and since when. */
export interface Lifecycle {
  readonly stage: LifecycleStage | null
  readonly since: number | null
}

/** What is remembered of where a customer stands: of several streams, what was said last. */
export const lifecycle = defineFold(lifecycleChanged)<Lifecycle>({
  initial: { stage: null, since: null },
  on: { "lifecycle-changed": (_, { data, occurredAt }) => ({ stage: data.to, since: occurredAt }) },
  merge: (one, two) => {
    const [before, after] = [one.since ?? -Infinity, two.since ?? -Infinity]
    if (before !== after) return before > after ? one : two
    return (one.stage ?? "") >= (two.stage ?? "") ? one : two // a tie must not depend on who came first
  },
})

/** What the conditions of stages can ask. All moments are in milliseconds since 1970. */
export interface LifecycleFacts {
  /** Where they stand now; absent where they stand nowhere yet. */
  readonly stage?: LifecycleStage
  /** How often it happened, and on how many days. */
  readonly count: number
  readonly days: number
  readonly first: number
  readonly last: number
  /** The usual time between two of them, in milliseconds: their own, where there were two. */
  readonly interval: number
  /** Twice their usual time after the last one: from then on they are late. */
  readonly lateAt: number
  /** Four times their usual time after the last one. */
  readonly goneAt: number
  /** On how many days it happened after the day on which their stage began. */
  readonly daysSince: number
}

/** One stage: where several conditions hold, the first one says. */
export interface StageDefinition {
  readonly stage: LifecycleStage
  readonly when: Condition
}

/** A moment that has passed lies at most so far back. */
const everPassed = "3660 days" satisfies Duration

const { stage, days, lateAt, goneAt, daysSince } = fields<LifecycleFacts>()

/**
 * The usual stages. Who stays away twice as long as is usual for them is at risk, four times as long lost. Who comes back after that
 * is won back until they come once more; who came once is new; everybody else is active.
 */
export const usualStages: readonly StageDefinition[] = [
  { stage: "lost", when: goneAt.within(everPassed) },
  { stage: "at-risk", when: lateAt.within(everPassed) },
  { stage: "won-back", when: any(stage.is("lost"), all(stage.is("won-back"), daysSince.atMost(0))) },
  { stage: "new", when: days.atMost(1) },
  { stage: "active", when: all() },
]

/** Between a week and a year: who buys every day is not at risk after a weekend. */
const [shortest, longest] = [7 * millisecondsPer.day, 365 * millisecondsPer.day]

/** What is asked about somebody of whom this is known; `usual` is the time between two where they came once, in milliseconds. */
export const lifecycleFacts = (figures: EventFigures, known: Lifecycle, usual: number): LifecycleFacts => {
  const { count, activeDays, first, last } = figures
  const own = activeDays > 1 ? (last - first) / (activeDays - 1) : usual
  const interval = Math.min(longest, Math.max(shortest, own))
  const began = known.since === null ? Infinity : Math.floor(known.since / millisecondsPer.day)
  return {
    ...(known.stage !== null && { stage: known.stage }),
    count,
    days: activeDays,
    first,
    last,
    interval,
    lateAt: Math.round(last + 2 * interval),
    goneAt: Math.round(last + 4 * interval),
    daysSince: figures.days.filter(([day]) => day > began).length,
  }
}

/** Where somebody stands by these definitions. */
export const stageOf = (definitions: readonly StageDefinition[]) => {
  const compiled = definitions.map((each) => ({ stage: each.stage, holds: compile(each.when) }))
  return (facts: LifecycleFacts, now: number): LifecycleStage | null =>
    compiled.find(({ holds }) => holds(facts, now))?.stage ?? null
}

/** How the stages of an application are said. */
export interface LifecycleOptions<Event extends string = string> {
  /** The event by which customers come back: a purchase, a visit. */
  readonly event: Event
  /** How long it usually takes to come back, for who came once; 30 days, where it is left out. */
  readonly usual?: Duration
  /** Your own stages, the first whose condition holds counts; the usual ones, where they are left out. */
  readonly stages?: readonly {
    readonly stage: LifecycleStage
    readonly when: (customer: Fields<LifecycleFacts>) => Condition
  }[]
}

/** Thirty days, in milliseconds. */
export const usualInterval = milliseconds("30 days")
