import { describe, expect, it } from "vitest"
import { type Identifier, inputId, type StreamId } from "../../src/kernel/ids.ts"
import { cached } from "../../src/runtime/cache.ts"
import { memoryStore } from "../../src/runtime/store-memory.ts"
import { anIdentifier, aStream, aUnit, aWrite, inputOf, type Noted } from "../../src/testing/store-builders.ts"
import type { Need } from "../../src/timeline/store.ts"

const [ana, ben] = [aStream(1), aStream(2)]

const need = (streams: readonly StreamId[], identifiers: readonly Identifier[] = []): Need => ({
  inputs: [],
  identifiers,
  streams,
})

/** A cache over a memory store that notes what it is asked, and answers late when a test wants it. */
const aCache = (size?: number) => {
  const store = memoryStore<Noted>()
  const asked: Need[] = []
  const state: { late?: Promise<void> } = {}
  const cache = cached<Noted>(
    {
      load: async (wanted) => {
        asked.push(wanted)
        const found = await store.load(wanted)
        await state.late
        return found
      },
      commit: store.commit,
    },
    size,
  )
  /** The note that the cache gives of a stream. */
  const noteOf = async (stream: StreamId) => (await cache.load(need([stream]))).streams.get(stream)?.state.note
  /** Makes the store answer late until the function that it gives is called. */
  const delay = () => {
    let open = () => {}
    state.late = new Promise<void>((resolve) => void (open = resolve))
    return () => {
      delete state.late
      open()
    }
  }
  return { store, cache, asked, noteOf, delay }
}

const committed = { status: "committed" }

describe("the cache", () => {
  it("asks the store for nobody twice, but always for what was seen", async () => {
    const { store, cache, asked } = aCache()
    await store.commit([aWrite(ana)])
    await cache.load(need([], [anIdentifier(ana)]))
    const inputs = [inputOf(ana, 1), inputId("new")]
    const found = await cache.load({ ...need([ana], [anIdentifier(ana)]), inputs })
    expect(found.bound).toEqual(new Map([[anIdentifier(ana), ana]]))
    expect(found.streams.get(ana)?.version).toBe(1)
    expect(found.seen).toEqual(new Set([inputOf(ana, 1)]))
    expect(asked[1]).toEqual({ inputs, identifiers: [], streams: [] })
  })

  it("knows what was committed through it without asking", async () => {
    const { cache, asked, noteOf } = aCache()
    expect(await cache.commit([aWrite(ana)])).toEqual([committed])
    expect(await cache.commit([aWrite(ana, { after: 1 })])).toEqual([committed])
    expect(await noteOf(ana)).toBe("version 2")
    expect(asked.every(({ streams }) => streams.length === 0)).toBe(true)
  })

  it("gives a customer whole, all of their streams, or asks the store", async () => {
    const { store, cache } = aCache()
    await store.commit([aWrite(ana), aWrite(ben, { customer: ana })])
    await cache.load(need([ben]))
    expect([...(await cache.load(need([ana]))).streams.keys()].sort()).toEqual([ana, ben])
    cache.forget([ben], [])
    expect([...(await cache.load(need([ben]))).streams.keys()].sort()).toEqual([ana, ben])
  })

  it("takes over how a join and its undo regroup streams", async () => {
    const { cache } = aCache()
    const row = (stream: StreamId, customer: StreamId, version: number) =>
      [stream, { customer, identifier: anIdentifier(stream), version, state: { note: "" } }] as const
    await cache.commit([aWrite(ana), aWrite(ben)])
    const regroup = (version: number, customer: StreamId) =>
      aUnit({
        inputs: [inputId(`regroup ${version}`)],
        expects: new Map([
          [ana, version],
          [ben, version],
        ]),
        states: new Map([row(ana, ana, version + 1), row(ben, customer, version + 1)]),
      })
    expect(await cache.commit([regroup(1, ana)])).toEqual([committed])
    expect([...(await cache.load(need([ben]))).streams.keys()].sort()).toEqual([ana, ben])
    expect(await cache.commit([regroup(2, ben)])).toEqual([committed])
    expect([...(await cache.load(need([ben]))).streams.keys()]).toEqual([ben])
    expect([...(await cache.load(need([ana]))).streams.keys()]).toEqual([ana])
  })

  it("gives back what it keeps in bounds: who was not asked for long is asked of the store again", async () => {
    const { cache, asked, noteOf } = aCache(2)
    const many = Array.from({ length: 20 }, (_, number) => aStream(number))
    await cache.commit(many.map((stream) => aWrite(stream)))
    for (const stream of many) expect(await noteOf(stream)).toBe("version 1")
    expect(asked.filter(({ streams }) => streams.length > 0).length).toBeGreaterThan(10)
  })
})

describe("a row that another process made old", () => {
  it("only fences the unit that was decided on it, and the next attempt sees the new one", async () => {
    const { store, cache, noteOf } = aCache()
    await store.commit([aWrite(ana), aWrite(ben)])
    await noteOf(ana)
    await store.commit([aWrite(ana, { after: 1 })]) // behind its back
    expect(await noteOf(ana)).toBe("version 1")
    expect(
      await cache.commit([aWrite(ana, { after: 1, inputs: [inputId("late")] }), aWrite(ben, { after: 1 })]),
    ).toEqual([{ status: "fenced" }, committed])
    expect(await noteOf(ana)).toBe("version 2")
    expect(await noteOf(ben)).toBe("version 2")
    expect(await cache.commit([aWrite(ana, { after: 2 })])).toEqual([committed])
  })

  it("goes when its input turns out to have been taken elsewhere", async () => {
    const { store, cache, noteOf } = aCache()
    await store.commit([aWrite(ana)])
    await noteOf(ana)
    await store.commit([aWrite(ana, { after: 1 })])
    const [result] = await cache.commit([aWrite(ana, { after: 1 })])
    expect(result?.status).toBe("duplicate")
    expect(await noteOf(ana)).toBe("version 2")
  })

  it("does not come back by a reading that began before a commit and ended after it", async () => {
    const { store, cache, noteOf, delay } = aCache()
    await store.commit([aWrite(ana)])
    const answer = delay()
    const slow = noteOf(ana)
    await cache.commit([aWrite(ana, { after: 1 })])
    answer()
    expect(await slow).toBe("version 1") // what was true when it was read
    expect(await noteOf(ana)).toBe("version 2")
  })
})

describe("who was forgotten", () => {
  it("is asked of the store again", async () => {
    const { store, cache, noteOf } = aCache()
    await cache.commit([aWrite(ana), aWrite(ben)])
    await store.erase(ana)
    cache.forget([ana], [anIdentifier(ana)])
    const found = await cache.load(need([ana], [anIdentifier(ana)]))
    expect([found.bound.size, found.streams.size]).toEqual([0, 0])
    expect(await noteOf(ben)).toBe("version 1")
  })

  it("does not come back by a reading that was under way", async () => {
    const { store, cache, delay } = aCache()
    await store.commit([aWrite(ana)])
    const answer = delay()
    const slow = cache.load(need([], [anIdentifier(ana)]))
    await store.erase(ana)
    cache.forget([ana], [anIdentifier(ana)])
    answer()
    await slow
    const found = await cache.load(need([ana], [anIdentifier(ana)]))
    expect([found.bound.size, found.streams.size]).toEqual([0, 0])
  })
})
