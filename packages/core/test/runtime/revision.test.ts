import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { inputId, streamId, type StreamId } from "../../src/kernel/ids.ts"
import { packed } from "../../src/runtime/packed.ts"
import { isRenewed } from "../../src/runtime/revision.ts"
import { memoryStore } from "../../src/runtime/store-memory.ts"
import { defineEntry, type Entry } from "../../src/timeline/entry.ts"
import { createProject, defineFold } from "../../src/timeline/fold.ts"
import type { Unit } from "../../src/timeline/store.ts"

const bought = defineEntry<{ readonly price: number; readonly with?: StreamId }>()("bought", 1)
const praised = defineEntry<{ readonly words: string }>()("praised", 1) // a kind that the older code does not know

const add = (one: number, two: number): number => one + two
const spent = defineFold(bought)<number>({
  initial: 0,
  on: { bought: (sum, { data }) => sum + data.price },
  merge: add,
})
/** The newer code keeps the dearest under the same name, and counts what the older one does not know. */
const dearest = defineFold(bought)<number>({
  initial: 0,
  on: { bought: (most, { data }) => Math.max(most, data.price) },
  merge: Math.max,
})
const praise = defineFold(praised)<number>({ initial: 0, on: { praised: (times) => times + 1 }, merge: add })

const older = { ...createProject({ spent, orders: spent }), read: (entry: Entry) => entry }
const newer = { ...createProject({ spent, orders: dearest, praise }), read: (entry: Entry) => entry, revision: 2 }

type Row = { readonly [room: string]: unknown }
interface Code {
  readonly initial: Row
  readonly project: (state: Row, entry: Entry) => Row
  readonly read: (entry: Entry) => Entry
  readonly revision?: number
}
const asCode = (code: unknown): Code => code as Code // rooms differ between the two, which is what is tried

const one = streamId(1_000, () => 0.1)
const two = streamId(1_000, () => 0.9)

interface Step {
  readonly by: "older" | "newer"
  readonly on: readonly ("one" | "two")[]
  readonly kind: "bought" | "praised"
  readonly number: number
}

const places = { one, two }

/** Old and new code by turns over one store; each decides on what it loads, as a turn does. */
const aStore = () => {
  const memory = memoryStore<Row>()
  const reads = { entries: 0, entry: 0 }
  const store = {
    ...memory,
    timeline: async (...given: Parameters<typeof memory.timeline>) => {
      const found = await memory.timeline(...given)
      reads.entries += found.items.length
      return found
    },
    entry: async (...given: Parameters<typeof memory.entry>) => {
      reads.entry++
      return memory.entry(...given)
    },
  }
  const codes = { older: asCode(older), newer: asCode(newer) }
  const sides = { older: packed<Row>(store, codes.older), newer: packed<Row>(store, codes.newer) }
  let number = 0
  const load = async (by: "older" | "newer") =>
    (await sides[by].load({ inputs: [], identifiers: [], streams: [one, two] })).streams
  const write = async ({ by, on, kind, number: price }: Step): Promise<void> => {
    const loaded = await load(by)
    const id = inputId(`step:${number++}`)
    const entries: Entry[] = []
    const states: [StreamId, { customer: StreamId; identifier: `user:${string}`; version: number; state: Row }][] = []
    for (const name of on) {
      const stream = places[name]
      const row = loaded.get(stream)
      const entry: Entry = {
        id: `${id}#0`,
        stream,
        position: (row?.version ?? 0) + 1,
        kind,
        schema: 1,
        occurredAt: 1_000 + price * 7, // not in the order of the commits
        receivedAt: 2_000 + number,
        data: kind === "bought" ? { price } : { words: "thanks" },
      }
      entries.push(entry)
      const state = codes[by].project(row?.state ?? codes[by].initial, entry)
      states.push([stream, { customer: one, identifier: `user:${name}`, version: entry.position, state }])
    }
    const unit: Unit<Row> = {
      inputs: [id],
      expects: new Map(on.map((name) => [places[name], loaded.get(places[name])?.version ?? 0])),
      binds: new Map(),
      entries,
      passages: [],
      states: new Map(states),
      puts: [],
      drops: [],
      counts: [],
      posts: [],
      cancels: [],
      acks: [],
    }
    expect(await sides[by].commit([unit])).toEqual([{ status: "committed" }])
  }
  const roomsOf = async (by: "older" | "newer") =>
    new Map(
      [...(await load(by))].map(([stream, { state }]) => {
        const { folds: _, ...rooms } = state
        return [stream, rooms]
      }),
    )
  /** What this code alone would have come to. */
  const alone = async (by: "older" | "newer") => {
    const states = new Map<StreamId, Row>()
    for await (const { entry } of memory.feed(0))
      states.set(entry.stream, codes[by].project(states.get(entry.stream) ?? codes[by].initial, entry))
    return states
  }
  return { memory, reads, load, write, roomsOf, alone }
}

