import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { events, type EventMemory } from "../../src/profile/event.ts"
import { aStream, anEntry } from "../../src/testing/store-builders.ts"
import type { EntryOf } from "../../src/timeline/entry.ts"
import type { eventTracked } from "../../src/profile/event.ts"

const day = 86_400_000
const begin = Date.UTC(2026, 0, 1, 12)

interface Told {
  readonly at: number
  readonly total?: number
  readonly name?: string
}

const placed = ({ at, total, name = "order-placed" }: Told, position = 1): EntryOf<typeof eventTracked> => ({
  ...anEntry(aStream(1), position),
  kind: "event-tracked",
  occurredAt: at,
  receivedAt: begin + 10_000 * day,
  data: { event: name, properties: total === undefined ? {} : { total } },
})

const folded = (told: readonly Told[], from: EventMemory = events.initial): EventMemory =>
  told.reduce((known, one) => {
    const next = events.on["event-tracked"]?.(known, placed(one)) ?? known
    return JSON.parse(JSON.stringify(next)) as EventMemory // as a store would give it back
  }, from)

const figures = (known: EventMemory, name = "order-placed") => known[name]

const runs = { numRuns: 3_000 }
const aDay = fc.integer({ min: 0, max: 300 })
const order = fc.record({ at: aDay.map((each) => begin + each * day), total: fc.integer({ min: -50, max: 500 }) })
const orders = fc.array(order, { minLength: 1, maxLength: 40, size: "max" })

describe("what is remembered of an event", () => {
  it("is how often, when first and last, on how many days, and what its numbers come to", () => {
    const known = folded([
      { at: begin, total: 10 },
      { at: begin + 1, total: 5 },
      { at: begin + 3 * day, total: 7 },
    ])
    expect(figures(known)).toEqual({
      count: 3,
      first: begin,
      last: begin + 3 * day,
      activeDays: 2,
      days: [
        [begin / day - 0.5, 2],
        [begin / day + 2.5, 1],
      ],
      sums: {
        total: {
          total: 22,
          firstDay: 15,
          days: [
            [begin / day - 0.5, 15],
            [begin / day + 2.5, 7],
          ],
        },
      },
    })
  })

  it("does not depend on the order in which it is told, but for the days that came late and are not kept", () => {
    fc.assert(
      fc.property(orders, fc.infiniteStream(fc.integer()), (told, chance) => {
        const keys = told.map(() => chance.next().value ?? 0)
        const other = told.map((one, place) => ({ one, key: keys[place] ?? 0 })).sort((a, b) => a.key - b.key)
        const [one, two] = [figures(folded(told)), figures(folded(other.map((each) => each.one)))]
        expect({ ...two, activeDays: 0 }).toEqual({ ...one, activeDays: 0 })
      }),
      runs,
    )
  })

  it("counts every active day of a history that comes oldest first, and of one that comes newest first", () => {
    fc.assert(
      fc.property(orders, (told) => {
        const sorted = told.toSorted((one, two) => one.at - two.at)
        const days = new Set(told.map(({ at }) => Math.floor(at / day))).size
        expect(figures(folded(sorted))?.activeDays).toBe(days)
        expect(figures(folded(sorted.toReversed()))?.activeDays).toBe(days)
      }),
      runs,
    )
  })

  it("keeps every day that a window of 90 days can ask for", () => {
    fc.assert(
      fc.property(orders, (told) => {
        const last = Math.max(...told.map(({ at }) => at))
        const asked = told.filter(({ at }) => Math.floor(at / day) > Math.floor(last / day) - 90)
        const kept = figures(folded(told))
        const inWindow = ([each]: readonly [number, number]) => each > Math.floor(last / day) - 90
        const sum = (list: readonly (readonly [number, number])[] = []) =>
          list.filter(inWindow).reduce((all, [, value]) => all + value, 0)
        expect(sum(kept?.days)).toBe(asked.length)
        expect(sum(kept?.sums["total"]?.days)).toBe(asked.reduce((all, { total }) => all + total, 0))
        expect(kept?.days.length).toBeLessThanOrEqual(92)
      }),
      runs,
    )
  })

  it("of several streams is the same whichever are joined first", () => {
    fc.assert(
      fc.property(orders, orders, orders, (...told) => {
        const [one, two, three] = told.map((each) => folded(each.toSorted((a, b) => a.at - b.at)))
        if (!one || !two || !three) throw new TypeError("there are three")
        const { merge } = events
        expect(merge(merge(one, two), three)).toEqual(merge(one, merge(two, three)))
        expect(figures(merge(one, two))).toEqual(figures(merge(two, one)))
        expect(figures(merge(one, two))).toMatchObject({
          count: (figures(one)?.count ?? 0) + (figures(two)?.count ?? 0),
        })
      }),
      runs,
    )
  })

  it("of streams whose days are all kept is what one stream would remember", () => {
    fc.assert(
      fc.property(
        fc.array(
          order.map((one) => ({ ...one, at: begin + ((one.at - begin) % (90 * day)) })),
          { minLength: 1 },
        ),
        fc.array(fc.boolean(), { minLength: 200, maxLength: 200 }),
        (told, sides) => {
          const left = told.filter((_, place) => sides[place])
          const right = told.filter((_, place) => !sides[place])
          expect(events.merge(folded(left), folded(right))).toEqual(folded(told))
        },
      ),
      runs,
    )
  })

  it("of a clock that is wrong does not push the present out", () => {
    const future = { ...placed({ at: Date.UTC(9000, 0, 1) }), receivedAt: begin }
    const known = events.on["event-tracked"]?.(events.initial, future) ?? {}
    expect(figures(folded([{ at: begin + day }], known))).toMatchObject({ count: 2, activeDays: 2, last: begin + day })
  })

  it("is bounded: a hundred names, eight numbers of each", () => {
    const many = Array.from({ length: 120 }, (_, place) => ({ at: begin, name: `event ${place}` }))
    expect(Object.keys(folded(many))).toHaveLength(100)
    const properties = Object.fromEntries(Array.from({ length: 20 }, (_, place) => [`number${place}`, place]))
    const wide = events.on["event-tracked"]?.({}, { ...placed({ at: begin }), data: { event: "wide", properties } })
    expect(Object.keys(wide?.["wide"]?.sums ?? {})).toHaveLength(8)
  })

  it("adds up only what are numbers, and no sum becomes what JSON cannot hold", () => {
    const strange = { total: Number.NaN, text: "3", list: [1], none: null, huge: Number.MAX_VALUE, zero: -0 }
    const entry = { ...placed({ at: begin }), data: { event: "strange", properties: strange } }
    const step = events.on["event-tracked"]
    const twice = step?.(step({}, entry), entry)
    expect(twice?.["strange"]?.sums).toMatchObject({ huge: { total: Number.MAX_VALUE }, zero: { total: 0 } })
    expect(Object.keys(twice?.["strange"]?.sums ?? {})).toEqual(["huge", "zero"])
    expect(JSON.parse(JSON.stringify(twice))).toEqual(twice)
  })

  it("goes on from what the first version kept", () => {
    const old = { "order-placed": { count: 7, last: begin } } as unknown as EventMemory // as a file of the first version has it
    expect(figures(folded([{ at: begin + day, total: 3 }], old))).toMatchObject({
      count: 8,
      first: begin,
      last: begin + day,
      activeDays: 2,
      sums: { total: { total: 3, firstDay: 0 } },
    })
    expect(figures(events.merge(old, folded([{ at: begin }])))).toMatchObject({ count: 8, last: begin })
  })
})
