import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"
import { aFullHouse, type FullHouse } from "../support/full-house.ts"
import { blurred, driftIn, ghosts, type Judge, judgeOf, strayed } from "../support/full-house-laws.ts"
import { history, historyOf, names, nothingTold, people, type Step, take } from "../support/full-house-steps.ts"
import type { Bug } from "../support/planted.ts"

const runs = Number(process.env["ESCUCHA_RUNS"] ?? 40)
const longest = Number(process.env["ESCUCHA_STEPS"] ?? 14)
const start = Date.parse("2026-10-23T15:30:00Z") // Europe turns its clocks back two nights later
const day = 86_400_000

/** What has no id of its own, or asks what there is when it comes. */
const onceOnly: ReadonlySet<Step["does"]> = new Set([
  "wait",
  "restart",
  "erase",
  "suggest",
  "answer",
  "confirm",
  "replay",
  "retract",
])

const stores = { memory: () => memoryStore<Stored>(), sqlite: () => sqliteStore<Stored>(":memory:") }
const seen = { entries: 0, joined: 0, taken: {} as Record<string, number> } // counted by kind
afterAll(() => console.log(JSON.stringify({ law: "the full house", runs: 2 * runs, ...seen })))

const holds = async (house: FullHouse, judge: Judge, ids: Iterable<string>) => {
  expect(await driftIn(house, judge)).toEqual([])
  expect(await strayed(house, judge)).toEqual([])
  expect(await ghosts(house)).toEqual([])
  expect(await blurred(house, ids)).toEqual([])
  expect((await house.escucha.consents.verify()).broken).toEqual([])
  expect(house.failures).toEqual([])
}

/** Another house takes everybody in, has the same people, and goes on with them. */
const moves = async ({ escucha, clock, store, lists }: FullHouse) => {
  if (lists.has("erasure") && lists.has("suggestion")) return // a guess whose one end was erased comes along, and is shown to nobody
  const other = await aFullHouse(memoryStore<Stored>(), { at: clock.now() })
  const everybody = (await store.customers({ limit: 1000 })).items
  for (const customer of everybody) {
    const [file] = (await escucha.customers.export(customer)) ?? []
    expect(await other.escucha.customers.import((await file?.text()) ?? "")).toBe("committed")
  }
  await other.escucha.settled()
  const judge = judgeOf(other)
  expect(await driftIn(other, judge)).toEqual([])
  for (const customer of everybody)
    expect(await other.escucha.customers.get(customer)).toEqual(await escucha.customers.get(customer))
  expect(await strayed(other, judge)).toEqual([])
  await other.clock.advance(400 * day)
  await holds(other, judge, everybody)
  await other.escucha.close()
}

const law = (make: () => Store<Stored>, bug?: Bug) =>
  fc.asyncProperty(
    history(longest, ["link", "link", "identify", "order", "order", "wait", "wait", "write", "unlink"]),
    async (story: readonly Step[]) => {
      const kept = make()
      const house = await aFullHouse(kept, { at: start, bug })
      const judge = judgeOf(house)
      const told = nothingTold()
      const isTaken: boolean[] = []
      for (const [place, step] of story.entries()) {
        isTaken.push(await take(house, step, `h${place}`, told))
        expect(await strayed(house, judge)).toEqual([])
      }
      await holds(house, judge, [...names, ...told.ids])
      await moves(house)
      const { entries, streams, customers } = await house.store.size()
      for (const [place, step] of story.entries())
        if (isTaken[place] && !onceOnly.has(step.does)) await take(house, step, `h${place}`, nothingTold())
      expect((await house.store.size()).entries).toBe(entries)
      await house.restart()
      await house.clock.advance(400 * day)
      await holds(house, judge, [...names, ...told.ids])
      seen.entries += entries
      seen.joined += streams - customers
      for (const [does, times] of Object.entries(told.taken)) seen.taken[does] = (seen.taken[does] ?? 0) + times
      await house.escucha.close()
      await kept.close()
    },
  )

describe("a house with everything", () => {
  it.for(["memory", "sqlite"] as const)(`is whole after ${runs} histories on %s`, async (kind) => {
    await fc.assert(law(stores[kind]), { numRuns: runs })
  })
})

/** What is said of each of them alone. */
const alone: readonly Step["does"][] = ["identify", "order", "record", "withdraw", "prefer", "rectify", "wait"]
const isAlone = (step: Step) =>
  alone.includes(step.does) &&
  !(step.does === "identify" && (step.also !== null || "email" in step.traits || "phone" in step.traits))

/**
 * What stays of a time in which they were one, because it was done or said then: a case that a rule opened, and that who had been lost
 * was won back.
 */
const ofThen: ReadonlySet<string> = new Set(["troubled", "returned"])
const isHere = (stage: string | undefined) => (stage === "lost" || stage === "at-risk" ? stage : stage && "here")

const partsOf = async ({ escucha }: FullHouse) =>
  Promise.all(
    people.map(async (name) => {
      const view = await escucha.customers.get(name)
      const { traits, traitSources, consents, preferences, segments = [], lifecycle, value } = view ?? {}
      return {
        ...{ name, traits, traitSources, consents, preferences, value },
        segments: segments.map((each) => each.name).filter((each) => !ofThen.has(each)),
        stage: isHere(lifecycle?.stage),
      }
    }),
  )

const undoLaw = (bug?: Bug) =>
  fc.asyncProperty(historyOf([...alone, "order", "wait", "link", "link", "link", "apart"], longest), async (steps) => {
    const story = steps.filter((step) => isAlone(step) || step.does === "link" || step.does === "apart")
    const house = await aFullHouse(memoryStore<Stored>(), { at: start, bug }),
      never = await aFullHouse(memoryStore<Stored>(), { at: start })
    for (const { escucha } of [house, never])
      // each is known before anything is said, so that nothing is refused in one house alone
      for (const name of people) await escucha.customers.track(name, "visited", {}, { id: `hello ${name}` })
    for (const [place, step] of story.entries()) {
      await take(house, step, `h${place}`, nothingTold())
      if (isAlone(step)) await take(never, step, `h${place}`, nothingTold())
    }
    for (const name of people) await house.escucha.identities.unlink(name, { reason: "a mistake" })
    await house.escucha.settled()
    expect(await partsOf(house)).toEqual(await partsOf(never))
    await house.escucha.close()
    await never.escucha.close()
  })

describe("two who were joined by mistake", () => {
  it(`have what each had alone when all of it is taken back (${runs} histories)`, async () => {
    await fc.assert(undoLaw(), { numRuns: runs })
  })
})
