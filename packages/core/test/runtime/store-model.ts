import * as fc from "fast-check"
import { expect } from "vitest"
import { inputId, type StreamId } from "../../src/kernel/ids.ts"
import { memoryStore } from "../../src/runtime/store-memory.ts"
import { newestFirst } from "../../src/timeline/entry.ts"
import {
  allPages,
  anEntry,
  anIdentifier,
  aStream,
  aUnit,
  feedOf,
  noon,
  type Noted,
} from "../../src/testing/store-builders.ts"
import type { Remains, Store, StreamRow, Unit } from "../../src/timeline/store.ts"

const small = fc.integer({ min: 0, max: 4 })
const time = fc.integer({ min: 0, max: 3 }).map((place) => noon + place)
const field = fc.record(
  { open: fc.constantFrom<unknown>(true, false, 1, "1", null), owner: fc.constantFrom("ana", "ñ") },
  { requiredKeys: [] },
)

/** What one unit is to do; versions are looked up when it is built, and are wrong by `late`. */
const intent = fc.record({
  stream: small,
  twin: fc.option(small),
  customer: fc.option(small),
  late: fc.constantFrom(0, 0, 0, 0, 1, -1),
  inputs: fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 2 }),
  binds: fc.uniqueArray(small, { maxLength: 1 }),
  times: fc.array(time, { maxLength: 3 }),
  text: fc.option(
    fc.constantFrom("Camión rojo", "el camion azul", "rojo, ROJÓ", "42 b", "注文はどこ camión", "a\u0000b \ud83d"),
  ),
  homeless: fc.constantFrom(false, false, false, false, false, false, false, true),
  puts: fc.array(
    fc.record({
      projection: fc.constantFrom("inbox", "cases", "__proto__"),
      part: fc.constantFrom("", "/1", "/2", "\u0000", "0", "\u{10ffff}", `/${aStream(3)}`, `/${aStream(4)}0`),
      at: small,
      data: field,
    }),
    { maxLength: 3 },
  ),
  drops: fc.array(fc.record({ projection: fc.constantFrom("inbox", "cases"), part: fc.constantFrom("", "/1", "/2") }), {
    maxLength: 1,
  }),
  counts: fc.array(
    fc.record({ metric: fc.constantFrom("in", "out", "__proto__"), at: small, by: fc.integer({ min: -2, max: 3 }) }),
    { maxLength: 3 },
  ),
  posts: fc.array(fc.record({ id: small, at: fc.option(fc.integer({ min: 0, max: 3 })) }), { maxLength: 2 }),
  gone: fc.array(small, { maxLength: 2 }),
})
type Intent = typeof intent extends fc.Arbitrary<infer Value> ? Value : never

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.array(intent, { minLength: 1, maxLength: 3 }).map((units) => ({ does: "commit" as const, units })),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant("erase" as const), customer: small, late: fc.constantFrom(null, 0, 1) }),
  },
)

const unitOf = (its: Intent, rows: ReadonlyMap<string, StreamRow<Noted>>, serial: number): Unit<Noted> => {
  const streams = [...new Set([its.stream, ...(its.twin === null ? [] : [its.twin])])].map(aStream)
  const written = streams.map((stream, place) => {
    const row = rows.get(stream)
    const version = row?.version ?? 0
    const times = place === 0 ? its.times : []
    const twins = streams.length > 1 ? [noon + 1] : []
    const entries = [...times, ...twins].map((occurredAt, at) =>
      anEntry(stream, version + at + 1, {
        occurredAt,
        ...(at >= times.length ? { id: `twin ${serial}#0` } : { id: `own ${serial}#${at}` }),
      }),
    )
    const customer = its.customer === null ? (row?.customer ?? stream) : aStream(its.customer)
    return {
      stream,
      version,
      entries,
      row: {
        customer,
        identifier: anIdentifier(stream),
        version: version + entries.length,
        state: { note: `${serial}` },
      },
    }
  })
  const key = aStream(its.stream)
  return aUnit({
    inputs: its.inputs.map((number) => inputId(`input ${number}`)),
    expects: new Map(written.map(({ stream, version }) => [stream, version + its.late])),
    binds: new Map(its.binds.map((name) => [anIdentifier(`${name}`), key])),
    entries: written.flatMap(({ entries }) => entries),
    passages:
      its.text === null
        ? []
        : written.flatMap(({ entries }) =>
            entries.map(({ stream, position }) => ({ stream, position, text: its.text ?? "" })),
          ),
    states: new Map(
      its.homeless ? [] : written.filter(({ row }) => row.version > 0).map(({ stream, row }) => [stream, row]),
    ),
    puts: its.puts.map(({ projection, part, at, data }) => ({
      projection,
      key: `${key}${part}`,
      at,
      data: JSON.stringify(data),
    })),
    drops: its.drops.map(({ projection, part }) => ({ projection, key: `${key}${part}` })),
    counts: its.counts,
    posts: its.posts.map(({ id, at }) => ({ key, id: `job ${id}`, type: "ring", ...(at === null ? {} : { at }) })),
    cancels: its.gone.slice(0, 1).map((id) => `job ${id}`),
    acks: its.gone.slice(1).map((id) => `job ${id}`),
  })
}

