import { describe, expect, it } from "vitest"
import { inputId, type StreamId } from "../../src/kernel/ids.ts"
import { nothing } from "../../src/runtime/house.ts"
import { createRowMemory, createUnit } from "../../src/runtime/unit.ts"
import { anIdentifier, aStream, noon } from "../../src/testing/store-builders.ts"
import type { StreamRow } from "../../src/timeline/store.ts"
import { aSaying, type Said, toyHouse } from "./toy-house.ts"

const [ana, ben, fresh] = [aStream(1), aStream(2), aStream(9)]

const aRow = (stream: StreamId, version: number, customer = stream): StreamRow<Said> => ({
  customer,
  identifier: anIdentifier(stream),
  version,
  state: { texts: Array.from({ length: version }, (_, place) => `${stream} ${place}`) },
})

/** A unit over these streams, all of one customer; `house` replaces verbs of the toy. */
const aUnitOver = (rows: Readonly<Record<StreamId, StreamRow<Said>>>, house: Partial<typeof toyHouse> = {}) => {
  const toy = { ...toyHouse, ...house }
  const streams = new Map(Object.entries(rows) as [StreamId, StreamRow<Said>][]) // its keys are streams
  const members = new Map<StreamId, Map<StreamId, StreamRow<Said>>>()
  for (const [stream, row] of streams)
    members.set(row.customer, new Map([...(members.get(row.customer) ?? []), [stream, row]]))
  const bound = new Map([...streams].map(([stream, { identifier }]) => [identifier, stream]))
  const loaded = { seen: new Set<never>(), bound, streams }
  return createUnit({ house: toy, rowsOf: createRowMemory(toy), loaded, members, received: noon, fresh: () => fresh })
}

describe("a unit", () => {
  it("expects the version of every stream of the customer that it read, not only of those it writes", () => {
    const unit = aUnitOver({ [ana]: aRow(ana, 3), [ben]: aRow(ben, 5, ana) })
    unit.take(aSaying(ana, "hola"))
    const built = unit.finish()
    expect(built?.expects).toEqual(
      new Map([
        [ana, 3],
        [ben, 5],
      ]),
    )
    expect([...(built?.states.keys() ?? [])]).toEqual([ana])
    expect(built?.entries).toMatchObject([{ id: "hola#0", stream: ana, position: 4, receivedAt: noon }])
  })

  it("binds a new identifier to a new stream, and expects that nobody else has it yet", () => {
    const unit = aUnitOver({})
    unit.take(aSaying("tel:eva", "hola"))
    expect(unit.finish()).toMatchObject({
      binds: new Map([["tel:eva", fresh]]),
      expects: new Map([[fresh, 0]]),
      states: new Map([[fresh, { version: 1, identifier: "tel:eva", customer: fresh }]]),
    })
  })

  it("binds nobody of whom nothing was written", () => {
    const unit = aUnitOver({})
    unit.take(aSaying("tel:eva", "silence"))
    expect(unit.finish()).toMatchObject({ inputs: ["silence"], binds: new Map(), states: new Map(), entries: [] })
  })

  it("lets each input see what those before it did", () => {
    const seen: (readonly string[])[] = []
    const unit = aUnitOver(
      { [ana]: aRow(ana, 0) },
      {
        decide: (situation, input) => {
          seen.push(situation.own.texts)
          return toyHouse.decide(situation, input)
        },
      },
    )
    for (const text of ["one", "two", "three"]) unit.take(aSaying(ana, text))
    expect(seen).toEqual([[], ["one"], ["one", "two"]])
    expect(unit.finish()?.entries.map(({ position }) => position)).toEqual([1, 2, 3])
  })

  it("is nothing where every input was refused", () => {
    const unit = aUnitOver({ [ana]: aRow(ana, 1) })
    expect(unit.take(aSaying(ana, "refused"))).toEqual({ invalid: { field: "text", remedy: "say something else" } })
    expect(unit.finish()).toBeUndefined()
  })

  it("refuses what nobody has: a stream that was not found", () => {
    const unit = aUnitOver({})
    expect(unit.take(aSaying(ben, "hola"))).toMatchObject({ invalid: { field: "customer", reason: "unknown" } })
  })

  it("refuses rules that call each other more than eight times", () => {
    const unit = aUnitOver({ [ana]: aRow(ana, 0) })
    expect(unit.take(aSaying(ana, "eight", { depth: 8 }))).toHaveProperty("entries")
    expect(unit.take(aSaying(ana, "nine", { depth: 9 }))).toMatchObject({ invalid: { field: "depth" } })
    expect(unit.finish()?.inputs).toEqual(["eight"])
  })

  it("writes what an entry sets off behind it, under the same input, each with an id of its own", () => {
    const unit = aUnitOver(
      { [ana]: aRow(ana, 0) },
      {
        react: (entry) =>
          JSON.stringify(entry.data).includes("hola")
            ? { entries: [{ kind: "said", data: { text: "set off" } }], cancels: ["old job"] }
            : nothing,
      },
    )
    unit.take(aSaying(ana, "hola"))
    const built = unit.finish()
    expect(built?.entries.map(({ id }) => id)).toEqual(["hola#0", "hola#1"])
    expect(built?.states.get(ana)?.state.texts).toEqual(["hola", "set off"])
    expect(built?.cancels).toEqual(["old job"])
  })

  it("changes in lists what changed, and nothing else", () => {
    const rows =
      (changed: string): typeof toyHouse.rows =>
      ({ id, state }) => [
        { projection: "same", key: id, at: 0, data: "{}" },
        { projection: "count", key: id, at: 0, data: JSON.stringify({ count: state.texts.length }) },
        ...(state.texts.includes(changed) ? [] : [{ projection: "waits", key: id, at: 0, data: "{}" }]),
      ]
    const unit = aUnitOver({ [ana]: aRow(ana, 1) }, { rows: rows("answered") })
    unit.take(aSaying(ana, "answered"))
    const built = unit.finish()
    expect(built?.puts).toEqual([{ projection: "count", key: ana, at: 0, data: '{"count":2}' }])
    expect(built?.drops).toMatchObject([{ projection: "waits", key: ana }])
  })

  it("dates an entry when its input happened, and says when it was received", () => {
    const unit = aUnitOver({ [ana]: aRow(ana, 0) })
    unit.take(aSaying(ana, "old", { occurredAt: noon - 5, id: inputId("a") }))
    unit.take(aSaying(ana, "now", { id: inputId("b") }))
    expect(unit.finish()?.entries.map(({ occurredAt, receivedAt }) => [occurredAt, receivedAt])).toEqual([
      [noon - 5, noon],
      [noon, noon],
    ])
  })
})
