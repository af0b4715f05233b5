import type { Engine, Job } from "@escucha/core/engine"
import { ConformanceError, engineChecks } from "@escucha/core/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { realClock } from "../engines/postgres-house.ts"
import { answersBeside } from "../support/planted-engine.ts"
import { aGround, type Servers, servers } from "./committing.ts"

const { areThere, remedy } = servers

type Bug = (engine: Engine) => Partial<Engine>

const posting =
  (change: (jobs: readonly Job[]) => readonly Job[]): Bug =>
  (engine) => ({ post: (jobs) => engine.post(change(jobs)) })

let keys = 0

/** Faults that an engine could have, each with a promise that it breaks; those that show soon, because this clock is real. */
const bugs: readonly (readonly [fault: string, promise: string, bug: Bug])[] = [
  [
    "keys are not locked",
    "runs one job of a key at a time",
    posting((jobs) => jobs.map((job) => ({ ...job, key: `s_${keys++}` as const }))),
  ],
  [
    "answers do not wait for their limits to be decided",
    "decides once between a reply and its time limit, whichever comes first",
    answersBeside,
  ],
  ["posts run last first", "runs the jobs of a key in the order of their posts", posting((jobs) => jobs.toReversed())],
  [
    "timers are 300 ms early",
    "runs a job for later when it is due: never before, and within a second after",
    posting((jobs) => jobs.map((job) => (job.at === undefined ? job : { ...job, at: job.at - 300 }))),
  ],
  [
    "refs do not arrive",
    "hands a job over as it was posted",
    posting((jobs) => jobs.map(({ key, id, type }) => ({ key, id, type }))),
  ],
  [
    "a drain does not wait",
    "finishes what runs when it is drained, and begins nothing",
    (engine) => ({
      run: async (handle, limits) => {
        const running = await engine.run(handle, limits)
        return { ...running, drain: async () => void running.drain() }
      },
    }),
  ],
]

describe.skipIf(!areThere)(`the checks of an engine on Restate${areThere ? "" : ` (${remedy})`}`, () => {
  let started: Servers
  beforeAll(async () => {
    started = await servers.start()
  })
  afterAll(() => started[Symbol.asyncDispose]())

  it.concurrent.for(bugs)("notice that %s", async ([, promise, bug]) => {
    const check = engineChecks.find(({ name }) => name === promise)
    const found: unknown = await check
      ?.run(async (wish) => {
        const ground = await aGround(started)
        const { engine } = ground.process(wish)
        return {
          engine: { ...engine, ...bug(engine) },
          clock: realClock,
          repeats: "never",
          dispose: async () => void (await ground[Symbol.asyncDispose]()),
        }
      })
      .catch((failure: unknown) => failure)
    expect(found).toBeInstanceOf(ConformanceError)
  })
})
