import { setTimeout as sleep } from "node:timers/promises"
import type { Attempt } from "@escucha/core/engine"
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest"
import { aGround, type Ground, type Servers, servers } from "./committing.ts"

const { areThere, remedy } = servers

const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await sleep(30)
}
const jobsOf = (prefix: string, count: number, keys: number) =>
  Array.from({ length: count }, (_, number) => ({
    key: `s_${number % keys}` as const,
    id: `${prefix}-${number}`,
    type: "check",
  }))

/** How often each job ended well, and the jobs of each key in the order in which they first began. */
const aRecord = () => {
  const ended = new Map<string, number>()
  const began = new Map<string, string[]>()
  const handle = async ({ id, key }: Attempt): Promise<void> => {
    const line = began.get(key) ?? []
    began.set(key, line)
    if (!line.includes(id)) line.push(id)
    await sleep(2)
    ended.set(id, (ended.get(id) ?? 0) + 1)
  }
  return { ended, began, handle }
}

describe.skipIf(!areThere)(`a house whose servers go away${areThere ? "" : ` (${remedy})`}`, () => {
  let started: Servers
  beforeAll(async () => {
    started = await servers.start()
  })
  afterAll(() => started[Symbol.asyncDispose]())

  const ground = async (): Promise<Ground> => {
    const made = await aGround(started)
    onTestFinished(async () => void (await made[Symbol.asyncDispose]()))
    return made
  }
  const inOrder = (began: ReadonlyMap<string, readonly string[]>): void => {
    for (const line of began.values())
      expect(line).toEqual(line.toSorted((one, two) => Number(one.split("-")[1]) - Number(two.split("-")[1])))
  }

  it("takes everything in while Restate is away, and does it when it is back", async () => {
    const { restate } = started
    const place = await ground()
    const { ended, began, handle } = aRecord()
    const failures: unknown[] = []
    const { engine, run } = place.process({ report: (failure) => failures.push(failure) })
    await run(handle)
    const jobs = jobsOf("away", 120, 12)
    await engine.post(jobs.slice(0, 40))
    await restate.kill()
    for (let from = 40; from < 120; from += 20) await engine.post(jobs.slice(from, from + 20))
    expect((await engine.stats()).ready).toBeGreaterThanOrEqual(80)
    await restate.startAgain()
    await until(() => ended.size === 120)
    inOrder(began)
    expect(failures.length).toBeLessThan(4) // it says so once, and not for each of them
  })

  it("starts while Restate is away, and is known to it when it is back", async () => {
    const { restate } = started
    const place = await ground()
    const { ended, handle } = aRecord()
    await restate.kill()
    const { engine, run } = place.process()
    await run(handle)
    await engine.post(jobsOf("early", 5, 5))
    await restate.startAgain()
    await until(() => ended.size === 5)
  })

  it("does all of it when Restate has lost everything that it knew", async () => {
    const { restate } = started
    const place = await ground()
    const { ended, handle } = aRecord()
    const first = place.process()
    const running = await first.run(handle)
    const at = Date.now() + 4_000
    await first.engine.post(jobsOf("lost", 10, 5).map((job) => ({ ...job, at })))
    await until(
      async () => (await place.database.query("SELECT 1 FROM escucha.jobs WHERE relayed IS NOT NULL")).length === 10,
    )
    await restate.lose()
    await restate.startAgain()
    await first.engine.post(jobsOf("new", 5, 5))
    await until(() => ended.size === 5) // it made itself known again
    await running.drain()
    // what was told and did not come is told again after a quarter of an hour: which it is, by this clock
    const clock = {
      now: () => Date.now() + 1_200_000,
      at: (instant: number, ring: () => void) => {
        const timer = setTimeout(ring, Math.max(0, instant - Date.now() - 1_200_000))
        return () => clearTimeout(timer)
      },
    }
    const second = place.process({ clock })
    await second.run(handle)
    await until(() => ended.size === 15)
    expect([...ended.values()].every((times) => times === 1)).toBe(true)
  })

  it("goes on when the database was away for a moment, again and again", async () => {
    const { postgres } = started
    const place = await ground()
    const { ended, began, handle } = aRecord()
    const { hint, run } = place.process()
    await run(handle)
    const jobs = jobsOf("held", 300, 20)
    for (let from = 0; from < 300; from += 100) {
      const some = jobs.slice(from, from + 100)
      await place.commit(some)
      await hint(some)
      await postgres.stop(from === 100 ? "fast" : "immediate")
      await sleep(500)
      await postgres.startAgain()
    }
    await until(() => ended.size === 300)
    inOrder(began)
  })
})
