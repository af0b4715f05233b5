import { createRandom } from "@escucha/core/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { driftOf, houseOf } from "../../../../tests/support/projections.ts"
import { campaignSeed } from "../../../../tests/support/seed.ts"
import { servedOptions } from "../../../../tests/support/served-options.ts"
import type { AnyEntry } from "../../../core/src/assembly/entries.ts"
import type { Stored } from "../../../core/src/assembly/loop.ts"
import { postgres } from "../../src/stores/postgres.ts"
import { postgresServer, type RunningPostgres } from "../support/postgres-server.ts"
import { killOneOfThree, type Story } from "./three-processes.ts"

const { isThere, remedy } = postgresServer
const kills = Number(process.env["ESCUCHA_KILLS"] ?? 24)

let server: RunningPostgres
beforeAll(async () => {
  if (isThere) server = await postgresServer.start()
}, 60_000)
afterAll(() => server?.[Symbol.asyncDispose]())

const countBy = (names: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

const dataOf = (entries: readonly AnyEntry[]) => {
  const deliveries = new Map(
    entries.flatMap((entry) =>
      entry.kind === "delivery-changed" ? [[entry.data.message, entry.data.delivery.status] as const] : [],
    ),
  )
  const replies = entries.flatMap((entry) => (entry.kind === "message-written" ? [entry] : []))
  return { deliveries, replies }
}

/** Where somebody was answered in another order than they wrote. */
const outOfOrder = (entries: readonly AnyEntry[]): readonly string[] => {
  const said = Map.groupBy(entries, ({ stream }) => stream)
  return [...said].flatMap(([stream, of]) => {
    const heard = of.flatMap((entry) => (entry.kind === "message-received" ? [`heard ${entry.data.text}`] : []))
    const answered = of.flatMap((entry) => (entry.kind === "message-written" ? [entry.data.content.text ?? ""] : []))
    return heard.join() === answered.join() ? [] : [`${stream} was not answered in order`]
  })
}

const judge = async (url: string, { acknowledged, handed }: Story) => {
  const store = postgres<Stored>(url)
  const entries: AnyEntry[] = []
  for await (const { entry } of store.feed(0)) entries.push(entry as AnyEntry) // the house writes no other kinds
  const times = countBy(entries.map(({ id }) => id))
  const cases = countBy(entries.flatMap((entry) => (entry.kind === "case-opened" ? [`${entry.data.case}`] : [])))
  const { deliveries, replies } = dataOf(entries)
  const wrong = [
    ...[...acknowledged].filter((id) => !times.has(id)).map((id) => `${id} was acknowledged and is lost`),
    ...[...times].filter(([, count]) => count > 1).map(([id]) => `${id} took effect twice`),
    ...[...cases].filter(([, count]) => count > 1).map(([id]) => `case ${id} was opened twice`),
    ...[...handed].filter(([, count]) => count > 1).map(([text, count]) => `"${text}" was handed over ${count} times`),
    ...replies.flatMap(({ data: { message, content } }) => {
      const status = deliveries.get(message)
      const isSent = status === "sent" || status === "replied"
      return (isSent && handed.get(content.text ?? "") === 1) || status === "uncertain"
        ? []
        : [`${message} is ${status ?? "queued"} and was handed over ${handed.get(content.text ?? "") ?? 0} times`]
    }),
    ...outOfOrder(entries),
    ...(await driftOf(houseOf(servedOptions("http://127.0.0.1:1")), store)).map((part) => `drift of ${part}`),
    ...(await store.jobs({ limit: 1000 })).items
      .filter(({ type }) => type !== "clock")
      .map(({ id }) => `${id} was never done`),
  ]
  await store.close()
  const uncertain = [...deliveries.values()].filter((status) => status === "uncertain").length
  return { wrong, entries: entries.length, replies: replies.length, uncertain, cases: cases.size }
}

const run = async (wanted: number, bug?: string) => {
  const seed = campaignSeed()
  const database = await server.fresh()
  const watching = postgres<Stored>({ url: database, connections: 2 })
  await watching.migrate()
  const isDone = async () => (await watching.jobs({ limit: 1000 })).items.every(({ type }) => type === "clock")
  const story = await killOneOfThree({
    database,
    kills: wanted,
    random: createRandom(seed),
    isDone,
    ...(bug !== undefined && { bug }),
  })
  await watching.close()
  const { wrong, ...counts } = await judge(database, story)
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
