import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Known, StreamId } from "@escucha/core"
import { renewThread } from "../../src/desk/data/customer-page.ts"
import { daysOf } from "../../src/desk/thread/days.ts"
import { piecesOf } from "../../src/desk/thread/marks.ts"
import { waysOut } from "../../src/desk/thread/way-out.ts"
import { aLine, anEntryId } from "./lines.ts"

const minute = 60_000

describe("a thread", () => {
  it("keeps what was already read when newer lines come", () => {
    const held = { items: [aLine(2), aLine(3), aLine(4)], next: "older" }
    const renewed = renewThread({ items: [aLine(1), aLine(2), aLine(3)], next: "3" }, held)
    expect(renewed.items.map(({ id }) => id)).toEqual([1, 2, 3, 4].map(anEntryId))
    expect(renewed.next).toBe("older")
  })
  it("starts over when the new lines do not meet those that were read", () => {
    const renewed = renewThread({ items: [aLine(8)], next: "8" }, { items: [aLine(2)], next: "older" })
    expect(renewed).toEqual({ items: [aLine(8)], next: "8" })
  })
  it("is grouped by the reader's days, oldest first, and loses no line", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 * 24 * 60 * minute })), (instants) => {
        const lines = instants.sort((one, two) => two - one).map((at, place) => aLine(place, at))
        const days = daysOf(lines)
        expect(days.flatMap(({ items }) => items)).toEqual(lines.toReversed())
        expect(new Set(days.map(({ day }) => day)).size).toBe(days.length)
      }),
    )
  })
  it("marks the words that say so and never changes the text, whatever the spans are", () => {
    const someSpans = fc.array(fc.record({ start: fc.nat({ max: 40 }), end: fc.nat({ max: 40 }) }))
    fc.assert(
      fc.property(fc.string(), someSpans, (text, spansOf) => {
        expect(
          piecesOf(text, spansOf)
            .map((piece) => piece.text)
            .join(""),
        ).toBe(text)
      }),
    )
    expect(piecesOf("nadie contesta", [{ start: 0, end: 5 }])).toEqual([
      { start: 0, text: "nadie", marked: true },
      { start: 5, text: " contesta", marked: false },
    ])
  })
  it("answers where the customer wrote last", () => {
    const known = (name: StreamId, channel: string | null): Known => ({
      stream: name,
      scheme: "x",
      value: "x",
      channel,
      waiting: null,
      links: [],
    })
    const ways = waysOut([known("s_2", "email"), known("s_9", null), known("s_1", "chat")], [aLine(1)])
    expect(ways.map(({ channel }) => channel)).toEqual(["chat", "email"])
  })
})
