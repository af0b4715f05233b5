import type { Line } from "./line.ts"
import type { Delimiter } from "./record.ts"
import { readRecord } from "./record.ts"

/**
 * Something in the file that cannot be taken: the line, the field where there is one, and how to put it right. It never repeats what the
 * line says.
 */
export interface Rejection {
  readonly line: number
  readonly field: string
  readonly remedy: string
}

/** A row of the file: its values by name of the column, as the file gives them. */
export interface Row {
  readonly line: number
  readonly cells: ReadonlyMap<string, unknown>
}

/** Makes rows of lines as they come. */
export interface RowReader {
  /** `isEnd`: these are the last lines. */
  readonly read: (lines: readonly Line[], isEnd: boolean) => readonly (Row | Rejection)[]
}

const isBlank = ({ text }: Line): boolean => text !== null && text.trim() === ""

/** Reads the rows of a table whose first line, already read, names the columns. */
export const createTableReader = (header: readonly string[], delimiter: Delimiter): RowReader => {
  let waiting: readonly Line[] = []
  return {
    read: (lines, isEnd) => {
      const queue = [...waiting, ...lines]
      const rows: (Row | Rejection)[] = []
      let at = 0
      for (let line = queue[at]; line; line = queue[at]) {
        if (isBlank(line)) {
          at += 1
          continue
        }
        const found = readRecord(queue, at, delimiter, isEnd)
        if ("more" in found) break
        if ("remedy" in found) rows.push({ line: line.number, field: "line", remedy: found.remedy })
        else if (found.fields.length !== header.length)
          rows.push({
            line: line.number,
            field: "line",
            remedy: `give ${header.length} fields, as the first line does`,
          })
        else
          rows.push({ line: line.number, cells: new Map(header.map((name, column) => [name, found.fields[column]])) })
        at += "lines" in found ? found.lines : 1
      }
      waiting = queue.slice(at)
      return rows
    },
  }
}

const parseObject = ({ number, text }: Line): Row | Rejection => {
  if (text === null) return { line: number, field: "line", remedy: "shorten the line to 1 MB" }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return { line: number, cells: new Map(Object.entries(value)) }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  return { line: number, field: "line", remedy: "write one JSON object on each line" }
}

/** Reads the rows of a file with one JSON object on each line (https://jsonlines.org). */
export const createObjectReader = (): RowReader => ({
  read: (lines) => lines.filter((line) => !isBlank(line)).map(parseObject),
})
