import { createRandom } from "@escucha/core/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { judge, openJobs } from "../../../../tests/support/kill-judge.ts"
import { campaignSeed } from "../../../../tests/support/seed.ts"
import type { Stored } from "../../../core/src/assembly/loop.ts"
import { postgres } from "../../src/stores/postgres.ts"
import { postgresServer, type RunningPostgres } from "../support/postgres-server.ts"
import { killOneOfThree } from "./three-processes.ts"

const { isThere, remedy } = postgresServer
const kills = Number(process.env["ESCUCHA_KILLS"] ?? 24)

let server: RunningPostgres
beforeAll(async () => {
  if (isThere) server = await postgresServer.start()
}, 60_000)
afterAll(() => server?.[Symbol.asyncDispose]())

const run = async (wanted: number, bug?: string) => {
  const seed = campaignSeed()
  const database = await server.fresh()
  const watching = postgres<Stored>({ url: database, connections: 2 })
  await watching.migrate()
  const isDone = async () => (await openJobs(watching)).length === 0
  const story = await killOneOfThree({
    database,
    kills: wanted,
    random: createRandom(seed),
    isDone,
    ...(bug !== undefined && { bug }),
  })
  const { wrong, ...counts } = await judge(watching, story)
  await watching.close()
  const { acknowledged, retried, handed } = story
  const result = { kills: story.kills, acknowledged: acknowledged.size, retried, handed: handed.size, ...counts }
  console.log(
    JSON.stringify({
      campaign: "kill -9, one of three on PostgreSQL",
      bug: bug ?? "none",
      seed,
      ...result,
      wrong: wrong.length,
      example: wrong[0] ?? "",
    }),
  )
  return { ...result, wrong }
}

describe(`three processes on PostgreSQL, of which one after the other is killed ${isThere ? "" : `(${remedy})`}`, () => {
  it.skipIf(!isThere)(
    `lose nothing, take every message once, answer in order and nobody twice (${kills} times kill -9)`,
    async () => {
      const story = await run(kills)
      expect(story.wrong).toEqual([])
      expect(story.kills).toBe(kills)
      expect(story.acknowledged).toBeGreaterThan(kills)
      expect(story.replies).toBeGreaterThan(kills)
    },
    60_000 + kills * 15_000,
  )

  for (const [bug, complaint] of [
    ["acknowledges-first", /acknowledged and is lost/],
    ["forgets-what-it-saw", /took effect twice/],
  ] as const)
    it.skipIf(!isThere)(
      `are caught when they have a planted bug: ${bug}`,
      async () => {
        const { wrong } = await run(8, bug)
        expect(wrong.find((each) => complaint.test(each))).toBeDefined()
      },
      240_000,
    )
})
