import type { EntryId, StreamId } from "../kernel/ids.ts"
import { type Entry, newestFirst } from "../timeline/entry.ts"
import type { Store, Unit } from "../timeline/store.ts"
import { ConformanceError, expectRejection, expectSame, expectThat } from "./expectation.ts"
import {
  allPages,
  anEntry,
  anIdentifier,
  aStream,
  aUnit,
  aWrite,
  feedOf,
  inputOf,
  noon,
  type Noted,
} from "./store-builders.ts"
import { storeCheck, type StoreCheck } from "./store-check.ts"

const [ana, ben, cleo] = [aStream(1), aStream(2), aStream(3)]

const namesOf = (entries: readonly Entry[]): readonly string[] =>
  entries.map(({ stream, position }) => `${stream} ${position}`)
const timelineOf = (store: Store<Noted>, customer: StreamId, limit: number) =>
  allPages(limit, (page) => store.timeline(customer, page))

/** An entry that lies in both streams, as a link writes it; both then belong to `customer`, or each to itself. */
const aLink = (
  id: EntryId,
  one: readonly [StreamId, number],
  two: readonly [StreamId, number],
  occurredAt: number,
  customer?: StreamId,
): Unit<Noted> =>
  aUnit({
    expects: new Map([one, two]),
    entries: [one, two].map(([stream, after]) => anEntry(stream, after + 1, { id, occurredAt })),
    states: new Map(
      [one, two].map(([stream, after]) => [
        stream,
        {
          customer: customer ?? stream,
          identifier: anIdentifier(stream),
          version: after + 1,
          state: { note: "linked" },
        },
      ]),
    ),
  })

const loadChecks: readonly StoreCheck[] = [
  storeCheck("loads with a stream all streams of its customer", async ({ store }) => {
    await store.commit([aWrite(ana), aWrite(ben), aWrite(cleo), aLink("link#0", [ana, 1], [ben, 1], noon, ana)])
    const of = async (need: { readonly streams?: readonly StreamId[]; readonly names?: readonly StreamId[] }) =>
      [
        ...(
          await store.load({
            inputs: [],
            identifiers: (need.names ?? []).map(anIdentifier),
            streams: need.streams ?? [],
          })
        ).streams.keys(),
      ].sort()
    expectSame("by the stream that was joined to the other", await of({ streams: [ben] }), [ana, ben])
    expectSame("by an identifier", await of({ names: [ben] }), [ana, ben])
    expectSame(
      "each once, however often it was asked for",
      await of({ streams: [ana, ben, cleo, cleo], names: [ana, cleo] }),
      [ana, ben, cleo],
    )
    expectSame("an unknown stream is left out", await of({ streams: [aStream(9)] }), [])
    const crowd = Array.from({ length: 120 }, (_, place) => aStream(1000 + place))
    await store.commit(crowd.map((stream) => aWrite(stream)))
    expectSame(
      "also when many are asked for",
      await of({ streams: crowd.slice(0, 60), names: [...crowd.slice(50), ben] }),
      [ana, ben, ...crowd],
    )
    const { seen } = await store.load({
      inputs: [...crowd, cleo, aStream(9)].map((stream) => inputOf(stream, 1)),
      identifiers: [],
      streams: [],
    })
    expectSame("with the inputs that were taken", seen, new Set([...crowd, cleo].map((stream) => inputOf(stream, 1))))
    await store.commit([aLink("unlink#0", [ana, 2], [ben, 2], noon + 9)])
    expectSame("and alone again after an undo", await of({ streams: [ben] }), [ben])
  }),
  storeCheck("gives states back as they were written", async ({ store }) => {
    const note = "¿qué tal? 'quotes' \"double\" \\ 🙂 \n'; DROP TABLE entries; --"
    const state = { note, deep: { list: [1, null, true, 1.5, -0.25] }, empty: "" }
    const row = { customer: ana, identifier: anIdentifier("o'neill"), version: 1, state }
    const data = { text: "x".repeat(1_000_000), nothing: null }
    await store.commit([
      aWrite(ana, {
        states: new Map([[ana, row]]),
        entries: [anEntry(ana, 1, { data, schema: 3, kind: "order-placed" })],
      }),
    ])
    expectSame("the state", (await store.load({ inputs: [], identifiers: [], streams: [ana] })).streams.get(ana), row)
    expectSame("the entry", (await store.timeline(ana, { limit: 1 })).items, [
      anEntry(ana, 1, { data, schema: 3, kind: "order-placed" }),
    ])
  }),
]

