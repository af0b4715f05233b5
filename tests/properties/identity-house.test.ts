import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { settingOf } from "../../packages/core/src/assembly/options.ts"
import type { Identifier, StreamId } from "../../packages/core/src/kernel/ids.ts"
import { identity } from "../../packages/core/src/profile/identity.ts"
import type { Links } from "../../packages/core/src/profile/identity/links.ts"
import { resolve } from "../../packages/core/src/profile/identity/resolve.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { aHouse, type TestHouse } from "../support/house.ts"
import { isNoticed } from "../support/notices.ts"
import type { Bug } from "../support/planted.ts"

const runs = 300

const names = [
  "user:ana",
  "user:ben",
  "user:eva",
  "user:leo",
  "user:ivo",
  "email:a@x.org",
  "email:b@x.org",
  "email:null",
  "tel:1",
  "tel:2",
  "tel:3",
  "anonymous:p",
  "anonymous:q",
  "desk:front",
] as const satisfies readonly Identifier[]
const identifiers = { tel: { limit: "2 per 10 days" }, desk: { shared: true }, email: { priority: 1 } } as const
const { identifiers: rules } = settingOf({ identifiers })

const start = Date.parse("2026-06-01T12:00:00Z")
const name = fc.constantFrom(...names)
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constant("link"),
      name,
      other: name,
      trust: fc.constantFrom("stated", "stated", "manual", "claimed"),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("identify"), name, other: name }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant("retract"), of: fc.nat({ max: 30 }) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("apart"), name, other: name }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("unlink"), name }) },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** What a retraction takes back: what this step of the story says, whether that came already or comes later. */
const saidBy = (story: readonly Step[], number: number) => {
  const meant = story[number % story.length]
  if (meant?.does === "link") return { ...meant, id: `link:d${number % story.length}` }
  return meant?.does === "apart" ? { ...meant, id: `apart:d${number % story.length}` } : undefined
}

const take = async ({ escucha }: TestHouse, story: readonly Step[], number: number): Promise<unknown> => {
  const deed = story[number]
  const id = `d${number}`
  switch (deed?.does) {
    case "link":
      return deed.name === deed.other
        ? undefined
        : escucha.identities.link(deed.name, deed.other, { id, trust: deed.trust })
    case "identify":
      return escucha.customers.identify(deed.name, {}, { id, also: [deed.other] })
    case "apart":
      return deed.name === deed.other
        ? undefined
        : escucha.identities.keepApart(deed.name, deed.other, { id, reason: "two people", by: "ana" })
    case "unlink":
      return escucha.identities.unlink(deed.name, { id, reason: "a shared mailbox" })
    case "retract": {
      const meant = saidBy(story, deed.of)
      return meant && escucha.identities.retract(meant.name, meant.other, meant.id, { id, reason: "a mistake" })
    }
    default:
      return undefined
  }
}

/** Who is who by the entries alone, folded without the store, the turn or the cache. */
const foldedFrom = async ({ escucha: { store } }: TestHouse) => {
  const states = new Map<StreamId, Links>()
  for await (const { entry } of store.feed(0)) {
    const before = states.get(entry.stream) ?? identity.initial
    const fold = Reflect.get(identity.on, entry.kind) as ((state: Links, its: typeof entry) => Links) | undefined // its own step, where it has one
    states.set(entry.stream, fold ? fold(before, entry) : before)
  }
  return resolve(states, rules)
}

const stores = { memory: () => memoryStore<Stored>(), sqlite: () => sqliteStore<Stored>(":memory:") }
const seen = { joined: 0, refused: 0, unlinked: 0 }
afterAll(() => console.log(JSON.stringify({ law: "who is who in a house = by its entries", runs: 2 * runs, ...seen })))

const law = (kind: keyof typeof stores, bug?: Bug) =>
  fc.asyncProperty(
    fc.array(step, { minLength: 8, maxLength: 30, size: "max" }),
    fc.constantFrom(1, 3, 50),
    async (story, together) => {
      const house = await aHouse({ at: start, identifiers, store: stores[kind](), ...(bug && { bug }) })
      const { escucha } = house
      // born in one order, so that a story is the same each time
      for (const each of names) await escucha.customers.identify(each, {}, { also: [] })
      for (const each of names) await escucha.customers.optIn(each)
      for (let first = 0; first < story.length; first += together)
        await Promise.all(
          Array.from({ length: Math.min(together, story.length - first) }, (_, next) =>
            take(house, story, first + next),
          ),
        )
      await escucha.settled()
      const whole = await foldedFrom(house)
      const { bound, streams } = await escucha.store.load({ inputs: [], identifiers: names, streams: [] })
      expect([...streams].map(([stream, { customer }]) => [stream, customer]).sort()).toEqual(
        [...whole.customers].sort(),
      )
      const told = new Map<string, string>()
      for (const each of names)
        for (const { link, rule } of (await escucha.identities.explain(each))?.refused ?? []) told.set(link, rule)
      expect([...told].sort()).toEqual([...whole.refused].sort())
      seen.joined += bound.size - new Set(whole.customers.values()).size
      seen.refused += whole.refused.size
      seen.unlinked += story.filter(({ does }) => does === "unlink").length
      await escucha.close()
    },
  )

describe("who is who in a house", () => {
  it.for(["memory", "sqlite"] as const)(
    `is what its entries alone say, and each refused link is explained by the rule (${runs} histories on %s)`,
    async (kind) => {
      await fc.assert(law(kind), { numRuns: runs })
      for (const count of Object.values(seen)) expect(count).toBeGreaterThan(runs / 4)
    },
  )

  it.for<Bug>([
    {
      name: "only the customers that an input names are looked at",
      house: (house) => ({ ...house, neighbours: () => [] }),
    },
    {
      name: "a retraction is taken for something that frees nothing",
      house: (house) => ({ ...house, ties: (input) => house.ties?.(input) && "joining" }),
    },
    {
      name: "a claim is believed",
      house: (house) => ({
        ...house,
        customers: (streams) =>
          house.customers(
            new Map(
              [...streams].map(([stream, state]) => {
                const links = Object.entries(state.identity.links).map(([id, said]) => [
                  id,
                  said.trust === "claimed" ? { ...said, trust: "stated" as const } : said,
                ])
                return [stream, { ...state, identity: { ...state.identity, links: Object.fromEntries(links) } }]
              }),
            ),
          ),
      }),
    },
    {
      name: "those who are kept apart are not",
      house: (house) => ({
        ...house,
        customers: (streams) =>
          house.customers(
            new Map(
              [...streams].map(([stream, state]) => [stream, { ...state, identity: { ...state.identity, apart: {} } }]),
            ),
          ),
      }),
    },
  ])("notices a planted bug: $name", async (bug) => {
    expect(await isNoticed(law("memory", bug), runs)).toBe(true)
  })
})
