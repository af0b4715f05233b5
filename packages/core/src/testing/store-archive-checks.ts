import { moveStore } from "../runtime/move.ts"
import { memoryStore } from "../runtime/store-memory.ts"
import type { Archived } from "../timeline/archive.ts"
import type { Store } from "../timeline/store.ts"
import { expectRejection, expectSame, expectThat } from "./expectation.ts"
import { aStream, aWrite, contentsOf, inputOf, noon, type Noted } from "./store-builders.ts"
import { type StoreCheck, storeCheck } from "./store-check.ts"

const [first, second, third] = [aStream(1), aStream(2), aStream(3)]
const streams = [first, second, third]

/** Writes something of everything, and erases one customer again. */
const fill = async (store: Store<Noted>): Promise<void> => {
  await store.commit([
    aWrite(first, {
      times: [noon, noon + 1],
      text: "a note about Camión",
      puts: [{ projection: "inbox", key: first, at: 1, data: `{"open":true,"text":"ñ 🚚 \\u0000"}` }],
      counts: [
        { metric: "notes", at: noon, by: 2 },
        { metric: "none", at: noon, by: 0 },
      ],
      posts: [
        { key: first, id: "now", type: "send", ref: "r" },
        { key: first, id: "later", type: "ring", at: noon * 2 },
      ],
    }),
    aWrite(second, { customer: first }),
  ])
  await store.commit([aWrite(third, { text: "gone" })])
  await store.media?.put("m_1", { bytes: new Uint8Array([0, 255, 7]), type: "image/png", name: "ñ.png" })
  await store.erase(third)
}

const allOf = async ({ archive }: Store<Noted>): Promise<readonly Archived[]> => {
  const all: Archived[] = []
  for await (const record of archive?.dump() ?? []) all.push(record)
  return all
}

const partsOf = (records: readonly Archived[]) => ({
  head: records.filter(({ part }) => part === "head"),
  seen: records.filter(({ part }) => part === "seen").length,
  jobs: records.flatMap((record) => (record.part === "job" ? [record.job] : [])),
  files: records.flatMap((record) =>
    record.part === "file" ? [[record.id, record.type, record.name, [...record.bytes]]] : [],
  ),
})

const expectAlike = async (what: string, is: Store<Noted>, must: Store<Noted>): Promise<void> => {
  expectSame(`${what}: what can be asked`, await contentsOf(is, streams), await contentsOf(must, streams))
  expectSame(`${what}: what cannot`, partsOf(await allOf(is)), partsOf(await allOf(must)))
}

/** What a store promises that can be moved; one that cannot has none of these to keep. */
export const storeArchiveChecks: readonly StoreCheck[] = [
  storeCheck("all that it holds can be moved into another store", async ({ store }) => {
    if (!store.archive) return
    await fill(store)
    const other = memoryStore<Noted>()
    const model = memoryStore<Noted>()
    await fill(model)
    await moveStore(store, other)
    await expectAlike("the other store", other, model)
    await expectAlike("the store itself", store, model)
  }),
  storeCheck(
    "all that another store held can be moved into it, and it goes on from there",
    async ({ store, reopen }) => {
      if (!store.archive) return
      const other = memoryStore<Noted>()
      await fill(other)
      await moveStore(other, store)
      const moved = (await reopen?.()) ?? store
      await expectAlike("what was moved", moved, other)
      const again = { ...aWrite(third), inputs: [inputOf(third, 1)] }
      expectSame("an input of before, also of who was erased", await moved.commit([again]), [
        { status: "duplicate", inputs: [inputOf(third, 1)] },
      ])
      const next = aWrite(first, { after: 2 })
      for (const each of [moved, other])
        expectSame("what comes next", await each.commit([next]), [{ status: "committed" }])
      await expectAlike("after the next commit", moved, other)
    },
  ),
  storeCheck("nothing is moved into a store that holds something", async ({ store }) => {
    if (!store.archive) return
    await store.commit([aWrite(first)])
    const other = memoryStore<Noted>()
    await fill(other)
    const before = await allOf(store)
    await expectRejection("it is refused", () => moveStore(other, store), "InputError", { reason: "conflict" })
    expectSame("it holds what it held", await allOf(store), before)
  }),
  storeCheck("a move that breaks off leaves nothing behind", async ({ store }) => {
    if (!store.archive) return
    const other = memoryStore<Noted>()
    await fill(other)
    const empty = await allOf(store)
    const stop = new AbortController()
    const onProgress = ({ part }: { readonly part: Archived["part"] }) => part === "file" && stop.abort()
    const [broken] = await Promise.allSettled([moveStore(other, store, { onProgress, signal: stop.signal })])
    expectThat("it breaks off", broken.status === "rejected")
    expectSame("nothing is there", await allOf(store), empty)
    await moveStore(other, store)
    await expectAlike("moved at last", store, other)
  }),
]
