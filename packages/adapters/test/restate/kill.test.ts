import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { AnyEntry } from "../../../core/src/assembly/entries.ts"
import type { Stored } from "../../../core/src/assembly/loop.ts"
import { driftOf, houseOf } from "../../../../tests/support/projections.ts"
import { servedOptions } from "../../../../tests/support/served-options.ts"
import { postgres } from "../../src/stores/postgres.ts"
import { type Servers, servers } from "./committing.ts"
import { killInTurn, type KillStory } from "./kill-campaign.ts"

const { areThere, remedy } = servers
/** 30 of each show more, and take longer. */
const kills = Number(process.env["ESCUCHA_KILLS"] ?? 3)

/** Jobs that are still to be done; the clocks of answers that are owed stay for an hour. */
const openJobs = async (url: string): Promise<readonly string[]> => {
  const store = postgres<Stored>(url)
  const { items } = await store.jobs({ limit: 1000 })
  await store.close()
  return items.filter(({ type }) => type !== "clock").map(({ id }) => id)
}

const countBy = (names: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

/** What is in the database at the end, held against what the world knows. */
const judge = async ({ url, acknowledged, handed }: KillStory) => {
  const store = postgres<Stored>(url)
  const entries: AnyEntry[] = []
  for await (const { entry } of store.feed(0)) entries.push(entry as AnyEntry) // the house writes no other kinds
  const times = countBy(entries.map(({ id }) => id))
  const heard = entries.filter(({ kind }) => kind === "message-received")
  const cases = countBy(entries.flatMap((entry) => (entry.kind === "case-opened" ? [`${entry.data.case}`] : [])))
  const replies = entries.flatMap((entry) => (entry.kind === "message-written" ? [entry.data] : []))
  const deliveries = new Map(
    entries.flatMap((entry) =>
      entry.kind === "delivery-changed" ? [[entry.data.message, entry.data.delivery.status] as const] : [],
    ),
  )
  const wrong = [
    ...[...acknowledged].filter((id) => !times.has(id)).map((id) => `${id} was acknowledged and is lost`),
    ...[...times].filter(([, count]) => count > 1).map(([id]) => `${id} took effect twice`),
    ...(cases.size === heard.length ? [] : [`${heard.length} messages opened ${cases.size} cases`]),
    ...(replies.length === heard.length ? [] : [`${heard.length} messages have ${replies.length} answers`]),
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
  ]
  await store.close()
  wrong.push(...(await openJobs(url)).map((id) => `${id} was never done`))
  const uncertain = [...deliveries.values()].filter((status) => status === "uncertain").length
  return { wrong, replies: replies.length, uncertain }
}

describe.skipIf(!areThere)(`a house on Restate that is killed${areThere ? "" : ` (${remedy})`}`, () => {
  let started: Servers
  beforeAll(async () => {
    started = await servers.start()
  })
  afterAll(() => started[Symbol.asyncDispose]())

  it(`loses nothing and answers nobody twice, whatever of it dies (${kills} times Restate, ${kills} times a process)`, async () => {
    const story = await killInTurn(
      started,
      { server: kills, process: kills },
      async (url) => (await openJobs(url)).length === 0,
    )
    const { wrong, ...counts } = await judge(story)
    const { acknowledged, serverKills, processKills, retried, stalls } = story
    const line = {
      campaign: "kill -9 on Restate",
      serverKills,
      processKills,
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
    expect([serverKills, processKills]).toEqual([kills, kills])
    expect(acknowledged.size).toBeGreaterThan(kills * 5)
  }, 1_800_000)

  it("is caught when it acknowledges before it commits", async () => {
    const story = await killInTurn(started, { server: 0, process: 6 }, async () => true, "acknowledges-first")
    const { wrong } = await judge(story)
    expect(wrong.find((each) => /acknowledged and is lost/.test(each))).toBeDefined()
  }, 600_000)
})
