import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { defineSurvey } from "../../packages/core/src/survey/builder.ts"
import { nps } from "../../packages/core/src/survey/question-scale.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"
import { addresses, live, steps } from "../support/history.ts"
import { aHouse, type TestHouse } from "../support/house.ts"
import { isNoticed } from "../support/notices.ts"
import type { AnyOptions, Bug } from "../support/planted.ts"
import { houseOf, projectionsOf } from "../support/projections.ts"

const runs = 150

const options = {
  surveys: [defineSurvey("visit", (s) => s.ask("score", nps("How was it?")))],
  contact: { quietHours: ["21:00", "09:00"], zone: "Europe/Madrid" },
  rules: [
    {
      name: "care",
      on: "message-received",
      when: (m) => m.feeling.is("negative"),
      do: (_, act) => act.openCase({ kind: "complaint", owner: "support" }),
    },
  ],
} satisfies AnyOptions

const chapter = fc.array(fc.oneof(...Object.values(steps), steps.write, steps.past, steps.past, steps.link), {
  minLength: 2,
  maxLength: 10,
})
const chapters = fc.array(chapter, { minLength: 2, maxLength: 5 })

const viewRuns = 3_000

const seen = { instants: 0, entries: 0, past: 0, merged: 0 }
const views = { asked: 0, strangers: 0, renamed: 0 }
afterAll(() =>
  console.log(
    JSON.stringify({ law: "as of then = what was received until then", runs: 2 * runs, ...seen, viewRuns, views }),
  ),
)

/** The same store, whose timeline ends with what had been received at the instant. */
const storeAsOf = (store: Store<Stored>, instant: number): Store<Stored> => ({
  ...store,
  feed: async function* (after) {
    for await (const committed of store.feed(after)) if (committed.entry.receivedAt <= instant) yield committed
  },
})

const law = (make: () => Store<Stored>, bug?: Bug) =>
  fc.asyncProperty(chapters, async (story) => {
    const store = make()
    const house = await aHouse({ ...options, store, at: "2026-03-28T17:00:00Z", ...(bug && { bug }) })
    const judge = houseOf({ ...options, channels: { chat: house.chat } })
    const then: { readonly instant: number; readonly live: unknown }[] = []
    for (const [number, part] of story.entries()) {
      await live(house, part, { chapter: `c${number}` })
      then.push({ instant: house.clock.now(), live: (await projectionsOf(judge, store)).live })
      await house.waits(house.clock.now() + 1)
    }
    for (const { instant, live: known } of then) {
      expect((await projectionsOf(judge, storeAsOf(store, instant))).rebuilt).toEqual(known)
      seen.instants++
    }
    const { entries, streams, customers } = await store.size()
    for await (const { entry } of store.feed(0)) if (entry.occurredAt < entry.receivedAt) seen.past++
    seen.entries += entries
    seen.merged += streams - customers
    await house.escucha.close()
  })

describe("what was known at an instant", () => {
  it.for([
    ["memory", () => memoryStore<Stored>()],
    ["sqlite", () => sqliteStore<Stored>(":memory:")],
  ] as const)(
    `is the fold of what had been received by then, whenever it had happened (${runs} histories on %s)`,
    async ([, make]) => {
      await fc.assert(law(make), { numRuns: runs })
      expect(seen.instants).toBeGreaterThan(runs)
      expect(seen.past).toBeGreaterThan(runs / 3)
      expect(seen.merged).toBeGreaterThan(20)
    },
  )

  it.for<Bug>([
    {
      name: "what happened in the past is received in the past",
      store: (store) => ({
        ...store,
        commit: (units) =>
          store.commit(
            units.map((unit) => ({
              ...unit,
              entries: unit.entries.map((entry) => ({
                ...entry,
                receivedAt: Math.min(entry.receivedAt, entry.occurredAt),
              })),
            })),
          ),
      }),
    },
    {
      name: "a message is counted twice",
      house: (house) => ({
        ...house,
        project: (state, entry) => {
          const next = house.project(state, entry)
          return entry.kind === "message-received" && entry.position > 1
            ? { ...next, conversation: { ...next.conversation, received: next.conversation.received + 1 } }
            : next
        },
      }),
    },
  ])("is noticed to be something else where there is a planted bug: $name", async (bug) => {
    expect(
      await isNoticed(
        law(() => memoryStore<Stored>(), bug),
        runs,
      ),
    ).toBe(true)
  })
})

const short = fc.array(
  fc.array(
    fc.oneof(
      steps.write,
      steps.past,
      steps.link,
      steps.unlink,
      steps.retract,
      steps.opt,
      steps.consent,
      steps.survey,
      steps.case,
      steps.reply,
      steps.identify,
      steps.write,
      steps.link,
    ),
    { minLength: 1, maxLength: 4 },
  ),
  { minLength: 2, maxLength: 3 },
)

/** What is seen of everybody, whoever they are; asked of the house as it is, or as it was. */
const seenOf = async ({ escucha }: TestHouse, asOf?: number) => {
  const when = asOf === undefined ? {} : { asOf }
  return Promise.all(
    addresses.map(async (address) => ({
      view: await escucha.customers.get(`tel:${address}`, when),
      entries: (await escucha.customers.timeline(`tel:${address}`, { ...when, limit: 1000 })).items,
    })),
  )
}

const viewLaw = (bug?: Bug) =>
  fc.asyncProperty(short, async (story) => {
    const house = await aHouse({ ...options, at: "2026-03-28T17:00:00Z", ...(bug && { bug }) })
    const then: { readonly instant: number; readonly seen: unknown }[] = []
    const names = new Set<string>()
    for (const [number, part] of story.entries()) {
      await live(house, part, { chapter: `c${number}` })
      const now = await seenOf(house)
      views.strangers += now.filter(({ view }) => view === undefined).length
      for (const { view } of now) if (view) names.add(view.id)
      then.push({ instant: house.clock.now(), seen: now })
      await house.waits(house.clock.now() + 1)
    }
    for (const { instant, seen: known } of then) {
      expect(await seenOf(house, instant)).toEqual(known)
      views.asked++
    }
    const today = new Set((await seenOf(house)).flatMap(({ view }) => (view ? [view.id] : [])))
    if (names.size > today.size) views.renamed++
    if (house.failures.length > 0) throw house.failures[0]
    await house.escucha.close()
  })

describe("a customer as of an instant", () => {
  it(`looks as they looked then, joined with whom they were joined then (${viewRuns} histories)`, async () => {
    await fc.assert(viewLaw(), { numRuns: viewRuns })
    expect(views.asked).toBeGreaterThan(viewRuns)
    expect(views.renamed).toBeGreaterThan(viewRuns / 100)
    expect(views.strangers).toBeGreaterThan(viewRuns / 100)
  })

  it.for<Bug>([
    {
      name: "what was received late is thought to have been known when it happened",
      store: (store) => ({
        ...store,
        timeline: async (customer, page) => {
          const { items, ...rest } = await store.timeline(customer, page)
          return { ...rest, items: items.map((entry) => ({ ...entry, receivedAt: entry.occurredAt })) }
        },
      }),
    },
    {
      name: "a link that lies in two places is read in one of them",
      store: (store) => ({ ...store, entry: async () => undefined }),
    },
  ])("is noticed to look otherwise where there is a planted bug: $name", async (bug) => {
    expect(await isNoticed(viewLaw(bug), runs)).toBe(true)
  })
})
