import { InputError } from "../../kernel/errors.ts"
import type { SheetRow, Sheets } from "./xlsform-sheet.ts"

// .xlsx is a ZIP archive (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT) of SpreadsheetML (ECMA-376, part 1, 18).
const largest = 50_000_000
const mostRows = 100_000
const mostColumns = 1_000

const notOne = (options?: ErrorOptions): InputError =>
  new InputError("invalid", "workbook", "give the bytes of an .xlsx file", options)
const tooLarge = (): InputError => new InputError("too-large", "workbook", `let it unpack to ${largest} bytes at most`)

const inflated = async (packed: Uint8Array<ArrayBuffer>, left: number): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"))) {
      size += chunk.length
      if (size > left) throw tooLarge()
      chunks.push(chunk)
    }
  } catch (failure) {
    throw failure instanceof InputError ? failure : notOne({ cause: failure })
  }
  return new Uint8Array(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer()) // none of them is shared
}

/** The texts of the parts of an archive, by name: those that are asked for. */
const partsOf = async (bytes: Uint8Array<ArrayBuffer>, isWanted: (name: string) => boolean) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts = new Map<string, string>()
  let end = bytes.length - 22
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1
  if (end < 0) throw notOne()
  let at = view.getUint32(end + 16, true)
  let left = largest
  for (let count = view.getUint16(end + 10, true); count > 0; count -= 1) {
    if (view.getUint32(at, true) !== 0x02014b50) throw notOne()
    const [method, size, name, extra, note] = [10, 20, 28, 30, 32].map((offset) =>
      offset === 20 ? view.getUint32(at + offset, true) : view.getUint16(at + offset, true),
    ) as [number, number, number, number, number] // as many as were read
    const called = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name))
    const local = view.getUint32(at + 42, true)
    at += 46 + name + extra + note
    if (!isWanted(called)) continue
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    const packed = bytes.subarray(from, from + size)
    const whole = method === 0 ? packed : await inflated(packed, left)
    left -= whole.length
    if (left < 0) throw tooLarge()
    parts.set(called, new TextDecoder().decode(whole))
  }
  return parts
}

const entities: { readonly [name: string]: string } = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }
const plain = (xml: string): string =>
  xml.replace(
    /&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi,
    (mark, hex: string | undefined, code: string | undefined, name = "") => {
      const point = hex === undefined ? Number(code) : Number.parseInt(hex, 16)
      return point <= 0x10ffff ? String.fromCodePoint(point) : (entities[String(name)] ?? mark)
    },
  )

/** What stands between the marks of each element of this name; of one that is closed at once, nothing. */
const elements = (xml: string, name: string): readonly { readonly marks: string; readonly inside: string }[] =>
  xml
    .split(new RegExp(`<(?:\\w+:)?${name}(?=[\\s/>])`))
    .slice(1)
    .map((piece) => {
      const close = piece.indexOf(">")
      const isEmpty = piece[close - 1] === "/"
      const inside = isEmpty ? "" : (piece.slice(close + 1).split(new RegExp(`</(?:\\w+:)?${name}>`), 1)[0] ?? "")
      return { marks: piece.slice(0, close), inside }
    })

const mark = (marks: string, name: string): string | undefined => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(marks)?.[1]
  return found === undefined ? undefined : plain(found)
}

const wordsIn = (xml: string): string =>
  elements(xml, "t")
    .map(({ inside }) => plain(inside))
    .join("")

const columnOf = (cell: string): number =>
  [...cell.replace(/\d+$/, "")].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1

const cellsOf = (row: string, shared: readonly string[]): readonly string[] => {
  const cells: string[] = []
  for (const { marks, inside } of elements(row, "c")) {
    const place = mark(marks, "r")
    const column = place === undefined ? cells.length : columnOf(place)
    if (column < 0 || column > mostColumns) continue
    while (cells.length < column) cells.push("")
    const type = mark(marks, "t")
    const value = plain(elements(inside, "v")[0]?.inside ?? "")
    if (type === "inlineStr") cells[column] = wordsIn(inside)
    else if (type === "s") cells[column] = shared[Number(value)] ?? ""
    else cells[column] = type === "b" ? (value === "1" ? "TRUE" : "FALSE") : value
  }
  return cells
}

const rowsOf = (sheet: string, shared: readonly string[]): readonly SheetRow[] => {
  const [head = [], ...rows] = elements(sheet, "row")
    .slice(0, mostRows)
    .map(({ inside }) => cellsOf(inside, shared))
  return rows
    .filter((cells) => cells.some((cell) => cell !== ""))
    .map((cells) =>
      Object.fromEntries(
        head.flatMap((column, at) => (column.trim() === "" ? [] : [[column, cells[at] ?? ""] as const])),
      ),
    )
}

const folder = "xl/"
const isPart = (name: string): boolean =>
  /^xl\/(?:workbook\.xml|sharedStrings\.xml|_rels\/workbook\.xml\.rels|worksheets\/[^/]+\.xml)$/.test(name)

/**
 * The sheets of an .xlsx workbook, each as its rows under the heads of its first row, with every cell as a text. Throws `InputError` for
 * bytes that are no such file, and for one that unpacks to more than 50 MB.
 *
 * @example
 * importXlsForm(await readWorkbook(bytes), { name: "household" })
 */
export const readWorkbook = async (bytes: Uint8Array): Promise<Sheets> => {
  let parts: ReadonlyMap<string, string>
  try {
    parts = await partsOf(Uint8Array.from(bytes), isPart)
  } catch (failure) {
    // an offset that leads out of the file
    throw failure instanceof RangeError ? notOne({ cause: failure }) : failure
  }
  const shared = elements(parts.get(`${folder}sharedStrings.xml`) ?? "", "si").map(({ inside }) => wordsIn(inside))
  const targets = new Map(
    elements(parts.get(`${folder}_rels/workbook.xml.rels`) ?? "", "Relationship").map(({ marks }) => [
      mark(marks, "Id"),
      mark(marks, "Target"),
    ]),
  )
  const sheets = elements(parts.get(`${folder}workbook.xml`) ?? "", "sheet").flatMap(({ marks }) => {
    const [name, target] = [mark(marks, "name"), targets.get(mark(marks, "(?:\\w+:)?id"))]
    const path = target?.startsWith("/") ? target.slice(1) : `${folder}${target ?? ""}`
    const sheet = parts.get(path)
    return name === undefined || sheet === undefined ? [] : [[name, rowsOf(sheet, shared)] as const]
  })
  if (sheets.length === 0) throw notOne()
  return Object.fromEntries(sheets)
}
