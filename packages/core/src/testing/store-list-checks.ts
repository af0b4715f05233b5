import type { StreamId } from "../kernel/ids.ts"
import type { Job } from "../timeline/job.ts"
import type { RowFilter, Row, Store } from "../timeline/store.ts"
import { expectRejection, expectSame } from "./expectation.ts"
import { allPages, aStream, aUnit, aWrite, noon, type Noted } from "./store-builders.ts"
import { storeCheck, type StoreCheck } from "./store-check.ts"

const [ana, ben, cleo] = [aStream(1), aStream(2), aStream(3)]

const aRow = (key: string, at: number, data: object = {}, projection = "inbox"): Row => ({
  projection,
  key,
  at,
  data: JSON.stringify(data),
})
const keysOf = async (store: Store<Noted>, filter: RowFilter, limit = 100, projection = "inbox") =>
  (await allPages(limit, (page) => store.query(projection, filter, page))).flat().map(({ key }) => key)

const rowChecks: readonly StoreCheck[] = [
  storeCheck("lists rows by time, then by key, in pages that fit together", async ({ store }) => {
    const rows = [aRow("d", 2), aRow("a", 2), aRow("c", -5), aRow("b", 2), aRow("e", 1.5), aRow("a", 9, {}, "other")]
    await store.commit([aUnit({ puts: rows })])
    for (const limit of [1, 2, 3, 5, 9])
      expectSame(`pages of ${limit}`, await keysOf(store, {}, limit), ["c", "e", "a", "b", "d"])
    expectSame("rows come as they were put", (await store.query("inbox", {}, { limit: 1 })).items, [rows[2]])
    expectSame("another list has its own", await keysOf(store, {}, 10, "other"), ["a"])
    expectSame("a list that nobody wrote is empty", await store.query("nothing", {}, { limit: 10 }), { items: [] })
  }),
  storeCheck("moves, replaces and drops rows", async ({ store }) => {
    await store.commit([aUnit({ puts: [aRow("a", 1), aRow("b", 2), aRow("c", 3)] })])
    await store.commit([
      aUnit({
        puts: [aRow("a", 9, { now: 1 }), aRow("b", 2), aRow("b", 4)],
        drops: [
          { projection: "inbox", key: "c" },
          { projection: "inbox", key: "none" },
        ],
      }),
    ])
    expectSame("each key once, at its new place", (await store.query("inbox", {}, { limit: 9 })).items, [
      aRow("b", 4),
      aRow("a", 9, { now: 1 }),
    ])
    await store.commit([
      aUnit({
        drops: [
          { projection: "inbox", key: "a" },
          { projection: "other", key: "b" },
        ],
        puts: [aRow("a", 5)],
      }),
    ])
    expectSame("what a unit drops and puts is there", await keysOf(store, {}), ["b", "a"])
  }),
  storeCheck("finds rows by the values of their fields, types included", async ({ store }) => {
    const data = [
      { open: true },
      { open: 1 },
      { open: "true", owner: "ana" },
      { open: "1" },
      { owner: 'o\'neill "x" %' },
      { open: false, owner: "ana" },
      { open: 0, deep: { owner: "ana" } },
      { open: null },
      { open: 1.5 },
    ]
    await store.commit([aUnit({ puts: data.map((its, place) => aRow(`${place}`, 0, its)) })])
    const expected: readonly (readonly [RowFilter, readonly string[]])[] = [
      [{ open: true }, ["0"]],
      [{ open: 1 }, ["1"]],
      [{ open: "true" }, ["2"]],
      [{ open: "1" }, ["3"]],
      [{ open: false }, ["5"]],
      [{ open: 0 }, ["6"]],
      [{ open: 1.5 }, ["8"]],
      [{ owner: 'o\'neill "x" %' }, ["4"]],
      [{ owner: "ana" }, ["2", "5"]],
      [{ owner: "ana", open: false }, ["5"]],
      [{ owner: "nobody" }, []],
      [{ missing: "ana" }, []],
    ]
    for (const [filter, keys] of expected) {
      expectSame(`the filter ${JSON.stringify(filter)}`, await keysOf(store, filter), keys)
      expectSame(`the filter ${JSON.stringify(filter)}, one by one`, await keysOf(store, filter, 1), keys)
    }
    for (const field of ['a"b', "a.b", "", "$", "a]", "x'"]) {
      const call = () => store.query("inbox", { [field]: 1 }, { limit: 1 })
      await expectRejection(`the field ${field} is refused`, call, "InputError", { field: "filter" })
    }
  }),
  storeCheck("goes on in a list whatever came, moved or went meanwhile", async ({ store }) => {
    await store.commit([aUnit({ puts: [1, 2, 3, 4, 5, 6].map((at) => aRow(`k${at}`, at)) })])
    const first = await store.query("inbox", {}, { limit: 2 })
    await store.commit([
      aUnit({
        puts: [aRow("early", 0), aRow("between", 2.5), aRow("k5", 0.5)],
        drops: [{ projection: "inbox", key: "k2" }],
      }),
    ])
    const rest = await store.query(
      "inbox",
      {},
      { limit: 9, ...(first.next === undefined ? {} : { after: first.next }) },
    )
    expectSame(
      "what lies behind the page, no more and no less",
      rest.items.map(({ key }) => key),
      ["between", "k3", "k4", "k6"],
    )
  }),
]