const streams = Array.from({ length: 5 }, (_, place) => aStream(place))

/** What an erasure is told: what was read of the customer, wrong by `late`, and what it leaves behind. */
const remainsOf = (customer: string, late: number | null, rows: ReadonlyMap<StreamId, StreamRow<Noted>>): Remains => {
  const own = [...rows].filter(([, row]) => row.customer === customer)
  return {
    ...(late !== null && { expects: new Map(own.map(([stream, { version }]) => [stream, version + late])) }),
    counts: [{ metric: "in", at: 1, by: -1 }],
    puts: [{ projection: "cases", key: "left", at: own.length, data: "{}" }],
  }
}

/** Every answer that a store can give. */
const answersOf = async (store: Store<Noted>, limit: number) => {
  const inputs = Array.from({ length: 31 }, (_, number) => inputId(`input ${number}`))
  const feed = await feedOf(store)
  return {
    feed,
    later: await feedOf(store, (feed.at(-1)?.cursor ?? 0) >> 1),
    head: await store.head(),
    size: await store.size(),
    load: await store.load({
      inputs,
      identifiers: Array.from({ length: 5 }, (_, name) => anIdentifier(`${name}`)),
      streams,
    }),
    timelines: await Promise.all(streams.map((stream) => allPages(limit, (page) => store.timeline(stream, page)))),
    entries: await Promise.all(feed.flatMap(({ entry }) => streams.map((stream) => store.entry(entry.id, stream)))),
    lists: await Promise.all(
      ["inbox", "cases", "__proto__"].flatMap((list) =>
        [{}, { open: true }, { open: 1 }, { open: "1" }, { owner: "ñ", open: false }].map((filter) =>
          allPages(limit, (page) => store.query(list, filter, page)),
        ),
      ),
    ),
    search: await Promise.all(
      ["camion", "ROJO", "cam ro", "rojo ca", "azul", "注文", "文 camio", "camiones", "b"].map((text) =>
        allPages(limit, (page) => store.search(text, page)),
      ),
    ),
    lines: (await store.rows("cases", [...streams.map((stream) => `${stream}/1`), "left"])).toSorted((one, two) =>
      one.key < two.key ? -1 : 1,
    ),
    series: await store.series(["in", "out", "__proto__"], 0, 4),
    jobs: await allPages(limit, (page) => store.jobs(page)),
  }
}

/** What the timelines must be, by sorting everything: both stores share the code that merges streams, so it has a judge of its own. */
const timelinesOf = async (store: Store<Noted>) => {
  const rows = (await store.load({ inputs: [], identifiers: [], streams })).streams
  const entries = (await feedOf(store)).map(({ entry }) => entry).sort(newestFirst)
  return streams.map((customer) => {
    const own = entries.filter(({ stream }) => rows.get(stream)?.customer === customer)
    return own.filter(({ id }, place) => own.findIndex((other) => other.id === id) === place)
  })
}

/**
 * Commits and erases by chance in a store and in memory, and expects every answer to be the same. `subject` gives a store that holds
 * nothing; whoever gives it closes it.
 */
export const expectAsInMemory = async (
  subject: () => Promise<Store<Noted>>,
  parameters: fc.Parameters<unknown>,
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      async (steps, limit) => {
        const [model, store] = [memoryStore<Noted>(), await subject()]
        let serial = 0
        for (const next of steps) {
          const rows = new Map((await model.load({ inputs: [], identifiers: [], streams })).streams)
          const units: Unit<Noted>[] = []
          for (const its of next.does === "commit" ? next.units : []) {
            const unit = unitOf(its, rows, ++serial)
            units.push(unit)
            // as a turn would: the next unit builds on this one
            if (its.late === 0) for (const [stream, row] of unit.states) rows.set(stream, row)
          }
          const act = (one: Store<Noted>) =>
            next.does === "erase"
              ? one.erase(aStream(next.customer), remainsOf(aStream(next.customer), next.late, rows))
              : one.commit(units)
          expect(await act(store)).toEqual(await act(model))
        }
        const answers = await answersOf(store, limit)
        expect(answers).toEqual(await answersOf(model, limit))
        expect(answers.timelines.map((found) => found.flat())).toEqual(await timelinesOf(store))
      },
    ),
    parameters,
  )
