import { inputId } from "../kernel/ids.ts"
import { ConformanceError, expectSame, expectThat } from "./expectation.ts"
import { storeCheck, type StoreCheck } from "./store-check.ts"
import {
  anEntry,
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
import type { Store, Unit } from "../timeline/store.ts"

const [ana, ben, cleo] = [aStream(1), aStream(2), aStream(3)]
const committed = { status: "committed" },
  fenced = { status: "fenced" }

const results = async (store: Store<Noted>, ...units: readonly Unit<Noted>[]): Promise<readonly string[]> =>
  (await store.commit(units)).map(({ status }) => status)

/** What a commit promises: all or nothing per unit, a result for each, and no write over what somebody else wrote. */
export const storeCommitChecks: readonly StoreCheck[] = [
  storeCheck("keeps the entries, states, bindings and inputs of a unit", async ({ store }) => {
    const unit = aWrite(ana, { times: [noon, noon + 5] })
    expectSame("commit answers each unit", await store.commit([unit]), [committed])
    const need = {
      inputs: [inputOf(ana, 2), inputId("unknown")],
      identifiers: [anIdentifier(ana), anIdentifier("nobody")],
      streams: [],
    }
    expectSame("load gives what was committed", await store.load(need), {
      seen: new Set([inputOf(ana, 2)]),
      bound: unit.binds,
      streams: unit.states,
    })
    expectSame("an entry is given as it was written", await store.entry(`in ${ana} 2#0`, ana), unit.entries[1])
  }),
  storeCheck("answers no units with no results", async ({ store }) => {
    expectSame("a commit of nothing answers nothing", await store.commit([]), [])
  }),
  storeCheck("refuses an input that was taken, and names just those", async ({ store }) => {
    await store.commit([aUnit({ inputs: [inputId("one"), inputId("two")] })])
    const again = await store.commit([
      aUnit({ inputs: [inputId("three"), inputId("two"), inputId("four"), inputId("one")] }),
    ])
    expectSame("duplicate names the taken inputs in their order", again, [
      { status: "duplicate", inputs: ["two", "one"] },
    ])
    const { seen } = await store.load({ inputs: [inputId("three"), inputId("four")], identifiers: [], streams: [] })
    expectSame("the other inputs of a duplicate unit are not taken", seen, new Set())
  }),
  storeCheck("says duplicate rather than fenced when both hold", async ({ store }) => {
    await store.commit([aWrite(ana)])
    expectSame("a retry of a committed unit is a duplicate", await store.commit([aWrite(ana)]), [
      { status: "duplicate", inputs: [inputOf(ana, 1)] },
    ])
  }),
  storeCheck("fences a unit when any stream that it read has changed", async ({ store }) => {
    await store.commit([aWrite(ana), aWrite(ben)])
    await store.commit([aWrite(ben, { after: 1 })])
    const reading = (version: number) =>
      aWrite(ana, {
        after: 1,
        expects: new Map([
          [ana, 1],
          [ben, version],
        ]),
      })
    expectSame("an older version of a stream that was only read fences", await store.commit([reading(1)]), [fenced])
    expectSame("a newer version fences as well", await store.commit([reading(3)]), [fenced])
    expectSame(
      "a stream that was thought to be new fences",
      await store.commit([aUnit({ expects: new Map([[ben, 0]]) })]),
      [fenced],
    )
    expectSame("a stream that is not there fences", await store.commit([aUnit({ expects: new Map([[cleo, 1]]) })]), [
      fenced,
    ])
    expectSame("the right versions do not fence", await store.commit([reading(2)]), [committed])
  }),
  storeCheck("fences a unit that binds a taken identifier", async ({ store }) => {
    await store.commit([aWrite(ana)])
    const binds = new Map([[anIdentifier(ana), ben]])
    expectSame("an identifier has one stream", await store.commit([aWrite(ben, { binds })]), [fenced])
    expectSame(
      "the same stream again fences as well",
      await store.commit([aUnit({ binds: new Map([[anIdentifier(ana), ana]]) })]),
      [fenced],
    )
    const { bound } = await store.load({ inputs: [], identifiers: [anIdentifier(ana)], streams: [] })
    expectSame("the first binding stays", bound, new Map([[anIdentifier(ana), ana]]))
  }),
  storeCheck("refuses an entry whose stream is not among the states", async ({ store }) => {
    await store.commit([aWrite(ana)])
    for (const entry of [anEntry(ana, 2), anEntry(ben, 1)])
      expectSame("such a unit is invalid", await results(store, aUnit({ entries: [entry] })), ["invalid"])
    expectSame("and leaves no entry", (await feedOf(store)).length, 1)
  }),
  storeCheck("refuses alone what cannot be kept, and stays readable", async ({ store }) => {
    const circle: { self?: unknown } = {}
    circle.self = circle
    const strange: readonly Unit<Noted>[] = [
      ...[Number.NaN, 1e16, Number.NEGATIVE_INFINITY].map((at) => aWrite(ana, { times: [at] })),
      ...[1n, circle, undefined].map((data) => aWrite(ana, { entries: [anEntry(ana, 1, { data })] })),
      ...[Number.NaN, 1e16].flatMap((at) => [
        aWrite(ana, { puts: [{ projection: "inbox", key: ana, at, data: "{}" }] }),
        aWrite(ana, { counts: [{ metric: "notes", at: 0, by: at }] }),
        aWrite(ana, { posts: [{ key: ana, id: "ring", type: "ring", at }] }),
      ]),
    ]
    const written = strange.map((_, place) => aWrite(aStream(100 + place)))
    const all = strange.flatMap((unit, place) => [unit, ...written.slice(place, place + 1)])
    expectSame(
      "each is invalid, and the units beside it are taken",
      await results(store, ...all),
      strange.flatMap(() => ["invalid", "committed"]),
    )
    expectSame("only the others are there", (await feedOf(store)).length, written.length)
    expectSame("what was refused can be written as it should be", await results(store, aWrite(ana)), ["committed"])
  }),
  storeCheck("leaves nothing behind of a refused unit", async ({ store }) => {
    await store.commit([
      aWrite(ana, {
        text: "note",
        puts: [{ projection: "inbox", key: ana, at: 1, data: "{}" }],
        counts: [{ metric: "notes", at: 0, by: 1 }],
        posts: [{ key: ana, id: "first", type: "ring" }],
      }),
    ])
    const everything = {
      text: "note",
      puts: [{ projection: "inbox", key: cleo, at: 2, data: "{}" }],
      drops: [{ projection: "inbox", key: ana }],
      counts: [{ metric: "notes", at: 0, by: 5 }],
      posts: [{ key: cleo, id: "second", type: "ring" }],
      cancels: ["first"],
      acks: ["first"],
    }
    const before = await contentsOf(store, [ana, cleo])
    await store.commit([
      aWrite(cleo, { ...everything, inputs: [inputId("of a fenced unit")], expects: new Map([[ana, 7]]) }),
      aWrite(cleo, { ...everything, inputs: [inputOf(ana, 1), inputId("of a duplicate unit")] }),
      aWrite(cleo, {
        ...everything,
        inputs: [inputId("of a unit that binds")],
        binds: new Map([[anIdentifier(ana), cleo]]),
      }),
      aWrite(cleo, { ...everything, inputs: [inputId("of an invalid unit")], states: new Map() }),
    ])
    expectSame("a refused unit writes nothing at all", await contentsOf(store, [ana, cleo]), before)
    const inputs = ["of a fenced unit", "of a duplicate unit", "of a unit that binds", "of an invalid unit"].map(
      inputId,
    )
    expectSame(
      "nor does it take its inputs",
      (await store.load({ inputs, identifiers: [], streams: [] })).seen,
      new Set(),
    )
  }),
  storeCheck("takes the other units of a commit when some are refused", async ({ store }) => {
    await store.commit([aWrite(ana)])
    expectSame(
      "each unit has its own result",
      await results(store, aWrite(ben), aWrite(ana, { inputs: [inputId("late")] }), aWrite(ana), aWrite(cleo)),
      ["committed", "fenced", "duplicate", "committed"],
    )
    expectSame(
      "the good ones are there",
      (await store.load({ inputs: [], identifiers: [], streams: [ben, cleo] })).streams.size,
      2,
    )
  }),
  storeCheck("lets a unit see what earlier units of its commit wrote", async ({ store }) => {
    expectSame(
      "versions, inputs and bindings count at once",
      await results(
        store,
        aWrite(ana),
        aWrite(ana, { after: 1 }),
        aWrite(ana, { inputs: [inputId("late")] }),
        aWrite(ana),
        aWrite(ben, { binds: new Map([[anIdentifier(ana), ben]]) }),
      ),
      ["committed", "committed", "fenced", "duplicate", "fenced"],
    )
    expectSame(
      "entries of both are there",
      (await store.timeline(ana, { limit: 10 })).items.map(({ position }) => position),
      [2, 1],
    )
  }),
  storeCheck("takes one of two writers who read the same", async ({ store }) => {
    const writers = Array.from({ length: 8 }, (_, place) =>
      results(store, aWrite(ana, { inputs: [inputId(`writer ${place}`)] })),
    )
    expectSame("exactly one wins", (await Promise.all(writers)).flat().sort(), [
      "committed",
      ...Array.from({ length: 7 }, () => "fenced"),
    ])
    expectSame("and only its entry is there", (await feedOf(store)).length, 1)
  }),
  storeCheck(
    "appends once for two attempts at a job that overlap, whatever the late one commits",
    async ({ store }) => {
      const job = { key: ana, id: "answer", type: "answer" }
      await store.commit([aWrite(ana, { posts: [job] })])
      const read = async () =>
        (await store.load({ inputs: [], identifiers: [], streams: [ana] })).streams.get(ana)?.version ?? 0
      const [late, quick] = [await read(), await read()] // both have read before either of them writes
      const attempt = (after: number, by: string, input: string) =>
        aWrite(ana, {
          after,
          text: `answered by the ${by}`,
          inputs: [inputId(input)],
          acks: [job.id],
          posts: [{ key: ana, id: `${by} follows`, type: "follow" }],
          counts: [{ metric: "notes", at: 0, by: 1 }],
        })
      expectSame("the quick one appends", await results(store, attempt(quick, "quick", "answer")), ["committed"])
      const before = await contentsOf(store, [ana])
      const done = [
        await results(store, attempt(late, "late", "answer")),
        await results(store, attempt(late, "late", "other")),
      ]
      expectSame("the late one is known by its input, or fenced by what it read", done, [["duplicate"], ["fenced"]])
      expectSame("there is one append, and nothing of the late one", await contentsOf(store, [ana]), before)
      expectSame(
        "the job is gone, and what it posts is there",
        before.jobs.items.map(({ id }) => id),
        ["quick follows"],
      )
      const among = [aWrite(ben), attempt(late, "late", "third"), aWrite(cleo)]
      expectSame("nor does it pass among others", await results(store, ...among), ["committed", "fenced", "committed"])
    },
  ),
  storeCheck("loses no entry when many write at once and try again", async ({ store }) => {
    const write = async (writer: number): Promise<void> => {
      for (let attempt = 0; attempt < 100; attempt++) {
        const { streams } = await store.load({ inputs: [], identifiers: [], streams: [ana] })
        const after = streams.get(ana)?.version ?? 0
        const own = anEntry(ana, after + 1, { id: `writer ${writer}#0` })
        const other = aWrite(aStream(100 + writer))
        const done = await results(
          store,
          ...(attempt === 0 ? [other] : []),
          aWrite(ana, { after, inputs: [inputId(`writer ${writer}`)], entries: [own] }),
        )
        if (done.at(-1) === "committed") return
      }
      throw new ConformanceError("a fenced writer comes through in the end", "100 attempts were fenced")
    }
    await Promise.all(Array.from({ length: 12 }, (_, writer) => write(writer)))
    const ids = (await store.timeline(ana, { limit: 100 })).items.map(({ id }) => id).sort()
    expectSame(
      "every writer's entry is there once",
      ids,
      Array.from({ length: 12 }, (_, writer) => `writer ${writer}#0`).sort(),
    )
    expectSame("and those of the other units", (await store.size()).entries, 24)
  }),
  storeCheck("is not changed by callers who change what they gave or got", async ({ store }) => {
    const entries = [anEntry(ana, 1)],
      states = new Map(aWrite(ana).states),
      inputs = [inputOf(ana, 1)]
    await store.commit([aWrite(ana, { entries, states, inputs })])
    const before = await contentsOf(store, [ana])
    entries.push(anEntry(ana, 2))
    states.clear()
    inputs.pop()
    for (const { items } of [await store.timeline(ana, { limit: 5 }), await store.query("inbox", {}, { limit: 5 })])
      if (Array.isArray(items)) items.pop()
    const { streams } = await store.load({ inputs: [], identifiers: [], streams: [ana] })
    if (streams instanceof Map) streams.clear()
    expectSame("the store keeps its own lists", await contentsOf(store, [ana]), before)
    expectThat(
      "an input stays taken",
      (await store.load({ inputs: [inputOf(ana, 1)], identifiers: [], streams: [] })).seen.size === 1,
    )
  }),
]
