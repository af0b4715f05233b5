import {
  type Lifecycle,
  type LifecycleFacts,
  lifecycleFacts,
  type LifecycleStage,
  stageOf,
} from "../../profile/lifecycle.ts"
import { nextMoment, turnedAt } from "../../kernel/condition-time.ts"
import type { StreamId } from "../../kernel/ids.ts"
import type { Whole } from "../../runtime/house.ts"
import type { AnyDraft, State } from "../entries.ts"
import type { CompiledLifecycle } from "./setting.ts"

/** Says where customers stand between new and lost. */
export interface Stages {
  /** What is written, one after the other, and where they stand then. */
  readonly turns: (turn: StageTurn) => { readonly drafts: readonly AnyDraft[]; readonly stage: LifecycleStage | null }
  /** The first moment after `now` at which the stage may be another by time alone; `Infinity` where there is none. */
  readonly next: (customer: Whole<State>, now: number) => number
  /** Where somebody stands at a moment, if nothing happens until then. */
  readonly at: (customer: Whole<State>, now: number) => LifecycleStage | null
}

/** What may change a stage. */
export interface StageTurn {
  /** The customer before it, where it is the same person. */
  readonly before: Whole<State> | undefined
  readonly customer: Whole<State>
  /** The stream to write to, beside those that know of a stage. */
  readonly home: StreamId
  /** When it is said to have happened, and when we heard of it. */
  readonly at: number
  readonly now: number
  readonly because: string
  readonly isBackfill: boolean
}

/** The stages of an application. */
export const createStages = ({ event, usual, stages }: CompiledLifecycle): Stages => {
  const stageIn = stageOf(stages)
  const moments = stages.map(({ when }) => nextMoment(when))
  const factsOf = ({ state: { events } }: Whole<State>, known: Lifecycle): LifecycleFacts | undefined => {
    const figures = Object.hasOwn(events, event) ? events[event] : undefined
    return figures && lifecycleFacts(figures, known, usual)
  }
  const stageAt = (customer: Whole<State>, known: Lifecycle, now: number): LifecycleStage | null => {
    const facts = factsOf(customer, known)
    return facts ? stageIn(facts, now) : null
  }
  const nextAfter = (customer: Whole<State>, known: Lifecycle, at: number): number => {
    const facts = factsOf(customer, known)
    return facts ? Math.min(...moments.map((moment) => moment(facts, at))) : Infinity
  }
  return {
    turns: ({ before, customer, home, at, now, because, isBackfill }) => {
      const drafts: AnyDraft[] = []
      let known = customer.state.lifecycle
      const knowing = [...customer.streams].filter(([, { state }]) => state.lifecycle.since !== null)
      const streams = [...new Set([home, ...knowing.map(([stream]) => stream)])]
      const turn = (whole: Whole<State>, why: string) => {
        const [stood, to] = [known, stageAt(whole, known, now)]
        if (to === known.stage) return
        // what happened long ago made them new then; that it makes them lost today was so some time after it
        const from = why === "time" ? (known.since ?? at) : Math.max(at, known.since ?? at)
        const moment = turnedAt(
          (then) => stageAt(whole, stood, then),
          (then) => nextAfter(whole, stood, then),
          { from, until: now },
        )
        const data = { from: known.stage, to, because: why, ...(isBackfill && { backfill: true as const }) }
        drafts.push({ kind: "lifecycle-changed", data, at: moment, streams })
        known = { stage: to, since: moment }
      }
      // time went by before the event came: who was lost meanwhile has to be, to be won back by it
      if (before) turn(before, "time")
      turn(customer, because)
      return { drafts, stage: known.stage }
    },
    next: (customer, now) => nextAfter(customer, customer.state.lifecycle, now),
    at: (customer, now) => stageAt(customer, customer.state.lifecycle, now),
  }
}
