import type { Coordination, Reservation } from "../timeline/coordination.ts"
import { answerInTime, holdsInTime, type PassingTime } from "./patience.ts"

/** A process on the store. */
export interface ProcessUnderTest {
  readonly coordination: Coordination
  /** Commits something to the store, whatever it is. */
  readonly commit: () => Promise<void>
  /** Ends without a word to anybody, as a process does that is killed. */
  readonly die: () => Promise<void>
}

/** A fresh store that several processes share. */
export interface CoordinationUnderTest {
  readonly join: () => Promise<ProcessUnderTest>
  readonly clock: PassingTime
  readonly dispose: () => Promise<void>
}

/** One promise of the `Coordination` port. `run` rejects with `ConformanceError` where it is not kept. */
export interface CoordinationCheck {
  readonly name: string
  readonly run: (make: () => Promise<CoordinationUnderTest>) => Promise<void>
}

/** What a check works with. */
export interface Gathering {
  readonly processes: readonly ProcessUnderTest[]
  readonly clock: PassingTime
  /** Lets time pass until it holds; false where it does not come to that. */
  readonly until: (holds: () => boolean | Promise<boolean>) => Promise<boolean>
}

/** Names a promise, and gives its proof three processes of its own. Whatever they do, the check comes to its end. */
export const coordinationCheck = (name: string, prove: (gathering: Gathering) => Promise<void>): CoordinationCheck => ({
  name,
  run: async (make) => {
    const subject = await make()
    const { clock } = subject
    const proof = async () => {
      const processes = [await subject.join(), await subject.join(), await subject.join()]
      await prove({ processes, clock, until: (holds) => holdsInTime(clock, holds) })
    }
    const [proved] = await Promise.allSettled([answerInTime(clock, name, proof)])
    const [end] = await Promise.allSettled([answerInTime(clock, "dispose ends", () => subject.dispose())])
    for (const result of [proved, end]) if (result.status === "rejected") throw result.reason
  },
})

/** Somebody at a door without limits, unless `part` says otherwise. */
export const asking = (part: Partial<Reservation> = {}): Reservation => ({
  door: "door:check",
  after: 0,
  limits: [],
  near: [],
  ...part,
})

/** So far apart that no machine is slow enough to come near it. */
export const long = 3_600_000
