import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import type { Rule } from "../../packages/core/src/assembly/rule.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import type { InputId } from "../../packages/core/src/kernel/ids.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"
import { aFullHouse, everything, type FullHouse } from "../support/full-house.ts"
import { blurred, driftIn, ghosts, strayed } from "../support/full-house-laws.ts"
import { endsIn, misdelivered, underWay } from "../support/full-house-network-laws.ts"
import { addresses, networkSteps, places } from "../support/full-house-network-steps.ts"
import { historyOf, names, nothingTold, type Step, take } from "../support/full-house-steps.ts"
import { traces } from "../support/full-house-traces.ts"
import { isNoticed } from "../support/notices.ts"
import type { Bug } from "../support/planted.ts"

const runs = Number(process.env["ESCUCHA_RUNS"] ?? 60)
const longest = Number(process.env["ESCUCHA_STEPS"] ?? 24)
const start = Date.parse("2026-10-23T10:30:00Z")
const day = 86_400_000

/** As a full house, but for the cap, and a machine answers everything: much is written. */
const { atMost: _, ...contact } = everything.contact
const rules: readonly Rule[] = [
  ...everything.rules,
  { name: "echo", on: "message-received", do: ({ text }, act) => act.reply(`re: ${text}`) },
]
const more = { contact, rules }

/** Everything that has to do with networks, and what may come in between. */
const kinds: readonly Step["does"][] = [
  ...(Object.keys(networkSteps) as (keyof typeof networkSteps)[]), // an object has its own keys
  ...Array.from({ length: 9 }, () => "push" as const),
  ...Array.from({ length: 6 }, () => ["hear", "answer2", "trouble"] as const).flat(),
  ...Array.from({ length: 4 }, () => ["told", "wait"] as const).flat(),
  ...(["restart", "erase", "opt", "link", "unlink", "survey", "write", "agree"] as const),
]

const stores = { memory: () => memoryStore<Stored>(), sqlite: () => sqliteStore<Stored>(":memory:") }
const none: Readonly<Record<string, number>> = {}
const seen = { entries: 0, calls: 0, erased: 0, taken: { ...none }, ends: { ...none }, troubles: { ...none } } // counted by kind
const count = (of: Record<string, number>, what: string, times = 1) => {
  of[what] = (of[what] ?? 0) + times
}
afterAll(() => console.log(JSON.stringify({ law: "the networks of a full house", runs: 2 * runs, ...seen })))

const holds = async (house: FullHouse, ids: Iterable<string>) => {
  expect(await misdelivered(house)).toEqual([])
  expect(await driftIn(house)).toEqual([])
  expect(await strayed(house)).toEqual([])
  expect(await ghosts(house)).toEqual([])
  expect(await blurred(house, ids)).toEqual([])
  expect(house.failures).toEqual([])
}

/** What stands in the way of everything else while it lasts. */
const byItself: ReadonlySet<Step["does"]> = new Set(["wait", "restart", "erase"])

const groupsOf = (story: readonly Step[], size: number): readonly (readonly number[])[] => {
  const groups: number[][] = []
  for (const [place, { does }] of story.entries()) {
    const last = groups.at(-1)
    const before = last?.[0] === undefined ? undefined : story[last[0]]
    if (last && last.length < size && !byItself.has(does) && before && !byItself.has(before.does)) last.push(place)
    else groups.push([place])
  }
  return groups
}

/** Most are known already when a story begins. */
const greets = async ({ escucha }: FullHouse) => {
  for (const { network, address } of addresses)
    if (address !== "34600000002")
      await escucha.conversations.receive(network, [
        { type: "message", id: `hello ${network}`, address, text: "hola", at: start - day / 2 },
      ])
  await escucha.settled()
}

/** A bug, and what has to happen oftener for it to show: a campaign is long enough for the others. */
interface Planted extends Bug {
  readonly oftener?: readonly Step["does"][]
}

