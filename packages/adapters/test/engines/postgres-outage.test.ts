import { setTimeout as sleep } from "node:timers/promises"
import { createRandom, fakeChannel } from "@escucha/core/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type AnyOptions, open } from "../../../../tests/support/planted.ts"
import { driftOf, houseOf } from "../../../../tests/support/projections.ts"
import { campaignSeed } from "../../../../tests/support/seed.ts"
import type { AnyEntry } from "../../../core/src/assembly/entries.ts"
import type { Stored } from "../../../core/src/assembly/loop.ts"
import { postgresEngine } from "../../src/engines/postgres.ts"
import { postgres } from "../../src/stores/postgres.ts"
import { postgresServer, type RunningPostgres } from "../support/postgres-server.ts"

const { isThere, remedy } = postgresServer
const conversations = Number(process.env["ESCUCHA_CONVERSATIONS"] ?? 120)

let server: RunningPostgres
beforeAll(async () => {
  if (isThere) server = await postgresServer.start()
}, 60_000)
afterAll(() => server?.[Symbol.asyncDispose]())

/** Somebody writes, nobody answers within three seconds, and then a rule does. */
const optionsOf = (chat: ReturnType<typeof fakeChannel>): AnyOptions => ({
  channels: { chat },
  contact: { answerWithin: "3 seconds" },
  delivery: { answer: { uncertain: "hold" } },
  rules: [{ name: "late", on: "answer-overdue", do: (_, act) => act.reply("we are late") }],
})

const openHouse = (url: string) => {
  const chat = fakeChannel({ scheme: "tel" })
  const lost: unknown[] = []
  const escucha = open({
    ...optionsOf(chat),
    store: postgres<Stored>({ url, connections: 6 }),
    engine: postgresEngine({ url, connections: 3, report: (failure) => lost.push(failure) }),
    report: (failure) => lost.push(failure),
  })
  return { chat, escucha, lost }
}

/** Stops the server again and again, for up to two seconds, until it is told that it is enough. */
const disturb = async (random: () => number, enough: AbortSignal): Promise<number> => {
  for (let stops = 0; ; stops++) {
    await sleep(5_000 + random() * 5_000, undefined, { signal: enough }).catch(() => undefined)
    if (enough.aborted) return stops
    await server.stop(random() < 0.5 ? "fast" : "immediate")
    await sleep(random() * 2_000)
    await server.startAgain()
  }
}

const judge = async (url: string, delivered: ReadonlyMap<string, number>) => {
  const store = postgres<Stored>(url)
  const entries: AnyEntry[] = []
  for await (const { entry } of store.feed(0)) entries.push(entry as AnyEntry) // the house writes no other kinds
  const wrong: string[] = []
  const unsure = new Set(
    entries.flatMap((entry) =>
      entry.kind === "delivery-changed" && entry.data.delivery.status === "uncertain" ? [entry.stream] : [],
    ),
  )
  const streams = Map.groupBy(entries, ({ stream }) => stream)
  for (const [stream, of] of streams) {
    const count = (kind: AnyEntry["kind"]) => of.filter((entry) => entry.kind === kind).length
    for (const kind of ["message-received", "answer-overdue", "message-written"] as const)
      if (count(kind) !== 1) wrong.push(`${stream} has ${count(kind)} of ${kind}`)
  }
  for (const [address, count] of delivered) if (count > 1) wrong.push(`${address} was written to ${count} times`)
  if (delivered.size + unsure.size < streams.size) wrong.push(`${streams.size - delivered.size} were never answered`)
  wrong.push(
    ...(await driftOf(houseOf(optionsOf(fakeChannel({ scheme: "tel" }))), store)).map((part) => `drift of ${part}`),
  )
  await store.close()
  return { wrong, streams: streams.size, uncertain: unsure.size }
}

describe(`a database that is stopped again and again ${isThere ? "" : `(${remedy})`}`, () => {
  it.skipIf(!isThere)(
    `loses none of ${conversations} conversations, and their timers ring once`,
    async () => {
      const seed = campaignSeed(),
        random = createRandom(seed)
      const url = await server.fresh()
      const houses = [openHouse(url), openHouse(url)]
      for (const { escucha } of houses) await escucha.start()
      const enough = new AbortController()
      const disturbed = disturb(random, enough.signal)
      let refused = 0
      const say = async (number: number): Promise<void> => {
        const message = { type: "message", id: `${number}`, address: `tel:+3460${number}`, text: `${number}` } as const
        for (;;)
          try {
            await houses[number % 2]?.escucha.conversations.receive("chat", [message])
            return
          } catch {
            // not taken: whoever brought it brings it again
            refused++
            await sleep(50)
          }
      }
      const speak = async (from: number): Promise<void> => {
        for (let number = from; number < conversations; number += 8) {
          await say(number)
          await sleep(random() * ((20_000 / conversations) * 16))
        }
      }
      await Promise.all(Array.from({ length: 8 }, (_, from) => speak(from)))
      const store = postgres<Stored>({ url, connections: 2 })
      const isDone = async () => (await store.jobs({ limit: 10 })).items.length === 0
      for (let waited = 0; waited < 120_000 && !(await isDone().catch(() => false)); waited += 200) await sleep(200)
      enough.abort()
      const stops = await disturbed
      await store.close()
      for (const { escucha } of houses) await escucha.close()
      const delivered = new Map<string, number>()
      for (const { chat } of houses)
        for (const { address } of chat.delivered) delivered.set(address, (delivered.get(address) ?? 0) + 1)
      const { wrong, ...counts } = await judge(url, delivered)
      const report = { campaign: "the database stops", seed, conversations, stops, refused, ...counts }
      console.log(JSON.stringify({ ...report, wrong: wrong.length, example: wrong[0] ?? "" }))
      expect(wrong).toEqual([])
      expect(counts.streams).toBe(conversations)
      expect(stops).toBeGreaterThan(0)
    },
    240_000 + conversations * 200,
  )
})
