import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { defineSurvey } from "../../packages/core/src/survey/builder.ts"
import { nps } from "../../packages/core/src/survey/question-scale.ts"
import { openText } from "../../packages/core/src/survey/question-words.ts"
import type { Fault } from "../../packages/core/src/testing/fake-channel.ts"
import { live, steps } from "../support/history.ts"
import { aHouse } from "../support/house.ts"
import { isNoticed } from "../support/notices.ts"
import type { AnyOptions, Bug } from "../support/planted.ts"
import { driftOf, houseOf } from "../support/projections.ts"

const runs = 3000

const surveys = [
  defineSurvey("visit", (s) =>
    s.ask("score", nps("How was it?")).ask("why", openText("Why?"), { when: (a) => a.score.lessThan(9) }),
  ),
]
const options = {
  traits: {},
  surveys,
  contact: { quietHours: ["21:00", "09:00"], atMost: "3 per 7 days", zone: "Europe/Madrid" },
  events: { visited: { "~standard": { version: 1, vendor: "test", validate: (value) => ({ value }) } } },
  rules: [
    {
      name: "sorry",
      on: "mood-changed",
      when: (m) => m.mood.is("upset"),
      do: async (_, act) => {
        await act.openCase({ kind: "complaint", owner: "support", within: "2 hours" })
        await act.reply("Sorry.")
      },
    },
    { name: "late", on: "answer-overdue", do: (_, act) => act.notify("support", "somebody waits") },
  ],
} satisfies AnyOptions

const faults = fc.array(
  fc.constantFrom<Fault>(
    { kind: "none" },
    { kind: "none" },
    { kind: "answer-lost" },
    { kind: "fail", reason: "unavailable", retryable: true },
    { kind: "fail", reason: "rejected", retryable: false },
  ),
  { maxLength: 12 },
)
const history = fc.array(fc.oneof(...Object.values(steps), steps.write, steps.write, steps.link, steps.wait), {
  minLength: 6,
  maxLength: 36,
})

const stores = { memory: () => memoryStore<Stored>(), sqlite: () => sqliteStore<Stored>(":memory:") }
const seen = { entries: 0, merged: 0, cases: 0 }
afterAll(() => console.log(JSON.stringify({ law: "rebuild = live", runs: 2 * runs, ...seen })))

const law = (make: () => ReturnType<typeof memoryStore<Stored>>, bug?: Bug) =>
  fc.asyncProperty(history, faults, fc.boolean(), async (story, script, isSettled) => {
    const store = make()
    const house = await aHouse({ ...options, store, faults: script, at: "2026-03-28T17:00:00Z", ...(bug && { bug }) })
    await live(house, story, { isSettled })
    const { entries, streams, customers } = await store.size()
    seen.entries += entries
    seen.merged += streams - customers
    seen.cases += (await house.escucha.cases.list()).items.length
    const drift = await driftOf(houseOf({ ...options, channels: { chat: house.chat } }), store)
    await house.escucha.close()
    expect(house.failures).toEqual([])
    expect(drift).toEqual([])
  })

describe("what is kept and what the timeline gives", () => {
  it.for(["memory", "sqlite"] as const)(
    `are the same, byte by byte, after ${runs} random histories on %s`,
    async (kind) => {
      await fc.assert(law(stores[kind]), { numRuns: runs })
      expect(seen.entries).toBeGreaterThan(runs * 5)
      expect(seen.merged).toBeGreaterThan(50)
      expect(seen.cases).toBeGreaterThan(50)
    },
  )

  it.for<Bug>([
    {
      name: "a state that is written without its entry's step",
      house: (house) => ({
        ...house,
        project: (state, entry) =>
          entry.kind === "conversation-closed" || (entry.kind === "case-opened" && entry.position % 7 === 0)
            ? state
            : house.project(state, entry),
      }),
    },
    {
      name: "a list that forgets a line when two become one",
      store: (store) => ({ ...store, commit: (units) => store.commit(units.map((unit) => ({ ...unit, drops: [] }))) }),
    },
    {
      name: "a count that is lost",
      store: (store) => ({
        ...store,
        commit: (units) => store.commit(units.map((unit) => ({ ...unit, counts: unit.counts.slice(1) }))),
      }),
    },
  ])("differ where there is a planted bug: $name", async (bug) => {
    expect(await isNoticed(law(stores.memory, bug), runs)).toBe(true)
  })
})