const jobsOf = async (store: Store<Noted>, limit = 100): Promise<readonly Job[]> =>
  (await allPages(limit, (page) => store.jobs(page))).flat()
const aJob = (id: string, part: Partial<Job> = {}): Job => ({ key: ana, id, type: "ring", ...part })

const jobChecks: readonly StoreCheck[] = [
  storeCheck("lists jobs by when they are due, then in the order of their commits", async ({ store }) => {
    await store.commit([
      aUnit({ posts: [aJob("late", { at: noon + 2 }), aJob("z"), aJob("soon", { at: noon + 1, ref: "entry#0" })] }),
      aUnit({ posts: [aJob("b", { key: ben })] }),
    ])
    await store.commit([
      aUnit({ posts: [aJob("also soon", { at: noon + 1 }), aJob("a"), aJob("long ago", { at: 5 })] }),
    ])
    const expected = ["z", "b", "a", "long ago", "soon", "also soon", "late"]
    for (const limit of [1, 2, 3, 4, 7, 50])
      expectSame(
        `pages of ${limit}`,
        (await jobsOf(store, limit)).map(({ id }) => id),
        expected,
      )
    expectSame("a job comes as it was posted", (await jobsOf(store))[4], aJob("soon", { at: noon + 1, ref: "entry#0" }))
  }),
  storeCheck(
    "keeps a job until it is acknowledged or cancelled, and ignores a second post meanwhile",
    async ({ store }) => {
      await store.commit([aUnit({ posts: [aJob("one", { ref: "first" }), aJob("two"), aJob("three")] })])
      await store.commit([aUnit({ posts: [aJob("one", { ref: "second", at: 1 }), aJob("one")] })])
      expectSame("the first post stays", await jobsOf(store), [
        aJob("one", { ref: "first" }),
        aJob("two"),
        aJob("three"),
      ])
      await store.commit([aUnit({ acks: ["one", "unknown"], cancels: ["three", "unknown"] })])
      expectSame("both ways take a job away", await jobsOf(store), [aJob("two")])
      await store.commit([aUnit({ posts: [aJob("one", { ref: "third" })] })])
      expectSame("then it can be posted again, behind the others", await jobsOf(store), [
        aJob("two"),
        aJob("one", { ref: "third" }),
      ])
      await store.commit([
        aUnit({
          acks: ["two"],
          cancels: ["one"],
          posts: [aJob("two", { ref: "again" }), aJob("one", { ref: "moved" })],
        }),
      ])
      expectSame("a unit that takes a job away and posts it leaves the new one", await jobsOf(store), [
        aJob("two", { ref: "again" }),
        aJob("one", { ref: "moved" }),
      ])
    },
  ),
]

const hour = 3_600_000

const counterChecks: readonly StoreCheck[] = [
  storeCheck("adds counters up by metric and hour", async ({ store }) => {
    const count = (metric: string, place: number, by: number) => ({ metric, at: noon + place * hour, by })
    await store.commit([
      aUnit({ counts: [count("in", 0, 1), count("in", 0, 2), count("out", 0, 1)] }),
      aUnit({ counts: [count("in", 0, 4), count("in", 2, 1)] }),
      aUnit({ expects: new Map([[ana, 1]]), counts: [count("in", 0, 100)] }),
    ])
    await store.commit([
      aUnit({ counts: [count("in", 0, 8), count("in", 1, 3), count("in", 1, -3), count("other", 0, 1)] }),
    ])
    expectSame("sums by hour, then by metric", await store.series(["out", "in"], noon, noon + 9 * hour), [
      count("in", 0, 15),
      count("out", 0, 1),
      count("in", 2, 1),
    ])
    expectSame("from is within, to is not", await store.series(["in"], noon, noon + 2 * hour), [count("in", 0, 15)])
    expectSame("a metric asked for twice counts once", await store.series(["out", "out"], noon, noon + 1), [
      count("out", 0, 1),
    ])
    expectSame("no metrics, no counters", await store.series([], 0, noon * 2), [])
  }),
]

