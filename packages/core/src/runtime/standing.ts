import type { CustomerId, StreamId } from "../kernel/ids.ts"
import type { Decision, InputBase } from "../timeline/decision.ts"
import type { Entry } from "../timeline/entry.ts"
import type { Job } from "../timeline/job.ts"
import type { States, StreamRow } from "../timeline/store.ts"
import { type House, type Situation, type Whole, wholeOf } from "./house.ts"

/** The working copies of a unit, as far as they are looked at here. */
interface Desk<State> {
  readonly streams: ReadonlyMap<StreamId, StreamRow<State>>
  readonly wholeOf: (stream: StreamId) => Whole<State>
}

interface Concluding<State, Input> {
  readonly input: Input
  readonly situation: Pick<Situation<State>, "stream" | "customer">
  readonly entries: readonly Entry[]
  readonly reached: Iterable<StreamId> | undefined
}

/** What a unit was decided on, as far as it is looked at here. */
interface Following<State, Input extends InputBase> {
  readonly house: House<State, Input>
  readonly loaded: States<State>
  readonly members: ReadonlyMap<CustomerId, ReadonlyMap<StreamId, StreamRow<State>>>
  readonly received: number
}

/** Follows what a unit does to where its customers stand. */
export const createFollowing = <State, Input extends InputBase>(
  { house, loaded, members, received }: Following<State, Input>,
  desk: Desk<State>,
) => {
  const { standing } = house
  let isConcluded = false,
    isReviewed = false
  return {
    /** What has to be written because of where customers stand after an input; `undefined` where nobody has to look. */
    conclude: ({ input, situation, entries, reached = [] }: Concluding<State, Input>): Decision | undefined => {
      const concern = standing?.concerns(input, entries)
      if (!standing || !concern) return undefined
      isConcluded = true
      isReviewed ||= concern === "review"
      const { stream, customer: before } = situation
      const customers = new Map<CustomerId, Whole<State>>()
      for (const each of [stream, ...entries.map((entry) => entry.stream), ...before.streams.keys(), ...reached]) {
        if (!desk.streams.has(each)) continue
        const customer = desk.wholeOf(each)
        customers.set(customer.id, customer)
      }
      return standing.conclude({ input, before, customers: [...customers.values()], stream, received })
    },
    /** Which timers the unit sets and takes away: those of its customers before it against those after it. */
    timers: (): { readonly posts: readonly Job[]; readonly cancels: readonly string[] } => {
      if (!standing || !isConcluded) return { posts: [], cancels: [] }
      const before = new Set<string>()
      const after = new Map<string, Job>()
      const old = new Set<CustomerId>(),
        now = new Set<CustomerId>()
      for (const [stream, { customer }] of desk.streams) {
        const was = loaded.streams.get(stream)?.customer
        if (was !== undefined) old.add(was)
        if (now.has(customer)) continue
        now.add(customer)
        for (const job of standing.timers(desk.wholeOf(stream), received)) after.set(job.id, job)
      }
      for (const id of old) {
        const whole = wholeOf(house, id, members.get(id) ?? new Map())
        for (const job of standing.timers(whole, received)) before.add(job.id)
      }
      return {
        posts: [...after.values()].filter(({ id }) => isReviewed || !before.has(id)),
        cancels: [...before].filter((id) => !after.has(id)),
      }
    },
  }
}
