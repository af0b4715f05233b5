import { existsSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { pathToFileURL } from "node:url"
import { InputError } from "../../kernel/errors.ts"
import type { StreamId } from "../../kernel/ids.ts"
import { createLedgerCheck, type LedgerReport, type StreamEnd } from "../../profile/consent-ledger.ts"
import { columnsOf, type WrittenEntry } from "./codec.ts"
import { storeErrorOf } from "./connection.ts"
import { refuseForeign } from "./schema.ts"

// Of everything but the ledger only its place is read: a gap shows, and nobody's words are.
const feed = `SELECT seq, entries.id, streams.id AS stream, position, kind, schema, occurred AS occurredAt, received AS receivedAt,
  CASE kind WHEN 'consent-changed' THEN data ELSE 'null' END AS data
  FROM entries CROSS JOIN streams ON number = entries.stream ORDER BY seq`
const ends = "SELECT id, version, coalesce(json_extract(state, '$.consents.head'), '') AS head FROM streams"

/**
 * A log beside the file means that somebody has it open, which SQLite finds out, or that a process died. Without one the file is whole:
 * read as one that does not change, it gets no index of a log beside it (https://www.sqlite.org/uri.html#uriimmutable).
 */
const locationOf = (file: string): string | URL => {
  if (existsSync(`${file}-wal`)) return file
  const location = pathToFileURL(file)
  location.searchParams.set("immutable", "1")
  return location
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // whoever wrote over it: a record that cannot be read is not the one that was written
    return undefined
  }
}

const read = (database: DatabaseSync, until: number | undefined): LedgerReport => {
  refuseForeign(database)
  const check = createLedgerCheck()
  for (const row of database.prepare(feed).iterate()) {
    const { seq, data, ...entry } = columnsOf<WrittenEntry & { readonly seq: number }>(row)
    if (until !== undefined && seq > until) return check.finish()
    check.take({ ...entry, data: parsed(data) }, seq)
  }
  if (until !== undefined) return check.finish()
  const known = new Map<StreamId, StreamEnd>()
  for (const row of database.prepare(ends).iterate()) {
    const { id, version, head } = columnsOf<StreamEnd & { readonly id: StreamId }>(row)
    known.set(id, { version, head })
  }
  return check.finish(known)
}

/**
 * Looks at the ledger of consent in the file of a store that nobody has open; nothing is written to it. Throws `InputError` where there
 * is no file, and `StoreError` where somebody has it open or it is not ours.
 */
export const verifyLedgerFile = (file: string, { until }: { readonly until?: number } = {}): LedgerReport => {
  if (!existsSync(file)) throw new InputError("unknown", "file", "there is no file of this name")
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(locationOf(file), { readOnly: true, timeout: 500 })
    return read(database, until)
  } catch (failure) {
    throw storeErrorOf(failure)
  } finally {
    database?.close()
  }
}