const found = async (store: Store<Noted>, text: string, limit = 100): Promise<readonly StreamId[]> =>
  (await allPages(limit, (page) => store.search(text, page)))
    .flat()
    .map(({ entry }) => entry.stream)
    .sort()

const searchChecks: readonly StoreCheck[] = [
  storeCheck("finds texts with or without accents, in any case", async ({ store }) => {
    await store.commit([
      aWrite(ana, { text: "¿Dónde está mi CAMIÓN? Pedido 42-B" }),
      aWrite(ben, { text: "El camión llegó al niño; está bien" }),
      aWrite(cleo, { text: "I love it. Straße, İstanbul" }),
    ])
    const expected: readonly (readonly [string, readonly StreamId[]])[] = [
      ["camión", [ana, ben]],
      ["CAMION", [ana, ben]],
      ["donde esta", [ana]],
      ["está camión", [ana, ben]],
      ["nino", [ben]],
      ["niño bien", [ben]],
      ["camion niño donde", []],
      ["cam", [ana, ben]],
      ["cam mi", []],
      ["mi cam", [ana]],
      ["42-b", [ana]],
      ["42b", []],
      ["love", [cleo]],
      ["straße", [cleo]],
      ["stra", [cleo]],
      ["", []],
      ["   ", []],
      ["¿?!", []],
      ["*", []],
      ['"', []],
    ]
    for (const [text, streams] of expected) expectSame(`search "${text}"`, await found(store, text), streams)
  }),
  storeCheck("takes what somebody typed as words only", async ({ store }) => {
    await store.commit([
      aWrite(ana, { text: "coffee or tea, not near the column text: x" }),
      aWrite(ben, { text: "coffee" }),
    ])
    const expected: readonly (readonly [string, readonly StreamId[]])[] = [
      ["coffee OR tea", [ana]],
      ["coffee NOT tea", [ana]],
      ["tea NEAR coffee", [ana]],
      ["NEAR(coffee tea)", [ana]],
      ["text:coffee", [ana]],
      ['"coffee tea"', [ana]],
      ['coffee" OR "tea', [ana]],
      ["cof*", [ana, ben]],
      ["-coffee", [ana, ben]],
      ["^tea", [ana]],
      ["coffee AND", []],
      ["'; DROP TABLE words; --", []],
      ["{coffee}", [ana, ben]],
      ["x\u0000 coffee", [ana]],
    ]
    for (const [text, streams] of expected) expectSame(`search "${text}"`, await found(store, text), streams)
    expectSame("a text of thousands of words is no failure", await found(store, "coffee ".repeat(5000)), [ana, ben])
  }),
  storeCheck(
    "gives found entries with the customer they belong to now, in pages that fit together",
    async ({ store }) => {
      const streams = Array.from({ length: 7 }, (_, place) => aStream(10 + place))
      await store.commit(streams.map((stream) => aWrite(stream, { text: "the same words" })))
      for (const limit of [1, 2, 3, 7, 20])
        expectSame(`pages of ${limit}`, await found(store, "same words", limit), streams)
      await store.commit([aWrite(aStream(11), { after: 1, customer: aStream(10) })])
      const { items } = await store.search("same", { limit: 100 })
      expectSame(
        "the customer is the one of today",
        items.find(({ entry }) => entry.stream === aStream(11))?.customer,
        aStream(10),
      )
      expectSame(
        "the entry is as it was written",
        items.find(({ entry }) => entry.stream === aStream(12))?.entry,
        aWrite(aStream(12)).entries[0],
      )
    },
  ),
]

/** What lists promise: rows, jobs, counters and the search. */
export const storeListChecks: readonly StoreCheck[] = [...rowChecks, ...jobChecks, ...counterChecks, ...searchChecks]
