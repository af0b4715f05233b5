import type { Escucha } from "@escucha/core"
import { type Columns, unknownColumns } from "./column.ts"
import { createIntake, type Placed } from "./intake.ts"
import { createMessageReader } from "./message.ts"
import { createPace, type Speed } from "./pace.ts"
import type { Report } from "./report.ts"
import type { Rejection, Row } from "./row.ts"
import type { ImportSource } from "./source.ts"
import { summarize, type Summary, tallyOf } from "./summary.ts"

/** What an import does, and to whom it tells how it goes. */
export interface ImportOptions {
  readonly source: ImportSource
  readonly columns: Columns
  readonly speed: Speed
  readonly report: Report
  /** Stops the import: what is on its way is finished, nothing more is read. */
  readonly signal: AbortSignal
}

/** What the import needs of an application. */
export type Importing = Pick<Escucha, "conversations" | "store" | "settled" | "start">

/** Messages that are handed over together. */
const batchLength = 128

/** How many unknown columns of a file of objects are named. */
const mostNamed = 50

const isRejection = (row: Row | Rejection): row is Rejection => "remedy" in row

const kept = (names: readonly string[]): string => {
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ""
  return `kept as metadata, because no field is read from ${names.length === 1 ? "it" : "them"}: ${names.slice(0, mostNamed).map((name) => JSON.stringify(name.slice(0, 80))).join(", ")}${more}`
}

/**
 * Takes a file of messages in as history: nothing is sent for them. Resolves when all of it is committed and what the rules made of it is
 * settled; `undefined` where the signal stopped it before. A row whose id was taken in before, in this file or in an earlier run, changes nothing.
 */
export const importMessages = async (app: Importing, { source, columns, speed, report, signal }: ImportOptions): Promise<Summary | undefined> => {
  await app.start()
  const before = await tallyOf(app.store)
  const begun = performance.now()
  let rejected = 0, isMarked = false
  const reject = (rejection: Rejection) => {
    rejected += 1
    report.rejected(rejection)
  }
  const intake = createIntake(app, reject)
  const readMessage = createMessageReader(columns)
  const pace = speed === "max" ? undefined : createPace(speed, signal)
  const strangers = new Set<string>()
  if (source.unknown.length > 0) report.warn(kept(source.unknown))

  const place = (row: Row | Rejection): (Placed & { readonly at: number }) | undefined => {
    const read = isRejection(row) ? row : readMessage(row)
    if (isRejection(row) || "remedy" in read) {
      reject(isRejection(row) ? row : read as Rejection) // the line above has just said so
      return undefined
    }
    if (source.unknown.length === 0 && strangers.size <= mostNamed) for (const name of unknownColumns(columns, row.cells.keys())) strangers.add(name)
    if (read.unknownZone !== undefined) report.unknownZone(read.unknownZone)
    isMarked ||= read.message.text.includes("\uFFFD")
    return { line: row.line, message: read.message, at: read.message.at }
  }
  const takeIn = async (rows: readonly (Row | Rejection)[]): Promise<void> => {
    for (let from = 0; from < rows.length && !signal.aborted; from += pace ? 1 : batchLength) {
      const batch = rows.slice(from, from + (pace ? 1 : batchLength)).flatMap((row) => place(row) ?? [])
      if (pace && batch[0]) await pace(batch[0].at)
      if (batch.length > 0 && !signal.aborted) await intake.take(batch)
    }
  }
  try {
    for await (const { rows, share } of source.read()) {
      await takeIn(rows)
      if (signal.aborted) break
      const { messages, duplicates } = intake.counts()
      report.progress({ share, messages, duplicates })
    }
  } catch (failure) {
    if (!signal.aborted) throw failure
  } finally {
    await intake.done()
    if (strangers.size > 0) report.warn(kept([...strangers]))
    if (isMarked) report.warn("some texts hold characters that could not be read; save the file as UTF-8 and import it again into a new folder")
    report.end()
  }
  if (signal.aborted) return undefined
  await app.settled()
  const { customers } = await app.store.size()
  return summarize({ ...intake.counts(), rejected, seconds: (performance.now() - begun) / 1000 }, before, await tallyOf(app.store), customers)
}
