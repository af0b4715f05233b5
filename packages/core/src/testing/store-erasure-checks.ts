import { inputId } from "../kernel/ids.ts"
import type { Unit } from "../timeline/store.ts"
import { expectRejection, expectSame, expectThat } from "./expectation.ts"
import {
  anIdentifier,
  aStream,
  aUnit,
  aWrite,
  contentsOf,
  feedOf,
  inputOf,
  noon,
  type Noted,
} from "./store-builders.ts"
import { storeCheck, type StoreCheck } from "./store-check.ts"

const [ana, ben, cleo, dora] = [aStream(1), aStream(2), aStream(3), aStream(4)]

/** A unit that leaves something in every place that a store has. */
const aFullUnit = (stream: typeof ana, customer = stream): Unit<Noted> =>
  aWrite(stream, {
    customer,
    times: [noon, noon + 1],
    text: `note of ${stream}`,
    puts: [
      { projection: "inbox", key: customer, at: 1, data: JSON.stringify({ stream }) },
      { projection: "cases", key: `${stream}/1`, at: 1, data: "{}" },
    ],
    counts: [{ metric: "notes", at: 0, by: 1 }],
    posts: [
      { key: stream, id: `now ${stream}`, type: "ring" },
      { key: stream, id: `later ${stream}`, type: "ring", at: noon },
    ],
  })