const orderChecks: readonly StoreCheck[] = [
  storeCheck("shows a timeline newest first over all streams, ties by stream and position", async ({ store }) => {
    const joined = [
      aWrite(ana, { times: [noon, noon + 2, noon, noon + 2] }),
      aWrite(ben, { times: [noon + 2, noon + 1, noon], customer: ana }),
      aWrite(cleo),
    ]
    await store.commit(joined)
    const expected = joined
      .slice(0, 2)
      .flatMap(({ entries }) => entries)
      .sort(newestFirst)
    expectSame("the order of the port", (await store.timeline(ana, { limit: 100 })).items, expected)
    expectSame("another customer has their own", namesOf((await store.timeline(cleo, { limit: 100 })).items), [
      `${cleo} 1`,
    ])
    expectSame(
      "a stream that is not the name of its customer has none",
      (await store.timeline(ben, { limit: 100 })).items,
      [],
    )
    for (let limit = 1; limit <= 8; limit++) {
      const pages = await timelineOf(store, ana, limit)
      expectSame(`pages of ${limit} give the same list`, namesOf(pages.flat()), namesOf(expected))
      expectThat(
        `every page of ${limit} but the last is full`,
        pages.slice(0, -1).every((items) => items.length === limit),
      )
    }
  }),
  storeCheck("goes on behind the last page whatever was added meanwhile", async ({ store }) => {
    await store.commit([aWrite(ana, { times: [noon + 1, noon + 2, noon + 3, noon + 4] })])
    const first = await store.timeline(ana, { limit: 2 })
    await store.commit([aWrite(ana, { after: 4, times: [noon + 9, noon + 3] })])
    const second = await store.timeline(ana, { limit: 9, ...(first.next === undefined ? {} : { after: first.next }) })
    expectSame(
      "nothing is repeated or left out",
      namesOf([...first.items, ...second.items]),
      [4, 3, 2, 1].map((position) => `${ana} ${position}`),
    )
  }),
  storeCheck("shows an entry that lies in two streams once", async ({ store }) => {
    await store.commit([
      aWrite(ana, { times: [noon, noon + 1, noon + 2] }),
      aWrite(ben, { times: [noon, noon + 1], customer: ben }),
      aWrite(cleo, { times: [noon + 1] }),
      aLink("first#0", [ana, 3], [ben, 2], noon + 1, ana),
      aLink("second#0", [ben, 3], [cleo, 1], noon + 1, ana),
      aLink("third#0", [ana, 4], [cleo, 2], noon + 1, ana),
    ])
    const whole = (await store.timeline(ana, { limit: 100 })).items
    expectSame("each id once", whole.map(({ id }) => id).sort(), [...new Set(whole.map(({ id }) => id))].sort())
    expectSame(
      "at its first place",
      namesOf(whole),
      [
        [ana, 3],
        [cleo, 3],
        [cleo, 2],
        [cleo, 1],
        [ben, 3],
        [ben, 2],
        [ana, 2],
        [ben, 1],
        [ana, 1],
      ].map(([stream, position]) => `${stream} ${position}`),
    )
    for (let limit = 1; limit <= 10; limit++)
      expectSame(`also in pages of ${limit}`, namesOf((await timelineOf(store, ana, limit)).flat()), namesOf(whole))
  }),
  storeCheck("shows each customer their own copy after an undo", async ({ store }) => {
    await store.commit([
      aWrite(ana),
      aWrite(ben),
      aLink("link#0", [ana, 1], [ben, 1], noon + 5, ana),
      aLink("unlink#0", [ana, 2], [ben, 2], noon + 6),
    ])
    for (const stream of [ana, ben])
      expectSame(
        "both have the link and its end",
        namesOf((await store.timeline(stream, { limit: 9 })).items),
        [3, 2, 1].map((position) => `${stream} ${position}`),
      )
    expectSame("and each copy can be asked for", (await store.entry("link#0", ben))?.stream, ben)
    expectSame("but not where it does not lie", await store.entry("link#0", cleo), undefined)
    expectSame("nor what there is not", await store.entry("nothing#0", ana), undefined)
  }),
  storeCheck("refuses a page that cannot be", async ({ store }) => {
    for (const limit of [0, -1, 1.5, 1001, Number.NaN]) {
      for (const call of [
        () => store.timeline(ana, { limit }),
        () => store.query("inbox", {}, { limit }),
        () => store.jobs({ limit }),
        () => store.search("note", { limit }),
      ])
        await expectRejection(`a limit of ${limit} is refused`, call, "InputError", { field: "limit" })
    }
    for (const after of ["", "x", "bm90IGpzb24", "WyJhIl0", "🙂", "e30", "bnVsbA"]) {
      for (const call of [
        () => store.timeline(ana, { limit: 1, after }),
        () => store.query("inbox", {}, { limit: 1, after }),
        () => store.jobs({ limit: 1, after }),
        () => store.search("note", { limit: 1, after }),
      ])
        await expectRejection(`the token "${after}" is refused`, call, "InputError", { field: "after" })
    }
  }),
]

