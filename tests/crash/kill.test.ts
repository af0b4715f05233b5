import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { createRandom } from "../../packages/core/src/testing/random.ts"
import { integrityOf } from "../support/image-facts.ts"
import { type KillStory, killAgainAndAgain } from "../support/kill-campaign.ts"
import { judge } from "../support/kill-judge.ts"
import { campaignSeed } from "../support/seed.ts"

const kills = 32
let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "escucha-kill-"))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** What is in the file at the end, held against what the world knows. */
const judgeFile = async (file: string, story: KillStory) => {
  const store = sqliteStore<Stored>(file)
  const { wrong, ...counts } = await judge(store, story)
  await store.close()
  return { ...counts, wrong: integrityOf(file) === "ok" ? wrong : [...wrong, "the file is damaged"] }
}

const run = async (wanted: number, bug?: string) => {
  const seed = campaignSeed()
  const file = join(folder, `${bug ?? "none"}.db`)
  const story = await killAgainAndAgain(file, {
    kills: wanted,
    random: createRandom(seed),
    ...(bug !== undefined && { bug }),
  })
  const { wrong, ...counts } = await judgeFile(file, story)
  const result = {
    kills: story.kills,
    acknowledged: story.acknowledged.size,
    repeated: story.repeated,
    retried: story.retried,
    handed: story.handed.size,
    ...counts,
  }
  console.log(
    JSON.stringify({
      campaign: "kill -9",
      bug: bug ?? "none",
      seed,
      ...result,
      wrong: wrong.length,
      example: wrong[0] ?? "",
    }),
  )
  return { ...result, wrong }
}

describe("a process that is killed again and again while four clients write", () => {
  it(`loses nothing, takes every input once and answers nobody twice (${kills} times kill -9)`, async () => {
    const story = await run(kills)
    expect(story.wrong).toEqual([])
    expect(story.kills).toBeGreaterThanOrEqual(30)
    expect(story.acknowledged).toBeGreaterThan(150)
    expect(story.replies).toBeGreaterThan(100)
    expect(story.handed).toBeGreaterThan(50)
    expect(story.uncertain).toBeGreaterThan(0) // what was under way when the kill came
    expect(story.repeated).toBeGreaterThan(3)
    expect(story.retried).toBeGreaterThan(10)
  })

  it.for([
    ["acknowledges-first", /acknowledged and is lost/],
    ["forgets-what-it-saw", /took effect twice/],
    ["sends-again", /^"heard .+" was handed over \d+ times$/],
  ] as const)("is caught when it has a planted bug: %s", async ([bug, complaint]) => {
    const { wrong } = await run(8, bug)
    expect(wrong.find((each) => complaint.test(each))).toBeDefined()
  })
})
