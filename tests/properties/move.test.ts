import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { type Counted, compareStores, moveStore } from "../../packages/core/src/runtime/move.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"
import { aFullHouse } from "../support/full-house.ts"
import { history, nothingTold, type Step, take } from "../support/full-house-steps.ts"

const runs = Number(process.env["ESCUCHA_RUNS"] ?? 60)
const longest = Number(process.env["ESCUCHA_STEPS"] ?? 14)
const start = Date.parse("2026-10-23T15:30:00Z")
const day = 86_400_000

const seen: { [part: string]: number } = {}
afterAll(() => console.log(JSON.stringify({ law: "a store that was moved", runs, ...seen })))

const noteAll = (counted: Counted) => {
  for (const [part, records] of Object.entries(counted)) seen[part] = (seen[part] ?? 0) + records
}

/** Lives a part of a history in a house over this store, from this moment; gives the moment at which it ends. */
const live = async (store: Store<Stored>, at: number, story: readonly Step[], name: string): Promise<number> => {
  const house = await aFullHouse(store, { at })
  for (const [place, step] of story.entries()) await take(house, step, `${name}${place}`, nothingTold())
  const { failures, clock } = house
  await house.escucha.close()
  expect(failures).toEqual([])
  return clock.now()
}

// salts of the ledger of consent, the hashes of its chain, the keys of shadows, and the ids of files
const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
const drawn = new RegExp(`m_[0-9a-f]{32}|${uuid}|(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])`, "g")

/** All that a store holds; fields of JSON in any order, and what was drawn by chance by when it appears first. */
const contentsOf = async ({ archive }: Store<Stored>): Promise<unknown> => {
  const all: unknown[] = []
  const files: unknown[] = []
  for await (const record of archive?.dump() ?? []) {
    if (record.part === "entry") all.push({ ...record, data: JSON.parse(record.data) })
    else if (record.part === "stream") all.push({ ...record, state: JSON.parse(record.state) })
    else if (record.part === "job")
      all.push(record.job) // in their order; the numbers of jobs that are done are given again
    else if (record.part === "file")
      files.push([record.name, record.type, Buffer.from(record.bytes).toString("base64")])
    else all.push(record)
  }
  all.push(files.sort())
  const places = new Map<string, string>()
  const sorted = (_: string, value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [two]) => (one < two ? -1 : 1)))
      : value
  return JSON.parse(
    JSON.stringify(all, sorted).replace(drawn, (found) => {
      if (!places.has(found)) places.set(found, `drawn ${places.size}`)
      return places.get(found) ?? ""
    }),
  )
}

const goesOnTheSame = fc.asyncProperty(
  history(longest, ["erase", "write", "write"]),
  history(5),
  async (before, after) => {
    const first = memoryStore<Stored>()
    const now = await live(first, start, before, "h")
    const [file, again, last] = [
      sqliteStore<Stored>(":memory:"),
      memoryStore<Stored>(),
      sqliteStore<Stored>(":memory:"),
    ]
    noteAll(await moveStore(first, file))
    await moveStore(file, again)
    await moveStore(again, last)
    expect((await compareStores(first, last)).difference).toBeUndefined()
    const rest: readonly Step[] = [...before.slice(-2), ...after, { does: "wait", who: "ana", hours: 24 * 40 }]
    for (const store of [first, file, again, last]) expect(await live(store, now + day, rest, "t")).toBeGreaterThan(now)
    const contents = await contentsOf(first)
    for (const store of [file, again, last]) expect(await contentsOf(store)).toEqual(contents)
    for (const store of [first, file, again, last]) await store.close()
  },
)

describe("a store that is moved", () => {
  it("holds the same to the letter, and its house goes on as if nothing had been", async () => {
    await fc.assert(goesOnTheSame, { numRuns: runs })
  })
})
