import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { pause } from "../../src/desk/data/live.ts"
import { readEvents, type ServerEvent } from "../../src/desk/data/server-events.ts"

describe("the stream of events", () => {
  const readAll = (chunks: readonly string[]): readonly ServerEvent[] => {
    let rest = ""
    return chunks.flatMap((chunk) => {
      const read = readEvents(rest, chunk)
      rest = read.rest
      return read.events
    })
  }
  it("reads the same events wherever the network cuts the text", () => {
    const anId = fc.stringMatching(/^[0-9]{1,6}$/)
    const someEvents = fc.array(fc.record({ id: fc.option(anId), data: fc.stringMatching(/^[^\r\n]{1,20}$/) }))
    fc.assert(
      fc.property(
        someEvents,
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.array(fc.nat({ max: 400 })),
        (events, end, cuts) => {
          const text = events
            .map(({ id, data }) => `${id === null ? "" : `id: ${id}${end}`}data: ${data}${end}: a comment${end}${end}`)
            .join("")
          const places = [0, ...cuts.filter((cut) => cut < text.length).sort((one, two) => one - two), text.length]
          const chunks = places.slice(1).map((place, before) => text.slice(places[before], place))
          expect(readAll([...chunks, ": end\n"])).toEqual(events)
        },
      ),
    )
  })
  it("joins the lines of one event and keeps an unfinished one for later", () => {
    expect(readEvents("", "data: one\ndata: two\n\ndata: th")).toEqual({
      events: [{ id: null, data: "one\ntwo" }],
      rest: "data: th",
    })
  })
  it("waits longer after each failure, never more than half a minute", () => {
    expect(pause(0, 1)).toBe(500)
    expect(pause(3, 1)).toBeGreaterThan(pause(2, 1))
    expect(pause(40, 1)).toBe(30_000)
  })
})
