import { open, stat, type FileHandle } from "node:fs/promises"
import { encodingOf } from "./encoding.ts"
import { createLineCutter, type Line } from "./line.ts"
import { type Columns, missingColumn, repeatedColumns, unknownColumns } from "./column.ts"
import { type Delimiter, readRecord } from "./record.ts"
import { createObjectReader, createTableReader, type Rejection, type Row } from "./row.ts"

/** The import cannot begin: the file, or what was said of it, has to be put right first. Nothing was taken in. */
export class ImportError extends Error {
  readonly _tag = "ImportError"
  readonly retryable = false
  readonly reason: "no-file" | "no-text" | "no-column" | "no-rows"
  constructor(reason: ImportError["reason"], remedy: string, options?: ErrorOptions) {
    super(remedy, options)
    this.name = "ImportError"
    this.reason = reason
  }
}

/** Rows that were read together, and how far into the file, from 0 to 1. */
export interface Rows {
  readonly rows: readonly (Row | Rejection)[]
  readonly share: number
  /** Whether there were bytes among them that are no text in the encoding of the file. */
  readonly isDamaged: boolean
}

/** A file whose first lines were looked at: what it holds is known and fits. */
export interface ImportSource {
  /** Columns that are kept as metadata; `undefined` for a file of objects, whose names are known only when they come. */
  readonly unknown: readonly string[] | undefined
  /** Reads the file once, from its beginning, in bounded memory. */
  readonly read: () => AsyncGenerator<Rows>
  readonly close: () => Promise<void>
}

type Format = "objects" | Delimiter

const headLength = 262_144

const delimiterOf = (header: string): Delimiter =>
  header.includes("\t") ? "\t" : !header.includes(",") && header.includes(";") ? ";" : ","

/** What a file is, by its name or else by how it begins. */
export const formatOf = (name: string, head: string): Format => {
  const [first = ""] = head.split("\n", 1)
  if (/\.(?:jsonl|ndjson)$/i.test(name)) return "objects"
  if (/\.(?:tsv|tab)$/i.test(name)) return "\t"
  if (/\.csv$/i.test(name)) return delimiterOf(first)
  return /^\s*[[{]/.test(head) ? "objects" : delimiterOf(first)
}

const openFile = async (file: string): Promise<{ readonly handle: FileHandle; readonly size: number }> => {
  try {
    const found = await stat(file) // before it is opened: opening a pipe waits for somebody who writes
    if (found.isFile()) return { handle: await open(file), size: found.size }
  } catch (cause) {
    throw new ImportError(
      "no-file",
      `--import: ${file} cannot be opened; name a file that is there and that you may read`,
      { cause },
    )
  }
  throw new ImportError("no-file", `--import: ${file} is not a file; name a TSV, CSV or JSONL file`)
}

/** The header of a table, and on which of these lines it ends. */
const readHeader = (
  lines: readonly Line[],
  delimiter: Delimiter,
): { readonly header: readonly string[]; readonly lines: number } => {
  const start = lines.findIndex(({ text }) => text === null || text.trim() !== "")
  const found = start < 0 ? undefined : readRecord(lines, start, delimiter, true)
  if (!found || !("fields" in found) || found.fields.some((name) => name.includes("\r")))
    throw new ImportError(
      "no-rows",
      "--import: the first line must name the columns, with a delimiter between, and lines must end with LF or CRLF",
    )
  return { header: found.fields.map((name) => name.trim()), lines: start + found.lines }
}

/** Columns that are named where one is missing, and how much of each name. */
const mostNamed = 20

const named = (names: readonly string[]): string =>
  names
    .slice(0, mostNamed)
    .map((name) => JSON.stringify(name.slice(0, 80)))
    .join(", ")

const checkHeader = (header: readonly string[], columns: Columns): void => {
  const missing = missingColumn(columns, header)
  if (missing)
    throw new ImportError(
      "no-column",
      `--import: the column ${JSON.stringify(missing.column)} is missing; add it, or say which one it is with --columns "${missing.field}=COLUMN". The first line names ${named(header)}`,
    )
  const [twice] = repeatedColumns(columns, header)
  if (twice !== undefined)
    throw new ImportError("no-column", `--import: the first line names ${named([twice])} twice; keep one of them`)
}

/** Says whether bytes that come one after the other are text in this encoding. The replacement character itself may stand in a file. */
const createProof = (encoding: string): ((bytes: Uint8Array) => boolean) => {
  const strict = new TextDecoder(encoding, { fatal: true })
  return (bytes) => {
    try {
      strict.decode(bytes, { stream: true })
      return true
    } catch (error) {
      if (error instanceof TypeError) return false
      throw error
    }
  }
}

async function* textOf(
  handle: FileHandle,
  encoding: string,
  size: number,
): AsyncGenerator<{ readonly text: string } & Omit<Rows, "rows">> {
  const decoder = new TextDecoder(encoding)
  const isText = createProof(encoding)
  let read = 0
  for await (const chunk of handle.createReadStream({ start: 0, autoClose: false })) {
    const bytes = chunk as Uint8Array // a stream without an encoding gives bytes
    read += bytes.length
    yield {
      text: decoder.decode(bytes, { stream: true }),
      share: Math.min(1, read / Math.max(1, size)),
      isDamaged: !isText(bytes),
    }
  }
  yield { text: decoder.decode(), share: 1, isDamaged: false }
}

/** Opens a file of messages and looks at its first lines. Throws `ImportError` where it cannot be imported as it is. */
export const openSource = async (file: string, columns: Columns): Promise<ImportSource> => {
  const { handle, size } = await openFile(file)
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(headLength), 0, headLength, 0)
    const found = encodingOf(buffer.subarray(0, bytesRead))
    if ("remedy" in found) throw new ImportError("no-text", `--import: ${found.remedy}`)
    const { encoding } = found
    const head = new TextDecoder(encoding).decode(buffer.subarray(0, bytesRead), { stream: bytesRead === headLength })
    const format = formatOf(file, head)
    const cutter = createLineCutter()
    const begin = format === "objects" ? undefined : readHeader([...cutter.cut(head), ...cutter.end()], format)
    if (begin) checkHeader(begin.header, columns)
    const reader = begin && format !== "objects" ? createTableReader(begin.header, format) : createObjectReader()
    return {
      unknown: begin && unknownColumns(columns, begin.header),
      read: async function* () {
        const lines = createLineCutter()
        const isBody = ({ number }: Line) => number > (begin?.lines ?? 0)
        for await (const { text, ...state } of textOf(handle, encoding, size))
          yield { rows: reader.read(lines.cut(text).filter(isBody), false), ...state }
        yield { rows: reader.read(lines.end().filter(isBody), true), share: 1, isDamaged: false }
      },
      close: () => handle.close(),
    }
  } catch (failure) {
    await handle.close()
    throw failure
  }
}
