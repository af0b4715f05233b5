import { parse } from "csv-parse/sync"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createLineCutter } from "../../src/import/line.ts"
import { createTableReader } from "../../src/import/row.ts"

const field = fc.string({ unit: fc.constantFrom("a", "é", "👋", " ", ",", ";", '"', "\n", "'"), maxLength: 12 })
const records = fc.array(fc.tuple(field, field, field), { maxLength: 20 })

const quoted = (text: string, always: boolean) =>
  always || /[",\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

const readAll = (pieces: readonly string[]) => {
  const cutter = createLineCutter()
  const reader = createTableReader(["one", "two", "three"], ",")
  const rows = [...pieces.flatMap((piece) => reader.read(cutter.cut(piece), false)), ...reader.read(cutter.end(), true)]
  return rows.map((row) => ("cells" in row ? [...row.cells.values()] : row))
}

/** Cuts a text at these places, as a file comes in pieces. */
const piecesOf = (text: string, cuts: readonly number[]) => {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((one, two) => one - two), text.length]
  return places.slice(1).map((end, index) => text.slice(places[index], end))
}

const isBlank = (record: readonly string[]) => record.every((each) => each.trim() === "")

describe("the records of a CSV file", () => {
  it("are what csv-parse reads, wherever the file is cut into pieces", () => {
    fc.assert(
      fc.property(records, fc.boolean(), fc.array(fc.nat(), { maxLength: 5 }), (wanted, always, cuts) => {
        const content = wanted
          .filter((record) => !isBlank(record))
          .map((record) => record.map((text) => quoted(text, always)).join(","))
          .join("\n")
        expect(readAll(piecesOf(content, cuts))).toEqual(parse(content, { skip_empty_lines: true }))
      }),
    )
  })

  it("lose one line and no more to a quote that never closes, in a file of 300,000 lines", () => {
    const good = "a,b,c\n"
    const rows = readAll([`a,"b,c\n${good.repeat(150_000)}`, good.repeat(150_000)])
    expect(rows.filter((row) => Array.isArray(row))).toHaveLength(300_000)
  })

  it("lose one line and no more to a quote that never closes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 300 }), (before, after) => {
        const good = (count: number) => Array.from({ length: count }, () => "a,b,c")
        const read = readAll([[...good(before), 'a,b,"c', ...good(after)].join("\n")])
        expect(read.filter((row) => Array.isArray(row))).toHaveLength(before + after)
        expect(read.filter((row) => !Array.isArray(row))).toEqual([expect.objectContaining({ line: before + 1 })])
      }),
    )
  })
})