const feedChecks: readonly StoreCheck[] = [
  storeCheck("feeds every entry in the order of commits", async ({ store }) => {
    expectSame("an empty store has its head at 0", await store.head(), 0)
    expectSame("and feeds nothing", await feedOf(store), [])
    const units = [
      aWrite(ana, { times: [noon + 9, noon] }),
      aWrite(ben, { times: [noon + 5] }),
      aWrite(cleo, { times: Array.from({ length: 2100 }, (_, place) => noon - place) }),
    ]
    await store.commit(units.slice(0, 2))
    await store.commit(units.slice(2))
    const all = await feedOf(store)
    expectSame(
      "all entries, as they were written",
      all.map(({ entry }) => entry),
      units.flatMap(({ entries }) => entries),
    )
    expectThat(
      "cursors only grow",
      all.every(({ cursor }, place) => cursor > (all[place - 1]?.cursor ?? 0)),
    )
    expectSame("the head is the last of them", await store.head(), all.at(-1)?.cursor)
    for (const place of [0, 1, 999, 1000, 2101])
      expectSame(
        "a reader goes on behind its cursor",
        await feedOf(store, all[place]?.cursor ?? 0),
        all.slice(place + 1),
      )
  }),
  storeCheck("leaves no gap for a reader while many write", async ({ store }) => {
    const found: { readonly cursor: number; readonly id: EntryId }[] = []
    const write = async (writer: number): Promise<void> => {
      for (let after = 0; after < 30; after++)
        await store.commit([aWrite(aStream(writer), { after }), aWrite(aStream(1000 + writer * 50 + after))])
    }
    const writing = Promise.all(Array.from({ length: 6 }, (_, writer) => write(writer)))
    let isOver = false
    const read = async (): Promise<void> => {
      for (let last = false; !last;) {
        last = isOver // one more round after the last commit
        for await (const { cursor, entry } of store.feed(found.at(-1)?.cursor ?? 0))
          found.push({ cursor, id: entry.id })
        await store.head() // lets the writers have their turn
      }
    }
    const stop = () => {
      isOver = true
    }
    await Promise.all([writing.finally(stop), read()])
    const all = await feedOf(store)
    expectSame(
      "it has seen each entry once, in order",
      found.map(({ id }) => id),
      all.map(({ entry }) => entry.id),
    )
    if (all.length !== 360) throw new ConformanceError("every entry is in the feed", `found ${all.length} of 360`)
  }),
]

/** What reading promises: the order and the pages of a timeline, and a feed without gaps. */
export const storeTimelineChecks: readonly StoreCheck[] = [...loadChecks, ...orderChecks, ...feedChecks]