const law = (make: () => Store<Stored>, bug?: Planted) =>
  fc.asyncProperty(
    historyOf([...kinds, ...(bug?.oftener ?? [])], longest),
    fc.constantFrom(1, 1, 4),
    async (story, atOnce) => {
      const kept = make()
      const house = await aFullHouse(kept, { at: start, bug, more })
      const told = nothingTold()
      await greets(house)
      for (const group of groupsOf(story, atOnce)) {
        await Promise.all(
          group.map((place) => (story[place] ? take(house, story[place], `h${place}`, told) : undefined)),
        )
        expect(await misdelivered(house)).toEqual([])
      }
      await holds(house, [...names, ...places, ...told.ids])
      expect(await traces(house, told.gone)).toEqual([])
      await house.restart()
      await house.clock.advance(40 * day)
      await holds(house, [...names, ...places, ...told.ids])
      expect(await underWay(house)).toEqual([])
      expect(await traces(house, told.gone)).toEqual([])
      seen.erased += told.gone.size
      seen.entries += (await house.store.size()).entries
      seen.calls += house.outside.calls.length
      for (const [does, times] of Object.entries(told.taken)) count(seen.taken, does, times)
      for (const end of await endsIn(house)) count(seen.ends, end)
      for (const { trouble } of house.outside.calls) count(seen.troubles, trouble)
      await house.escucha.close()
      await kept.close()
    },
  )

/** Bugs of deciding; what a campaign does not notice of them it cannot promise. */
const bugs: readonly Planted[] = [
  {
    name: "a stop is not looked at again when a message leaves",
    house: (house) => ({
      ...house,
      decide: (situation, input) => {
        const { customer } = situation
        const deaf = { ...customer, state: { ...customer.state, contact: house.initial.contact } }
        return house.decide(input.kind === "dispatch" ? { ...situation, customer: deaf } : situation, input)
      },
    }),
  },
  {
    name: "an answer that was lost is taken for a no",
    oftener: Array.from({ length: 15 }, () => ["trouble", "push"] as const).flat(),
    house: (house) => ({
      ...house,
      decide: (situation, input) =>
        house.decide(
          situation,
          input.kind === "settle" && input.result.status === "failed"
            ? { ...input, result: { ...input.result, sent: "no", retryable: true } }
            : input,
        ),
    }),
  },
  {
    name: "who asks what became of a message forgets the message",
    perform: (perform) => async (attempt, loop) =>
      attempt.type === "reconcile"
        ? void (await loop.post({
            kind: "done",
            id: `done:${attempt.id}` as InputId,
            on: attempt.key,
            acks: attempt.id,
          })) // a made one
        : perform(attempt, loop),
  },
  {
    name: "the window of a network is as long as a week",
    house: (house) => ({
      ...house,
      decide: (situation, input) => {
        const { streams } = situation.customer
        const late = [...streams].map(([stream, row]) => {
          const { conversation } = row.state
          const heardAt = conversation.heardAt === null ? null : conversation.heardAt + 6 * day
          return [stream, { ...row, state: { ...row.state, conversation: { ...conversation, heardAt } } }] as const
        })
        return house.decide({ ...situation, customer: { ...situation.customer, streams: new Map(late) } }, input)
      },
    }),
  },
]

/** Histories that once showed a fault: each run begins with them. */
const met: [story: readonly Step[], atOnce: 1 | 4][] = [
  [
    [
      // it came to the same end twice, and the job that looked at it the second time stayed for ever
      { does: "trouble", place: 0, trouble: { kind: "hang" }, again: true },
      { does: "push", place: 0, content: "words", purpose: "service", via: "here", orElse: "delivered", hours: 1 },
      { does: "moved", place: 0, to: "34600000002" },
      { does: "hear", place: 2, text: "hola", more: {}, hoursAgo: 0, twice: false },
      { does: "opt", who: "tel:+34600000001", out: false },
    ],
    1,
  ],
]

describe("a house with networks of every shape", () => {
  it.for(["memory", "sqlite"] as const)(
    `sends what it may, once and where it belongs, after ${runs} histories on %s`,
    async (kind) => {
      await fc.assert(law(stores[kind]), { numRuns: runs, examples: met })
      expect(seen.calls).toBeGreaterThan(runs)
    },
  )

  it.for(bugs)("is noticed to be broken where there is a planted bug: $name", async (bug) => {
    expect(await isNoticed(law(stores.memory, bug), 40)).toBe(true)
  })
})
