import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { AnyEntry } from "../../packages/core/src/assembly/entries.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { createRandom } from "../../packages/core/src/testing/random.ts"
import { integrityOf } from "../support/image-facts.ts"
import { type KillStory, killAgainAndAgain } from "../support/kill-campaign.ts"
import { driftOf, houseOf } from "../support/projections.ts"
import { campaignSeed } from "../support/seed.ts"
import { servedOptions } from "../support/served-options.ts"

const kills = 32
let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "escucha-kill-"))
})
afterAll(() => rmSync(folder, { recursive: true }))

const countBy = (names: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

/** What is in the file at the end, held against what the world knows. */
const judge = async (file: string, { acknowledged, handed }: KillStory) => {
  const store = sqliteStore<Stored>(file)
  const entries: AnyEntry[] = []
  for await (const { entry } of store.feed(0)) entries.push(entry as AnyEntry) // the house writes no other kinds
  const times = countBy(entries.map(({ id }) => id))
  const cases = countBy(entries.flatMap((entry) => (entry.kind === "case-opened" ? [`${entry.data.case}`] : [])))
  const triggers = entries.filter(({ kind }) => kind === "message-received" || kind === "event-tracked")
  const replies = entries.flatMap((entry) => (entry.kind === "message-written" ? [entry.data] : []))
  const deliveries = new Map(
    entries.flatMap((entry) =>
      entry.kind === "delivery-changed" ? [[entry.data.message, entry.data.delivery.status] as const] : [],
    ),
  )
  const wrong = [
    ...[...acknowledged].filter((id) => !times.has(id)).map((id) => `${id} was acknowledged and is lost`),
    ...[...times].filter(([, count]) => count > 1).map(([id]) => `${id} took effect twice`),
    ...[...cases].filter(([, count]) => count > 1).map(([id]) => `case ${id} was opened twice`),
    ...(cases.size === triggers.length ? [] : [`${triggers.length} triggers opened ${cases.size} cases`]),
    ...[...handed].filter(([, count]) => count > 1).map(([text, count]) => `"${text}" was handed over ${count} times`),
    ...replies.flatMap(({ message, content }) => {
      const status = deliveries.get(message)
      const count = handed.get(content.text) ?? 0
      const isSent = status === "sent" || status === "replied"
      return (isSent && count === 1) || status === "uncertain"
        ? []
        : [`${message} is ${status ?? "queued"} and was handed over ${count} times`]
    }),
    ...(await driftOf(houseOf(servedOptions("http://127.0.0.1:1")), store)).map((part) => `drift of ${part}`),
    ...(await store.jobs({ limit: 1000 })).items
      .filter(({ type }) => type !== "clock")
      .map(({ id }) => `${id} was never done`),
  ]
  await store.close()
  if (integrityOf(file) !== "ok") wrong.push("the file is damaged")
  const uncertain = [...deliveries.values()].filter((status) => status === "uncertain").length
  return { wrong, entries: entries.length, replies: replies.length, uncertain, cases: cases.size }
}

const run = async (wanted: number, bug?: string) => {
  const seed = campaignSeed()
  const file = join(folder, `${bug ?? "none"}.db`)
  const story = await killAgainAndAgain(file, {
    kills: wanted,
    random: createRandom(seed),
    ...(bug !== undefined && { bug }),
  })
  const { wrong, ...counts } = await judge(file, story)
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
