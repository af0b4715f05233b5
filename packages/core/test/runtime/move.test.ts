import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as fc from "fast-check"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { inputId } from "../../src/kernel/ids.ts"
import { inBytes } from "../../src/runtime/archive-order.ts"
import { compareStores, moveStore, type MoveProgress } from "../../src/runtime/move.ts"
import { seenHash } from "../../src/runtime/seen-hash.ts"
import { hashOf } from "../../src/runtime/sqlite/hash.ts"
import { sqliteStore } from "../../src/runtime/sqlite/store.ts"
import { memoryStore } from "../../src/runtime/store-memory.ts"
import { aStream, aWrite, feedOf, type Noted } from "../../src/testing/store-builders.ts"
import type { Archive, Archived } from "../../src/timeline/archive.ts"
import type { Store } from "../../src/timeline/store.ts"

let folder = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "move-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

const aFile = (name: string) => sqliteStore<Noted>(join(folder, name))

/** A store with something of most things. */
const filled = async (many = 3): Promise<Store<Noted>> => {
  const store = memoryStore<Noted>()
  const units = Array.from({ length: many }, (_, place) => {
    const stream = aStream(place + 1)
    return aWrite(stream, {
      text: `note ${place}`,
      puts: [{ projection: "inbox", key: stream, at: place, data: "{}" }],
      counts: [{ metric: "notes", at: 0, by: 1 }],
      posts: [{ key: stream, id: `job ${place}`, type: "send" }],
    })
  })
  await store.commit(units)
  await store.media?.put("m_1", { bytes: new Uint8Array([1, 2, 3]), type: "text/plain", name: "a.txt" })
  return store
}

/** A store whose archive gives other records than it holds. */
const lying = (store: Store<Noted>, change: (record: Archived) => readonly Archived[]): Store<Noted> => {
  const { archive } = store
  if (!archive) throw new TypeError("it has one")
  const changed = async function* (records: AsyncIterable<Archived>): AsyncIterable<Archived> {
    for await (const record of records) yield* change(record)
  }
  const lies: Archive = {
    dump: () => archive.dump(),
    restore: (records, verify) => archive.restore(changed(records), verify),
  }
  return { ...store, archive: lies }
}

describe("moving a store", () => {
  it.for([
    ["an entry whose text was changed", (r) => (r.part === "entry" ? [{ ...r, data: `${r.data} ` }] : [r]), "changed"],
    ["a lost input", (r) => (r.part === "seen" ? [] : [r]), "missing"],
    ["a lost job", (r) => (r.part === "job" ? [] : [r]), "missing"],
    ["a changed file", (r) => (r.part === "file" ? [{ ...r, bytes: new Uint8Array([1, 2, 4]) }] : [r]), "changed"],
    ["lost words", (r) => (r.part === "entry" ? [{ ...r, words: "" }] : [r]), "changed"],
    ["a counter that is one too high", (r) => (r.part === "count" ? [{ ...r, by: r.by + 1 }] : [r]), "changed"],
    ["a line more", (r) => (r.part === "row" ? [r, { ...r, key: `${r.key}/more` }] : [r]), "added|changed"],
  ] satisfies readonly (readonly [string, (record: Archived) => readonly Archived[], string])[])(
    "finds %s before anything is kept",
    async ([, change, because]) => {
      const [from, to] = [await filled(), aFile("to.db")]
      await expect(moveStore(from, lying(to, change))).rejects.toThrow(
        new RegExp(`is (${because}) in what was written`),
      )
      expect(await to.size()).toEqual({ customers: 0, streams: 0, entries: 0, jobs: 0 })
      await moveStore(from, to)
      expect((await compareStores(from, to)).difference).toBeUndefined()
      await to.close()
    },
  )

  it("keeps nothing where somebody wrote to the first store meanwhile", async () => {
    const [from, to] = [await filled(), aFile("to.db")]
    let isFirst = true
    const onProgress = ({ part, doing }: MoveProgress) => {
      if (part !== "entry" || doing !== "writing" || !isFirst) return
      isFirst = false
      void from.commit([aWrite(aStream(9))])
    }
    await expect(moveStore(from, to, { onProgress })).rejects.toThrow("stop everything that uses either store")
    expect((await to.size()).entries).toBe(0)
    await to.close()
  })

  it("leaves a file that another process has open alone", async () => {
    const holder = aFile("from.db")
    await holder.migrate()
    const from = aFile("from.db")
    await expect(moveStore(from, memoryStore<Noted>())).rejects.toMatchObject({ _tag: "StoreError", reason: "locked" })
    await holder.close()
    await from.close()
  })

  it("says how far it has come, and of how much once that is known", async () => {
    const said: MoveProgress[] = []
    await moveStore(await filled(1500), memoryStore<Noted>(), { onProgress: (progress) => said.push(progress) })
    expect(said.filter(({ doing }) => doing === "writing").map(({ part }) => part)).toContain("file")
    expect(said.at(-1)).toMatchObject({ doing: "comparing", part: "file", of: 6 * 1500 + 3 })
    expect(said.some(({ records }) => records === 3000)).toBe(true)
  })

  it("keeps the order of commits and the cursors, so that whoever reads the feed goes on", async () => {
    const [from, to] = [await filled(5), aFile("to.db")]
    await from.erase(aStream(5))
    await moveStore(from, to)
    expect(await feedOf(to)).toEqual(await feedOf(from))
    expect(await to.head()).toBe(5) // the last was erased: its cursor is never given again
    await to.commit([aWrite(aStream(7))])
    expect((await feedOf(to, 5)).map(({ cursor }) => cursor)).toEqual([6])
    await to.close()
  })

  it("says where two stores part", async () => {
    const [one, two] = [await filled(3), await filled(3)]
    expect(await compareStores(one, two)).toMatchObject({ counted: { entry: 3, file: 1 } })
    await two.commit([aWrite(aStream(4))])
    expect((await compareStores(one, two)).difference).toEqual({ part: "head", record: 1, because: "changed" })
    await two.erase(aStream(1))
    expect((await compareStores(await filled(2), await filled(3))).difference).toBeDefined()
  })

  it("refuses a store that cannot be moved, by its name", async () => {
    const { archive: _none, ...bare } = memoryStore<Noted>()
    await expect(moveStore(bare, memoryStore<Noted>())).rejects.toMatchObject({ _tag: "InputError", field: "from" })
    await expect(moveStore(memoryStore<Noted>(), bare)).rejects.toMatchObject({ _tag: "InputError", field: "to" })
  })

  it("calls what was seen the same with Node and without", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (text) => {
        const id = inputId(`in ${text}`)
        expect(seenHash(id)).toBe(hashOf(id))
      }),
      { numRuns: 1000 },
    )
  })

  it("puts names in the order of their bytes, as databases do", () => {
    const some = fc.string({
      unit: fc.constantFrom("a", "b", "ñ", "\uffee", "\u{1f69a}", "\u{10ffff}", "\ue000"),
      maxLength: 4,
    })
    fc.assert(
      fc.property(some, some, (one, two) => {
        expect(Math.sign(inBytes(one, two))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(two)))
      }),
      { numRuns: 3000 },
    )
  })
})
