import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { InputError } from "../../packages/core/src/kernel/errors.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { defineSurvey } from "../../packages/core/src/survey/builder.ts"
import { nps } from "../../packages/core/src/survey/question-scale.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"
import { addresses, live, steps } from "../support/history.ts"
import { aHouse, type TestHouse } from "../support/house.ts"
import { isNoticed } from "../support/notices.ts"
import type { AnyOptions, Bug } from "../support/planted.ts"
import { driftOf, houseOf, projectionsOf } from "../support/projections.ts"

const runs = 3_000
const bugRuns = 100

const options = {
  traits: {},
  events: { visited: { "~standard": { version: 1, vendor: "test", validate: (value) => ({ value }) } } },
  surveys: [defineSurvey("visit", (s) => s.ask("score", nps("How was it?")))],
  rules: [
    {
      name: "care",
      on: "message-received",
      when: (m) => m.feeling.is("negative"),
      do: (_, act) => act.openCase({ kind: "complaint", owner: "support" }),
    },
  ],
} satisfies AnyOptions

const history = fc.array(
  fc.oneof(...Object.values(steps), steps.write, steps.link, steps.link, steps.consent, steps.unlink, steps.reply),
  { minLength: 2, maxLength: 12 },
)

const seen = { customers: 0, joined: 0, entries: 0 }
afterAll(() => console.log(JSON.stringify({ law: "export, then import = the same", runs, ...seen })))

const names = [...addresses.flatMap((address) => [`tel:${address}`, `user:${address}`]), "account:acme"]

/** The documents of everybody, each customer once. */
const documentsOf = async ({ escucha }: TestHouse): Promise<readonly string[]> => {
  const documents = new Map<string, string>()
  for (const name of names) {
    const view = await escucha.customers.get(name)
    const [file] = view ? ((await escucha.customers.export(name)) ?? []) : []
    if (view && file && !documents.has(view.id)) documents.set(view.id, await file.text())
  }
  return [...documents.values()]
}

/** What has to be the same: everything but what a clock still has to do. */
const picturesOf = ({ escucha }: TestHouse) =>
  Promise.all(
    names.map(async (name) => ({
      view: await escucha.customers.get(name),
      entries: (await escucha.customers.timeline(name, { limit: 1000 })).items,
    })),
  )

const law = (make: () => Store<Stored>, bug?: Bug) =>
  fc.asyncProperty(history, async (story) => {
    const [one, two] = [memoryStore<Stored>(), make()]
    const from = await aHouse({ ...options, store: one, at: "2026-03-28T17:00:00Z" })
    await live(from, story)
    const to = await aHouse({ ...options, store: two, at: from.clock.now(), ...(bug && { bug }) })
    const documents = await documentsOf(from)
    const take = (document: string) =>
      to.escucha.customers
        .import(document)
        .catch((failure: unknown) => (failure instanceof InputError ? failure.message : failure))
    for (const document of documents) expect(await take(document)).toBe("committed")
    for (const document of documents) expect(await take(document)).toBe("duplicate")
    expect(await picturesOf(to)).toEqual(await picturesOf(from))
    expect(await documentsOf(to)).toEqual(documents)
    const judge = houseOf({ ...options, channels: { chat: to.chat } })
    expect(await driftOf(judge, two)).toEqual([])
    expect((await projectionsOf(judge, two)).live).toEqual((await projectionsOf(judge, one)).live)
    const { customers, streams, entries } = await two.size()
    seen.customers += customers
    seen.joined += streams - customers
    seen.entries += entries
    await from.escucha.close()
    await to.escucha.close()
  })

describe("what a house gives out of somebody", () => {
  it(`makes the same customer in another house, byte by byte (${runs} histories)`, async () => {
    await fc.assert(
      law(() => memoryStore<Stored>()),
      { numRuns: runs },
    )
    expect(seen.customers).toBeGreaterThan(runs)
    expect(seen.joined).toBeGreaterThan(runs / 4)
  })

  it("does so in a file, too", async () => {
    await fc.assert(
      law(() => sqliteStore<Stored>(":memory:")),
      { numRuns: runs / 10 },
    )
  })

  it.for<Bug>([
    {
      name: "a link that lies in two places comes in in one of them",
      store: (store) => ({
        ...store,
        commit: (units) =>
          store.commit(
            units.map((unit) => ({
              ...unit,
              entries: unit.entries.filter(
                ({ id }, place) => unit.entries.findIndex((other) => other.id === id) === place,
              ),
            })),
          ),
      }),
    },
    {
      name: "lines of lists are left out",
      store: (store) => ({ ...store, commit: (units) => store.commit(units.map((unit) => ({ ...unit, puts: [] }))) }),
    },
    {
      name: "what was received then is received now",
      store: (store) => ({
        ...store,
        commit: (units) =>
          store.commit(
            units.map((unit) => ({
              ...unit,
              entries: unit.entries.map((entry) => ({ ...entry, receivedAt: entry.receivedAt + 1 })),
            })),
          ),
      }),
    },
  ])("is noticed to make another where there is a planted bug: $name", async (bug) => {
    expect(
      await isNoticed(
        law(() => memoryStore<Stored>(), bug),
        bugRuns,
      ),
    ).toBe(true)
  })
})
