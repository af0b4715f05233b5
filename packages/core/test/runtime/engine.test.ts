import { describe, expect, it } from "vitest"
import { localEngine } from "../../src/runtime/engine-local.ts"
import { createClock } from "../../src/testing/clock.ts"
import { aJob, createGate, type EngineUnderTest, type EngineWish, usualLimits } from "../../src/testing/engine-check.ts"
import { engineChecks } from "../../src/testing/engine-conformance.ts"
import { type EngineFaults, simulatedRemoteEngine } from "../../src/testing/engine-remote.ts"
import { createRandom } from "../../src/testing/random.ts"

const dispose = async () => {}

describe("the local engine", () => {
  const make = async (wish: EngineWish): Promise<EngineUnderTest> => {
    const clock = createClock("2026-03-01T12:00Z")
    return { engine: localEngine({ clock, random: createRandom(1), ...wish }), clock, repeats: "never", dispose }
  }
  for (const check of engineChecks) it(check.name, () => check.run(make))

  it("ignores a post of a job that ends right after it", async () => {
    const { engine, clock } = await make({})
    const { passed, open } = createGate()
    const ran: string[] = []
    await engine.post([aJob(1, "same")])
    const running = await engine.run(({ id }) => (ran.push(id), passed), usualLimits)
    await clock.advance(0)
    await engine.post([aJob(1, "same"), aJob(1, "next")])
    open()
    await running.settled()
    expect(ran).toEqual(["same", "next"])
  })
})

const stories: readonly {
  readonly story: string
  readonly faults: EngineFaults
  readonly repeats: EngineUnderTest["repeats"]
}[] = [
  { story: "that has no faults", faults: {}, repeats: "never" },
  { story: "that is far away", faults: { latency: "2 seconds", reorderBetweenKeys: true }, repeats: "never" },
  {
    story: "that repeats what it ran",
    faults: { latency: "2 seconds", duplicates: 0.3, reorderBetweenKeys: true },
    repeats: "in turn",
  },
  {
    story: "that does not hear how jobs ended",
    faults: { latency: "1 second", lostAcknowledgements: 0.3 },
    repeats: "in turn",
  },
  {
    story: "that gives up attempts which still run",
    faults: { latency: "1 second", zombies: 0.3 },
    repeats: "at once",
  },
  {
    story: "with every fault",
    faults: {
      latency: "3 seconds",
      duplicates: 0.2,
      zombies: 0.2,
      lostAcknowledgements: 0.2,
      reorderBetweenKeys: true,
    },
    repeats: "at once",
  },
]

for (const { story, faults, repeats } of stories) {
  describe(`a simulated engine ${story}`, () => {
    const make = async (wish: EngineWish): Promise<EngineUnderTest> => {
      const clock = createClock("2026-03-01T12:00Z")
      return {
        engine: simulatedRemoteEngine({ clock, random: createRandom(7), faults, ...wish }),
        clock,
        repeats,
        dispose,
      }
    }
    for (const check of engineChecks) it(check.name, () => check.run(make))
  })
}

it("refuses faults that cannot be, by their name", () => {
  const faulty = (faults: EngineFaults) => () =>
    simulatedRemoteEngine({ clock: createClock(0), random: createRandom(7), faults })
  expect(faulty({ latency: "0 seconds" })).toThrow("faults.latency: must be longer than nothing; leave it out for none")
  expect(faulty({ duplicates: 2 })).toThrow("faults.duplicates: must be a share from 0 to 1")
})
