import { describe, expect, it } from "vitest"
import type { Clock } from "../../src/kernel/clock.ts"
import { localEngine } from "../../src/runtime/engine-local.ts"
import { createClock } from "../../src/testing/clock.ts"
import type { EngineUnderTest, EngineWish } from "../../src/testing/engine-check.ts"
import { engineChecks } from "../../src/testing/engine-conformance.ts"
import { ConformanceError } from "../../src/testing/expectation.ts"
import { aStream } from "../../src/testing/store-builders.ts"
import type { Attempt, Engine, Running } from "../../src/timeline/engine.ts"
import type { Job } from "../../src/timeline/job.ts"

type Handle = (attempt: Attempt) => Promise<void>
type Bug = (engine: Engine, clock: Clock) => Partial<Engine>

const posting =
  (change: (jobs: readonly Job[]) => readonly Job[]): Bug =>
  (engine) => ({ post: (jobs) => engine.post(change(jobs)) })
const handling =
  (change: (handle: Handle, limit: number) => Handle): Bug =>
  (engine) => ({ run: (handle, limits) => engine.run(change(handle, limits.attempts), limits) })
const running =
  (change: (running: Running) => Partial<Running>): Bug =>
  (engine) => ({
    run: async (handle, limits) => {
      const right = await engine.run(handle, limits)
      return { ...right, ...change(right) }
    },
  })

let names = 0
/** Posts each job under a name of its own, so that the engine does not see what is the same; handlers see the job as it was. */
const renaming =
  (rename: (job: Job) => Job): Bug =>
  (engine) => {
    const originals = new Map<string, Job>()
    return {
      post: (jobs) =>
        engine.post(
          jobs.map((job) => {
            const renamed = rename(job)
            originals.set(renamed.id, job)
            return renamed
          }),
        ),
      run: (handle, limits) => engine.run((attempt) => handle({ ...attempt, ...originals.get(attempt.id) }), limits),
    }
  }

/** Faults that an engine could have, each planted in a right one. */
const bugs: { readonly [fault: string]: Bug } = {
  "keys are not locked": renaming((job) => ({ ...job, key: aStream(1_000_000 + names++) })),
  "all keys are one": renaming((job) => ({ ...job, key: aStream(0) })),
  "ids are not compared": renaming((job) => ({ ...job, id: `${job.id} ${names++}` })),
  "ids are remembered for ever": (engine) => {
    const known = new Set<string>()
    return { post: (jobs) => engine.post(jobs.filter(({ id }) => !known.has(id) && known.add(id))) }
  },
  "timers are 300 ms early": posting((jobs) =>
    jobs.map((job) => (job.at === undefined ? job : { ...job, at: job.at - 300 })),
  ),
  "timers are two seconds late": posting((jobs) =>
    jobs.map((job) => (job.at === undefined ? job : { ...job, at: job.at + 2_000 })),
  ),
  "timers wait no longer than 32 bits": (engine, clock) => ({
    post: (jobs) =>
      engine.post(
        jobs.map((job) => (job.at === undefined ? job : { ...job, at: Math.min(job.at, clock.now() + 2 ** 31 - 1) })),
      ),
  }),
  "timers are forgotten": posting((jobs) => jobs.filter(({ at }) => at === undefined)),
  "a job in twenty is lost": (engine) => {
    let count = 0
    return { post: (jobs) => engine.post(jobs.filter(() => ++count % 20 !== 0)) }
  },
  "a job in twenty runs twice": (engine) => {
    let count = 0
    return {
      run: (handle, limits) =>
        engine.run(async (attempt) => {
          await handle(attempt)
          if (++count % 20 === 0) await handle(attempt)
        }, limits),
    }
  },
  "jobs run in the order of their ids": posting((jobs) => [...jobs].sort((one, two) => (one.id < two.id ? -1 : 1))),
  "posts run last first": posting((jobs) => jobs.toReversed()),
  "refs do not arrive": posting((jobs) =>
    jobs.map(({ key, id, type, at }) => ({ key, id, type, ...(at !== undefined && { at }) })),
  ),
  "cancelled jobs run": () => ({ cancel: async () => {} }),
  "a cancel takes away its neighbour too": (engine) => ({
    cancel: (ids) => engine.cancel(ids.flatMap((id) => [id, id.replace(/\d+$/, (place) => `${Number(place) + 1}`)])),
  }),
  "a cancel of nothing fails": (engine) => ({
    cancel: (ids) => (ids.includes("nobody") ? Promise.reject(new RangeError("nobody")) : engine.cancel(ids)),
  }),
  "failures count as ends": handling((handle) => (attempt) => handle(attempt).catch(() => {})),
  "every attempt is the first": handling((handle) => (attempt) => handle({ ...attempt, attempt: 1 })),
  "failed jobs are tried for ever": (engine) => ({
    run: (handle, limits) => engine.run(handle, { ...limits, attempts: 1_000 }),
  }),
  "failed jobs are tried once less": (engine) => ({
    run: (handle, limits) => engine.run(handle, { ...limits, attempts: limits.attempts - 1 || 1 }),
  }),
  "what passes is the death of a job": (engine) => ({
    run: (handle, { concurrency, attempts }) => engine.run(handle, { concurrency, attempts }),
  }),
  "a dead job blocks its key": handling((handle, limit) => {
    const blocked = new Set<string>()
    return async (attempt) => {
      if (blocked.has(attempt.key)) return new Promise(() => {})
      return handle(attempt).catch((failure: unknown) => {
        if (attempt.attempt === limit) blocked.add(attempt.key)
        throw failure
      })
    }
  }),
  "a failed job goes to the end of its key": (engine) => ({
    run: (handle, limits) =>
      engine.run(
        ({ attempt, ...job }) =>
          handle({ ...job, attempt }).catch((failure: unknown) => {
            const tries = job.id.length - job.id.trimEnd().length + 1 // each time it went to the end, its id got a space
            if (tries >= limits.attempts) throw failure
            void engine.post([{ key: job.key, id: `${job.id} `, type: job.type }])
          }),
        limits,
      ),
  }),
  "redrive does nothing": () => ({ redrive: async () => {} }),
  "nobody is redriven": (engine) => ({ redrive: () => engine.redrive("nobody") }),
  "there is no high-water mark": (_, clock) => localEngine({ clock }),
  "everybody is refused": (engine) => {
    let posts = 0
    return { post: (jobs) => (posts++ > 2 ? engine.redrive("nobody") : engine.post(jobs)) }
  },
  "its limit of jobs at a time does not hold": (engine) => ({
    run: (handle, limits) => engine.run(handle, { ...limits, concurrency: 100 }),
  }),
  "it runs less than it may": (engine) => ({
    run: (handle, limits) => engine.run(handle, { ...limits, concurrency: 1 }),
  }),
  "nothing is counted as dead": (engine) => ({ stats: async () => ({ ...(await engine.stats()), dead: 0 }) }),
  "delayed jobs count as ready": (engine) => ({
    stats: async () => {
      const { ready, delayed, ...rest } = await engine.stats()
      return { ...rest, ready: ready + delayed, delayed: 0 }
    },
  }),
  "waiting is not measured": (engine) => ({ stats: async () => ({ ...(await engine.stats()), oldestReady: 0 }) }),
  "it is settled at once": running(() => ({ settled: async () => {} })),
  "it is never settled": running(() => ({ settled: () => new Promise(() => {}) })),
  "a drain does not wait": running((right) => ({
    drain: async () => {
      void right.drain()
    },
  })),
  "a drain stops nothing": running(({ settled }) => ({ drain: settled })),
}

