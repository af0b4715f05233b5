import type { Attempt, Engine, EngineLimits, Running } from "../timeline/engine.ts"
import type { Job } from "../timeline/job.ts"
import { answerInTime, holdsInTime, type PassingTime } from "./patience.ts"
import { aStream } from "./store-builders.ts"

/** A fresh engine with nothing in hand, and the time that it goes by. */
export interface EngineUnderTest {
  readonly engine: Engine
  readonly clock: PassingTime
  /** Whether a job that ended well may run again: never, only after its attempt before has ended, or even at the same time. */
  readonly repeats: "never" | "in turn" | "at once"
  /** The engine of one more process on the same store, as one that is for several has it; left out for one that is not. */
  readonly beside?: () => Promise<Engine>
  /** Stops what the engine still does and removes what it left. */
  readonly dispose: () => Promise<void>
}

/** What a check needs of its engine. */
export interface EngineWish {
  /** The number of waiting jobs from which posts are refused. */
  readonly highWater?: number
}

/** One promise of the `Engine` port. `run` rejects with `ConformanceError` where it is not kept. */
export interface EngineCheck {
  readonly name: string
  readonly run: (make: (wish: EngineWish) => Promise<EngineUnderTest>) => Promise<void>
}

/** The same engine, for checks that do not wait for ever: a call that nobody answers is a broken promise. */
const answering = ({ engine, clock }: EngineUnderTest): Engine => ({
  ...(engine.dead && {
    dead: (limit: number) =>
      answerInTime(clock, "the dead are named", async () => (engine.dead ? engine.dead(limit) : [])),
  }),
  post: (jobs) => answerInTime(clock, "a post is answered", () => engine.post(jobs)),
  cancel: (ids) => answerInTime(clock, "a cancel is answered", () => engine.cancel(ids)),
  stats: () => answerInTime(clock, "stats are answered", () => engine.stats()),
  redrive: (id) => answerInTime(clock, "a redrive is answered", () => engine.redrive(id)),
  run: (handle, limits) => answerInTime(clock, "a run begins", () => engine.run(handle, limits)),
})

/** Names a promise, and gives its proof an engine of its own. Whatever the engine does, the check comes to its end. */
export const engineCheck = (
  name: string,
  prove: (subject: EngineUnderTest) => Promise<void>,
  wish: EngineWish = {},
): EngineCheck => ({
  name,
  run: async (make) => {
    const subject = await make(wish)
    const { beside } = subject
    const patient = {
      ...subject,
      engine: answering(subject),
      ...(beside && { beside: async () => answering({ ...subject, engine: await beside() }) }),
    }
    const [proof] = await Promise.allSettled([prove(patient)])
    const [end] = await Promise.allSettled([answerInTime(subject.clock, "dispose ends", () => subject.dispose())])
    for (const result of [proof, end]) if (result.status === "rejected") throw result.reason
  },
})

/** A job of the key with this number, due now unless `part` says otherwise. */
export const aJob = (key: number, id: string, part: Partial<Job> = {}): Job => ({
  key: aStream(key),
  id,
  type: "check",
  ...part,
})

/** So many jobs of one key. */
export const someJobs = (key: number, count: number, part: Partial<Job> = {}): readonly Job[] =>
  Array.from({ length: count }, (_, place) => aJob(key, `${key}-${place}`, part))

/** Something that a handler waits for until a check lets it go. */
export const createGate = () => {
  let open = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open }
}

/** One attempt as it was seen. */
export interface Seen {
  readonly attempt: Attempt
  readonly at: number
}

/** An engine at work under observation. */
export interface Watched {
  /** Every attempt, in the order in which they began. */
  readonly seen: readonly Seen[]
  /** The ids that ran, in the order of their first attempts. */
  readonly firsts: () => readonly string[]
  /** How many attempts of this id began. */
  readonly times: (id: string) => number
  /** The most attempts that ran at one time: over all keys, and of one key. */
  readonly most: { overall: number; ofOneKey: number }
  /** Ids of the attempts that ended well. */
  readonly ended: readonly string[]
  readonly running: Running
  /** Waits until the engine says that nothing is ready or running, and not for ever. */
  readonly settled: () => Promise<void>
}

/** The limits that checks run with. */
export const usualLimits: EngineLimits = { concurrency: 8, attempts: 3 }

/** Lets an engine run with a handler that writes down what it sees, and then does what the check wants. */
export const watch = async (
  { engine, clock }: EngineUnderTest,
  behave: (attempt: Attempt) => Promise<void> = async () => {},
  limits: EngineLimits = usualLimits,
): Promise<Watched> => {
  const seen: Seen[] = [],
    ended: string[] = []
  const active = new Map<string, number>(),
    times = new Map<string, number>(),
    most = { overall: 0, ofOneKey: 0 }
  let overall = 0
  const enter = (key: string, by: number) => {
    overall += by
    active.set(key, (active.get(key) ?? 0) + by)
    most.overall = Math.max(most.overall, overall)
    most.ofOneKey = Math.max(most.ofOneKey, active.get(key) ?? 0)
  }
  const running = await engine.run(async (attempt) => {
    seen.push({ attempt, at: clock.now() })
    times.set(attempt.id, (times.get(attempt.id) ?? 0) + 1)
    enter(attempt.key, 1)
    try {
      await Promise.resolve() // whoever runs two at once is seen
      await behave(attempt)
      ended.push(attempt.id)
    } finally {
      enter(attempt.key, -1)
    }
  }, limits)
  return {
    seen,
    ended,
    most,
    running,
    settled: () => answerInTime(clock, "it is settled when nothing is ready or running", () => running.settled()),
    firsts: () => [...times.keys()],
    times: (id) => times.get(id) ?? 0,
  }
}

/** Lets time pass until it holds; false where it does not come to that. */
export const until = ({ clock }: EngineUnderTest, holds: () => boolean | Promise<boolean>): Promise<boolean> =>
  holdsInTime(clock, holds)