/** What erasing promises: nothing of the person is left, nothing of another is lost. And what is there after a restart. */
export const storeErasureChecks: readonly StoreCheck[] = [
  storeCheck("takes back what counters told of who was erased, once", async ({ store }) => {
    await store.commit([aFullUnit(ana), aFullUnit(ben)])
    const back = [{ metric: "notes", at: 0, by: -1 }]
    await store.erase(ana, { counts: back })
    await store.erase(ana, { counts: back })
    expectSame("what is left is of the others", await store.series(["notes"], 0, 1), [
      { metric: "notes", at: 0, by: 1 },
    ])
  }),
  storeCheck("gives lines by their keys, each once, and of the list that was asked", async ({ store }) => {
    await store.commit([aFullUnit(ana), aFullUnit(ben)])
    const found = await store.rows("inbox", [ben, "nobody", ana, ben])
    expectSame("those that are there", found.map(({ key }) => key).sort(), [ana, ben])
    expectSame("as they were written", (await store.rows("cases", [`${ben}/1`]))[0], {
      projection: "cases",
      key: `${ben}/1`,
      at: 1,
      data: "{}",
    })
    expectSame("nothing of another list", await store.rows("inbox", [`${ben}/1`]), [])
    expectSame("nothing where nothing is asked", await store.rows("inbox", []), [])
  }),
  storeCheck("leaves behind what an erasure is told to leave, in the same commit", async ({ store, reopen }) => {
    await store.commit([aFullUnit(ana), aFullUnit(ben)])
    const line = { projection: "erased", key: "9f86d081", at: noon, data: "{}" }
    await store.erase(dora, { puts: [{ ...line, key: "of nobody" }] })
    await store.erase(ana, { puts: [line] })
    await store.erase(ben)
    const later = reopen ? await reopen() : store
    expectSame("the line of the erased, and none of nobody", await later.query("erased", {}, { limit: 9 }), {
      items: [line],
    })
  }),
  storeCheck("erases nothing where somebody wrote since it was read", async ({ store }) => {
    await store.commit([aFullUnit(ana), aFullUnit(ben, ana), aFullUnit(cleo)])
    const before = await contentsOf(store, [ana, ben, cleo])
    const stale: readonly (readonly [string, ReadonlyMap<typeof ana, number>])[] = [
      [
        "a stream that has grown",
        new Map([
          [ana, 2],
          [ben, 1],
        ]),
      ],
      ["a stream that has joined", new Map([[ana, 2]])],
      [
        "a stream that has left",
        new Map([
          [ana, 2],
          [ben, 2],
          [cleo, 2],
        ]),
      ],
      [
        "another stream",
        new Map([
          [ana, 2],
          [cleo, 2],
        ]),
      ],
    ]
    expectSame("somebody who is there no more", await store.erase(dora, { expects: new Map([[dora, 1]]) }), undefined)
    const puts = [{ projection: "erased", key: "1", at: 1, data: "{}" }]
    for (const [name, expects] of stale) {
      expectSame(
        name,
        await store.erase(ana, { expects, puts, counts: [{ metric: "notes", at: 0, by: -9 }] }),
        undefined,
      )
      expectSame(`${name}: all is there`, await contentsOf(store, [ana, ben, cleo]), before)
    }
    expectSame("nothing is left behind", (await store.query("erased", {}, { limit: 9 })).items, [])
    const receipt = await store.erase(ana, {
      expects: new Map([
        [ben, 2],
        [ana, 2],
      ]),
      puts,
    })
    expectSame("as it was read", receipt?.streams, 2)
  }),
  storeCheck("erases lines that tell of the person behind another's name", async ({ store }) => {
    const told = { projection: "members", at: 1, data: "{}" }
    const puts = [ana, ben].map((stream) => ({ ...told, key: `${cleo}/${stream}` }))
    const near = { ...told, key: `${cleo}/${ana}0` }
    await store.commit([aFullUnit(ana), aFullUnit(ben), aWrite(cleo, { puts: [...puts, near] })])
    await store.erase(ana)
    expectSame(
      "those of others stay",
      (await store.query("members", {}, { limit: 9 })).items.map(({ key }) => key),
      [`${cleo}/${ana}0`, `${cleo}/${ben}`],
    )
  }),
  storeCheck("shows a reader of the feed nothing of who was erased while they read", async ({ store }) => {
    await store.commit([aWrite(ana), aWrite(ben), aWrite(ana, { after: 1 }), aWrite(cleo)])
    const read: string[] = []
    for await (const { entry } of store.feed(0)) {
      if (read.push(entry.stream) === 1) await store.erase(ana)
    }
    expectSame("what is read after the erasure is of others, and all of it", read, [ana, ben, cleo])
  }),
  storeCheck("erases all of one customer and nothing of another", async ({ store }) => {
    await store.commit([aFullUnit(ana), aFullUnit(ben), aFullUnit(cleo, ana)])
    expectSame("the receipt counts what went", await store.erase(ana), {
      customer: ana,
      streams: 2,
      entries: 4,
      identifiers: 2,
      jobs: [`later ${ana}`, `later ${cleo}`, `now ${ana}`, `now ${cleo}`],
    })
    const left = await contentsOf(store, [ana, ben, cleo])
    expectSame("bindings", left.bound, new Map([[anIdentifier(ben), ben]]))
    expectSame("states", [...left.rows.keys()], [ben])
    expectSame(
      "jobs",
      left.jobs.items.map(({ key }) => key),
      [ben, ben],
    )
    expectSame(
      "lists",
      [...left.list.items, ...(await store.query("cases", {}, { limit: 9 })).items].map(({ key }) => key),
      [ben, `${ben}/1`],
    )
    expectSame(
      "texts",
      left.words.items.map(({ customer }) => customer),
      [ben, ben],
    )
    expectSame(
      "the feed",
      left.feed.map(({ entry }) => entry.stream),
      [ben, ben],
    )
    expectSame("size", left.size, { customers: 1, streams: 1, entries: 2, jobs: 2 })
    expectSame("the timeline", await store.timeline(ana, { limit: 9 }), { items: [] })
    for (const stream of [ana, cleo])
      expectSame("single entries", await store.entry(`in ${stream} 1#0`, stream), undefined)
    expectSame("counters stay", left.counts, [{ metric: "notes", at: 0, by: 3 }])
  }),
  storeCheck("erases a customer that is not there without a trace of having been asked", async ({ store }) => {
    await store.commit([aFullUnit(ana), aFullUnit(ben, ana)])
    const before = await contentsOf(store, [ana, ben])
    for (const stream of [dora, ben])
      expectSame("nothing went", await store.erase(stream), {
        customer: stream,
        streams: 0,
        entries: 0,
        identifiers: 0,
        jobs: [],
      })
    expectSame("all is there", await contentsOf(store, [ana, ben]), before)
  }),
  storeCheck(
    "takes nothing for the erased person that was read before, and knows their inputs still",
    async ({ store }) => {
      await store.commit([aFullUnit(ana)])
      await store.erase(ana)
      expectSame("a late unit is fenced", await store.commit([aWrite(ana, { after: 2 })]), [{ status: "fenced" }])
      expectSame("a retry of an input is a duplicate", await store.commit([aUnit({ inputs: [inputOf(ana, 2)] })]), [
        { status: "duplicate", inputs: [inputOf(ana, 2)] },
      ])
      expectSame(
        "the identifier is free for a new stream",
        await store.commit([aWrite(dora, { binds: new Map([[anIdentifier(ana), dora]]), inputs: [inputId("new")] })]),
        [{ status: "committed" }],
      )
      expectSame("and the search finds only what is there", (await store.search("note", { limit: 9 })).items, [])
    },
  ),
  storeCheck("never gives a cursor twice, even after the newest entries were erased", async ({ store, reopen }) => {
    await store.commit([aWrite(ana), aWrite(ben)])
    const cursor = (await feedOf(store)).at(-1)?.cursor ?? 0
    await store.erase(ben)
    const later = reopen ? await reopen() : store
    expectThat("the head does not go back", (await later.head()) >= cursor)
    await later.commit([aWrite(cleo)])
    expectSame(
      "a reader sees what came after",
      (await feedOf(later, cursor)).map(({ entry }) => entry.stream),
      [cleo],
    )
  }),
  storeCheck("says how much it holds", async ({ store }) => {
    expectSame("nothing at first", await store.size(), { customers: 0, streams: 0, entries: 0, jobs: 0 })
    await store.commit([aFullUnit(ana), aFullUnit(ben, ana), aFullUnit(cleo)])
    expectSame("customers, streams, entries and jobs", await store.size(), {
      customers: 2,
      streams: 3,
      entries: 6,
      jobs: 6,
    })
  }),
  storeCheck("has everything after it was opened again", async ({ store, reopen }) => {
    if (!reopen) return // what does not outlive its process promises nothing here
    await store.commit([aFullUnit(ana), aFullUnit(ben, ana), aFullUnit(cleo)])
    const before = await contentsOf(store, [ana, ben, cleo])
    const later = await reopen()
    expectSame("nothing is lost or changed", await contentsOf(later, [ana, ben, cleo]), before)
    expectSame("inputs stay taken", await later.commit([aFullUnit(ana)]), [
      { status: "duplicate", inputs: [inputOf(ana, 2)] },
    ])
    expectSame("it goes on", await later.commit([aWrite(ana, { after: 2 })]), [{ status: "committed" }])
  }),
  storeCheck("can be migrated twice, and refuses everything once it is closed", async ({ store }) => {
    await store.migrate()
    await store.commit([aWrite(ana)])
    await store.migrate()
    expectSame("a second migration loses nothing", (await store.size()).entries, 1)
    await store.close()
    await store.close()
    const calls = [
      () => store.load({ inputs: [], identifiers: [], streams: [] }),
      () => store.commit([aWrite(ben)]),
      () => feedOf(store),
      () => store.timeline(ana, { limit: 1 }),
      () => store.entry(`in ${ana} 1#0`, ana),
      () => store.query("inbox", {}, { limit: 1 }),
      () => store.rows("inbox", [ana]),
      () => store.search("note", { limit: 1 }),
      () => store.series(["notes"], 0, noon),
      () => store.jobs({ limit: 1 }),
      () => store.head(),
      () => store.size(),
      () => store.erase(ana),
      () => store.migrate(),
    ]
    for (const call of calls) await expectRejection("a closed store says so", call, "StoreError", { reason: "closed" })
  }),
]