const planted = (fault: string): Bug => {
  const bug = bugs[fault]
  if (!bug) throw new RangeError(`no fault is called so: ${fault}`)
  return bug
}

const silent = () => new Promise<never>(() => {})

/** Engines that do not answer to one call. */
const mute: { readonly [call: string]: Bug } = {
  post: () => ({ post: silent }),
  cancel: () => ({ cancel: silent }),
  stats: () => ({ stats: silent }),
  redrive: () => ({ redrive: silent }),
  run: () => ({ run: silent }),
  settled: running(() => ({ settled: silent })),
  drain: running(() => ({ drain: silent })),
}

/** What the suite says of an engine with a fault, by the name of the check. */
const caught = async (
  bug: Bug,
  repeats: EngineUnderTest["repeats"] = "never",
): Promise<readonly (readonly [name: string, failure: unknown])[]> => {
  const found: (readonly [string, unknown])[] = []
  for (const { name, run } of engineChecks) {
    const failure: unknown = await run(async (wish: EngineWish) => {
      const clock = createClock("2026-03-01T12:00Z")
      const engine = localEngine({ clock, ...wish })
      return { engine: { ...engine, ...bug(engine, clock) }, clock, repeats, dispose: async () => {} }
    }).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    if (failure !== undefined) found.push([name, failure])
  }
  return found
}

describe("the conformance suite of engines", () => {
  for (const [fault, bug] of Object.entries(bugs)) {
    it(`notices that ${fault}`, async () => {
      expect(await caught(bug)).not.toEqual([])
    })
  }
  for (const [call, bug] of Object.entries(mute)) {
    it(`ends by itself, and says so, where ${call} is never answered`, async () => {
      const found = await caught(bug)
      expect(found).not.toEqual([])
      for (const [, failure] of found) expect(failure).toBeInstanceOf(ConformanceError)
    })
  }
  it.each([
    "timers are 300 ms early",
    "timers are two seconds late",
    "timers are forgotten",
    "a job in twenty is lost",
  ])("notices of an engine that may repeat, too, that %s", async (fault) => {
    expect(await caught(planted(fault), "at once")).not.toEqual([])
  })
  it("notices that an answer does not wait for its limit to be decided", async () => {
    const bug = renaming((job) => (job.id.startsWith("reply") ? { ...job, key: aStream(1_000_000 + names++) } : job))
    const found = await caught(bug)
    expect(found.map(([name]) => name)).toEqual([
      "decides once between a reply and its time limit, whichever comes first",
    ])
  })
  it("finds no fault in a right engine", async () => {
    expect(await caught(() => ({}))).toEqual([])
  })
})
