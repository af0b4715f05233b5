import type { UnitResult } from "@escucha/core/store"
import { StoreError } from "@escucha/core/store"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { aStream, aUnit } from "../../../core/src/testing/store-builders.ts"
import { createGroupCommit } from "../../src/postgres/group.ts"
import { makeGround } from "../engines/postgres-house.ts"
import { postgresServer, type RunningPostgres } from "../support/postgres-server.ts"

const offered = 50_000
const post = (number: number) => ({ key: aStream(number % 500), id: `${number}`, type: "check" })

/** How often each answer came. */
const countOf = (answers: readonly PromiseSettledResult<unknown>[]): { readonly [answer: string]: number } => {
  const counts: { [answer: string]: number } = {}
  for (const answer of answers) {
    const reason: unknown = answer.status === "rejected" ? answer.reason : undefined
    const name =
      answer.status === "fulfilled" ? "taken" : reason instanceof StoreError ? reason.reason : `no answer: ${reason}`
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

describe("a database that does not answer", () => {
  it("makes a process hold so much and no more, and refuse the rest at once", async () => {
    const asked: number[] = []
    let answer = () => {}
    const silence = new Promise<void>((resolve) => (answer = resolve))
    const commit = createGroupCommit<unknown>(async (units): Promise<readonly UnitResult[]> => {
      asked.push(units.length)
      await silence
      return units.map(() => ({ status: "committed" }))
    })
    let refused = 0
    const answers = Array.from({ length: offered }, (_, number) =>
      commit([aUnit({ posts: [post(number)] })]).catch((failure: unknown) => {
        refused++
        throw failure
      }),
    )
    const all = Promise.allSettled(answers)
    await new Promise(setImmediate)
    expect(refused).toBe(offered - 20_001) // one is under way, and those behind it wait
    expect(asked).toEqual([1])
    answer()
    expect(countOf(await all)).toEqual({ taken: 20_001, unavailable: offered - 20_001 })
    expect(asked).toEqual([1, ...Array.from({ length: 20 }, () => 1_000)])
    await expect(commit([aUnit()])).resolves.toEqual([{ status: "committed" }]) // there is room again
  })
})

describe.skipIf(!postgresServer.isThere)(
  `a database that is stopped ${postgresServer.isThere ? "" : `(${postgresServer.remedy})`}`,
  () => {
    let server: RunningPostgres
    beforeAll(async () => {
      server = await postgresServer.start()
    }, 60_000)
    afterAll(() => server?.[Symbol.asyncDispose]())

    it("refuses what is posted as unavailable, holds none of it, and takes the next when it is back", async () => {
      const place = await makeGround(await server.fresh())
      const engine = place.engine({ report: () => {} })
      const ran: string[] = []
      const running = await engine.run(async ({ id }) => void ran.push(id), { concurrency: 8, attempts: 3 })
      await engine.post([post(offered)])
      await running.settled()
      await server.stop("immediate")
      const posts = Array.from({ length: offered }, (_, number) => engine.post([post(number)]))
      expect(countOf(await Promise.allSettled(posts))).toEqual({ unavailable: offered })
      await server.startAgain()
      const again = async (): Promise<void> => engine.post([post(offered + 1)]).catch(again)
      await again()
      await running.settled()
      expect(ran).toEqual([`${offered}`, `${offered + 1}`])
      expect(await engine.stats()).toMatchObject({ ready: 0, delayed: 0, running: 0, dead: 0 })
      await place.dispose()
    }, 60_000)
  },
)