const step = fc.record<Step>({
  by: fc.constantFrom("older", "newer"),
  on: fc.constantFrom<readonly ("one" | "two")[]>(["one"], ["two"], ["one", "two"]),
  kind: fc.constantFrom("bought", "praised"),
  number: fc.integer({ min: 1, max: 50 }),
})

describe("old and new code on one store", () => {
  it("come, each, to what they would have come to alone, however they take turns", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { write, roomsOf, alone } = aStore()
        for (const each of steps) {
          await write(each)
          expect(await roomsOf("newer")).toEqual(await alone("newer"))
          expect(await roomsOf("older")).toEqual(await alone("older"))
        }
      }),
      { numRuns: 3_000 },
    )
  })

  it("a row that nobody but this code wrote carries nothing along, and is read without its entries", async () => {
    const { memory, reads, write, load } = aStore()
    for (const number of [1, 2, 3]) await write({ by: "older", on: ["one"], kind: "bought", number })
    await load("older")
    expect(reads).toEqual({ entries: 0, entry: 0 })
    const row = (await memory.load({ inputs: [], identifiers: [], streams: [one] })).streams.get(one)
    expect(row?.state).toEqual({ spent: 6, orders: 6 })
  })

  it("newer code goes on from where it was when older code wrote in between", async () => {
    const { reads, write, load } = aStore()
    for (let number = 1; number <= 40; number++) await write({ by: "older", on: ["one"], kind: "bought", number: 1 })
    await write({ by: "newer", on: ["one"], kind: "praised", number: 1 })
    await write({ by: "older", on: ["one"], kind: "bought", number: 9 })
    reads.entries = 0
    const state = (await load("newer")).get(one)?.state
    expect(state).toMatchObject({ spent: 49, orders: 9, praise: 1 })
    expect(reads.entries).toBeLessThanOrEqual(42)
  })

  it("a long stream is folded from its beginning once, not at every turn, by either of them", async () => {
    const { memory, reads, write } = aStore()
    for (let number = 0; number < 600; number++) await write({ by: "older", on: ["one"], kind: "bought", number: 1 })
    await write({ by: "newer", on: ["one"], kind: "praised", number: 20 })
    reads.entries = 0
    for (let number = 0; number < 6; number++) {
      await write({ by: "older", on: ["one"], kind: "bought", number: 30 + number })
      await write({ by: "newer", on: ["one"], kind: "praised", number: 40 + number })
    }
    expect(reads.entries).toBeLessThanOrEqual(12 * 500) // one page each, never the whole stream
    for (let number = 0; number < 250; number++) await write({ by: "newer", on: ["one"], kind: "bought", number: 50 })
    const row = (await memory.load({ inputs: [], identifiers: [], streams: [one] })).streams.get(one)
    expect(row?.state["folds"]).toEqual({ by: 2 }) // the older code is gone: nothing of it is carried for ever
  })

  it("what was folded anew is known as such until it is written", async () => {
    const { write, load } = aStore()
    await write({ by: "older", on: ["one"], kind: "bought", number: 1 })
    expect([...(await load("older")).values()].some(({ state }) => isRenewed(state))).toBe(false)
    expect([...(await load("newer")).values()].every(({ state }) => isRenewed(state))).toBe(true)
    await write({ by: "newer", on: ["one"], kind: "bought", number: 1 })
    expect([...(await load("newer")).values()].some(({ state }) => isRenewed(state))).toBe(false)
  })
})
