import type { Store } from "@escucha/core/store"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Stored } from "../../../core/src/assembly/loop.ts"
import { judge, openJobs } from "../../../../tests/support/kill-judge.ts"
import { postgres } from "../../src/stores/postgres.ts"
import { type Servers, servers } from "./committing.ts"
import { killInTurn, type KillStory } from "./kill-campaign.ts"

const { areThere, remedy } = servers
/** More of them show more, and take longer. */
const kills = Number(process.env["ESCUCHA_KILLS"] ?? 3)
const serverKills = Number(process.env["ESCUCHA_SERVER_KILLS"] ?? kills)

const using = async <Result>(url: string, ask: (store: Store<Stored>) => Promise<Result>): Promise<Result> => {
  const store = postgres<Stored>(url)
  try {
    return await ask(store)
  } finally {
    await store.close()
  }
}

const judgeStory = (story: KillStory) => using(story.url, (store) => judge(store, story))
const isQuiet = async (url: string): Promise<boolean> => (await using(url, openJobs)).length === 0

describe.skipIf(!areThere)(`a house on Restate that is killed${areThere ? "" : ` (${remedy})`}`, () => {
  let started: Servers
  beforeAll(async () => {
    started = await servers.start()
  })
  afterAll(() => started[Symbol.asyncDispose]())

  it(`loses nothing and answers nobody twice, whatever of it dies (${serverKills} times Restate, ${kills} times one of three processes)`, async () => {
    const story = await killInTurn(started, { server: serverKills, process: kills }, isQuiet)
    const { wrong, ...counts } = await judgeStory(story)
    const { acknowledged, retried, stalls } = story
    const line = {
      campaign: "kill -9 on Restate",
      serverKills: story.serverKills,
      processKills: story.processKills,
      acknowledged: acknowledged.size,
      retried,
      ...counts,
    }
    console.log(
      JSON.stringify({
        ...line,
        stalls: stalls.toSorted((one, two) => one - two),
        wrong: wrong.length,
        example: wrong[0] ?? "",
      }),
    )
    expect(wrong).toEqual([])
    expect([story.serverKills, story.processKills]).toEqual([serverKills, kills])
    expect(acknowledged.size).toBeGreaterThan(kills * 5)
  }, 1_800_000)

  it("is caught when it acknowledges before it commits", async () => {
    const story = await killInTurn(started, { server: 0, process: 6 }, async () => true, "acknowledges-first")
    const { wrong } = await judgeStory(story)
    expect(wrong.find((each) => /acknowledged and is lost/.test(each))).toBeDefined()
  }, 600_000)
})
