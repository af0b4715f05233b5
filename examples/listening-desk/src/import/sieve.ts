import { type Columns, unknownColumns } from "./column.ts"
import type { Placed } from "./intake.ts"
import { createMessageReader } from "./message.ts"
import type { Report } from "./report.ts"
import type { Rejection, Row } from "./row.ts"

/** Lets rows through that are messages, and tells of the others. */
export interface Sieve {
  readonly pass: (row: Row | Rejection) => (Placed & { readonly at: number }) | undefined
  readonly reject: (rejection: Rejection) => void
  readonly rejected: () => number
  /** Tells what is known only when all rows were seen. */
  readonly end: () => void
}

/** How many unknown columns are named. */
const mostNamed = 50

const kept = (names: readonly string[]): string => {
  const named = names
    .slice(0, mostNamed)
    .map((name) => JSON.stringify(name.slice(0, 80)))
    .join(", ")
  return `kept as metadata, because no field is read from ${names.length === 1 ? "it" : "them"}: ${named}${names.length > mostNamed ? ", …" : ""}`
}

/** Creates a sieve; `unknown` are the columns that the first line names and no field is read from, where the file has such a line. */
export const createSieve = (columns: Columns, unknown: readonly string[] | undefined, report: Report): Sieve => {
  const read = createMessageReader(columns)
  const strangers = new Set<string>()
  let rejected = 0
  const reject = (rejection: Rejection): undefined => {
    rejected += 1
    report.rejected(rejection)
  }
  if (unknown && unknown.length > 0) report.warn(kept(unknown))
  return {
    reject,
    rejected: () => rejected,
    pass: (row) => {
      const found = "remedy" in row ? row : read(row)
      if ("remedy" in found) return reject(found)
      if (!unknown && "cells" in row && strangers.size <= mostNamed)
        for (const name of unknownColumns(columns, row.cells.keys())) strangers.add(name)
      if (found.unknownZone !== undefined) report.unknownZone(found.unknownZone)
      return { line: row.line, message: found.message, at: found.message.at }
    },
    end: () => {
      if (strangers.size > 0) report.warn(kept([...strangers]))
      report.end()
    },
  }
}
