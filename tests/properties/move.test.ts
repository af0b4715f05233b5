import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { type Counted, compareStores, moveStore } from "../../packages/core/src/runtime/move.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { history, type Step } from "../support/full-house-steps.ts"
import { contentsOf, live } from "../support/moved-house.ts"

const runs = Number(process.env["ESCUCHA_RUNS"] ?? 60)
const longest = Number(process.env["ESCUCHA_STEPS"] ?? 14)
const start = Date.parse("2026-10-23T15:30:00Z")
const day = 86_400_000

const seen: { [part: string]: number } = {}
afterAll(() => console.log(JSON.stringify({ law: "a store that was moved", runs, ...seen })))

const noteAll = (counted: Counted) => {
  for (const [part, records] of Object.entries(counted)) seen[part] = (seen[part] ?? 0) + records
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
