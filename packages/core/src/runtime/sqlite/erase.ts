import type { DatabaseSync } from "node:sqlite"
import type { CustomerId, StreamId } from "../../kernel/ids.ts"
import type { Erased, Remains } from "../../timeline/store.ts"
import { isOfStreams } from "../row.ts"
import { columnsOf } from "./codec.ts"
import type { Latest } from "./commit.ts"

/** What only an erasure does: prepared with the others, run seldom. */
export const prepareErasure = (database: DatabaseSync) => ({
  members: database.prepare("SELECT number, id, version FROM streams WHERE customer = ?"),
  words: database.prepare("DELETE FROM words WHERE rowid IN (SELECT seq FROM entries WHERE stream = ?)"),
  rewriteWords: database.prepare("INSERT INTO words (words) VALUES ('optimize')"),
  entries: database.prepare("DELETE FROM entries WHERE stream = ?"),
  stream: database.prepare("DELETE FROM streams WHERE number = ?"),
  identifiers: database.prepare("DELETE FROM identifiers WHERE stream = ?"),
  jobs: database.prepare("DELETE FROM jobs WHERE key = ? RETURNING id"),
  rows: database.prepare("SELECT key, projection FROM rows WHERE key >= ? AND key < ?"),
  // the lines of two streams begin with one of them: who is the other is found by a look at all of those
  twoStreams: database.prepare("SELECT key, projection FROM rows WHERE instr(substr(key, 2), 's_') > 0"),
  row: database.prepare("DELETE FROM rows WHERE key = ? AND projection = ?"),
  keepLatest: database.prepare("UPDATE meta SET value = ? WHERE name = 'entries'"),
  setUnscrubbed: database.prepare("UPDATE meta SET value = ? WHERE name = 'unscrubbed'"),
  isUnscrubbed: database.prepare("SELECT 1 FROM meta WHERE name = 'unscrubbed' AND value = 1"),
})

/** The first text behind all those that begin with a stream's id, whose last sign is a digit or a letter. */
const behind = (id: StreamId): string => `${id.slice(0, -1)}${String.fromCharCode(id.charCodeAt(id.length - 1) + 1)}`

interface Member {
  readonly number: number
  readonly id: StreamId
  readonly version: number
}

const isAsRead = (members: readonly Member[], { expects }: Remains): boolean =>
  expects === undefined ||
  (expects.size === members.length && members.every(({ id, version }) => expects.get(id) === version))

const eraseLines = (sql: ReturnType<typeof prepareErasure>, members: readonly Member[]): void => {
  const streams = new Set<string>(members.map(({ id }) => id))
  const found = [...members.flatMap(({ id }) => sql.rows.all(id, behind(id))), ...sql.twoStreams.all()]
  for (const line of found) {
    const { key, projection } = columnsOf<{ readonly key: string; readonly projection: string }>(line)
    if (isOfStreams(key, streams)) sql.row.run(key, projection)
  }
}

/**
 * Deletes all of a customer inside a transaction that the caller has begun, and notes that the file is still to be scrubbed: a
 * process that dies before has the next one do it. The index of words is written anew, because FTS5 only marks a word as gone; its own
 * `secure-delete` takes a millisecond for each entry and still keeps words that are the border between two of its pages. `undefined`
 * where the customer is not as it was read.
 */
export const eraseCustomer = (
  sql: ReturnType<typeof prepareErasure>,
  latest: Latest,
  customer: CustomerId,
  remains: Remains,
): Erased | undefined => {
  const members = sql.members.all(customer).map((row) => columnsOf<Member>(row))
  if (!isAsRead(members, remains)) return undefined
  const jobs: string[] = []
  let entries = 0,
    identifiers = 0,
    words = 0
  if (members.length > 0) eraseLines(sql, members)
  for (const { number, id } of members) {
    words += Number(sql.words.run(number).changes)
    entries += Number(sql.entries.run(number).changes)
    identifiers += Number(sql.identifiers.run(id).changes)
    jobs.push(...sql.jobs.all(id).map((row) => columnsOf<{ readonly id: string }>(row).id))
    sql.stream.run(number)
  }
  if (words > 0) sql.rewriteWords.run()
  sql.keepLatest.run(latest.entry)
  if (members.length > 0) sql.setUnscrubbed.run(1)
  return { customer, streams: members.length, entries, identifiers, jobs: jobs.sort() }
}
