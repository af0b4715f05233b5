import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createEventReader } from "../../src/client/server-events.ts"

const readAll = (pieces: readonly string[]) => {
  const read = createEventReader()
  return pieces.flatMap((piece) => read(piece))
}

const event = fc.record({ id: fc.nat().map(String), data: fc.string().map((text) => JSON.stringify(text)) })
const newline = fc.constantFrom("\n", "\r\n")

describe("server-sent events", () => {
  it("are read the same however the network parted them", () => {
    fc.assert(
      fc.property(fc.array(event), newline, fc.array(fc.nat(40)), (events, end, cuts) => {
        let text = events.map(({ id, data }) => `id: ${id}${end}data: ${data}${end}${end}`).join("")
        const pieces: string[] = []
        for (const cut of cuts) {
          pieces.push(text.slice(0, cut))
          text = text.slice(cut)
        }
        expect(readAll([...pieces, text, "\n"])).toEqual(events)
      }),
    )
  })

  it("may have several lines of data, and no space behind the colon", () => {
    expect(readAll(["id:7\ndata:one\ndata: two\n\n"])).toEqual([{ id: "7", data: "one\ntwo" }])
  })

  it("pass over signs of life and fields that are none of ours", () => {
    expect(readAll(["retry: 2000\n\n: still here\n\nevent: x\ndata: 1\n\n"])).toEqual([{ id: "", data: "1" }])
  })

  it("are not there before they are finished", () => {
    expect(readAll(["id: 1\ndata: half"])).toEqual([])
  })
})
