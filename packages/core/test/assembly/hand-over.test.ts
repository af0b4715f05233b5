import { describe, expect, it } from "vitest"
import { createHandOver } from "../../src/assembly/hand-over.ts"
import { localEngine } from "../../src/runtime/engine-local.ts"
import { memoryStore } from "../../src/runtime/store-memory.ts"
import { aStream, noon } from "../../src/testing/store-builders.ts"
import { createClock } from "../../src/testing/clock.ts"

const job = (at: number) => ({ key: aStream(1), id: "timer", type: "timer", at })

describe("what a commit posts and takes back", () => {
  it("is with the engine as it is in the store: a job that is taken away and posted again for another time is there", async () => {
    const clock = createClock(new Date(noon).toISOString())
    const engine = localEngine({ clock })
    const rung: (number | undefined)[] = []
    await engine.run(async ({ at }) => void rung.push(at), { concurrency: 1, attempts: 1 })
    const { handOver } = createHandOver({ store: memoryStore(), engine, clock, report: () => {} })
    const [soon, later] = [noon + 1_000, noon + 60_000]
    handOver([job(soon)], [])
    handOver([job(later)], ["timer"])
    await clock.advance("1 hour")
    expect(rung).toEqual([later])
  })
})
