import type { Committed, Store, Unit, UnitResult } from "../../timeline/store.ts"
import { archiveIn } from "./archive.ts"
import { columnsOf, entryOf, type WrittenEntry } from "./codec.ts"
import { commitUnits } from "./commit.ts"
import type { OpenDatabase } from "./connection.ts"
import { eraseCustomer } from "./erase.ts"
import { createStoreFile, inTransaction, type OpenFile, removeTraces } from "./file.ts"
import { createKnownStreams } from "./known-streams.ts"
import { mediaIn } from "./media.ts"
import { customers, entryIn, jobs, lines, load, search, series, size, timeline } from "./read.ts"

const commitAll = <State>(open: OpenFile, units: readonly Unit<State>[]): readonly UnitResult[] => {
  const { results, latest, streams } = inTransaction(open, () => commitUnits(open, units))
  open.latest = latest // only now: what was rolled back has used no numbers
  for (const [stream, known] of streams) if (known) open.streams.set(stream, known)
  return results
}

/**
 * The embedded store: one file, one fsync per commit, one process. A second one on the file is refused with `StoreError` "locked"
 * until the first has closed or died. While it is open, let nothing else in this process open the same file, not even to copy it:
 * on POSIX systems the system drops a process's locks when it closes any handle on the file.
 *
 * @example
 * const store = sqliteStore<State>("escucha.db")
 * await store.migrate()
 */
export const sqliteStore = <State>(file: string, options: { readonly open?: OpenDatabase } = {}): Store<State> => {
  const { using, close } = createStoreFile(file, options.open)
  let erasures = 0
  return {
    migrate: async () => using(() => undefined),
    load: async (need) => using(({ sql, hashOf }) => load<State>(sql, hashOf, need)),
    commit: async (units) => using((open) => commitAll(open, units)),
    timeline: async (customer, page) => using(({ sql }) => timeline(sql, customer, page)),
    entry: async (id, stream) => using(({ sql }) => entryIn(sql, id, stream)),
    query: async (projection, filter, page) => using(({ query }) => query(projection, filter, page)),
    rows: async (projection, keys) => using(({ sql }) => lines(sql, projection, keys)),
    search: async (text, page) => using(({ sql }) => search(sql, text, page)),
    series: async (metrics, from, to) => using(({ sql }) => series(sql, metrics, from, to)),
    jobs: async (page) => using(({ sql }) => jobs(sql, page)),
    async *feed(after) {
      for (let cursor = after; ;) {
        // page by page: between two pages nothing is held open
        const rows = using(({ sql }) => sql.feed.all(cursor)).map((row) =>
          columnsOf<WrittenEntry & { readonly seq: number }>(row),
        )
        if (rows.length === 0) return
        const before = erasures
        for (const row of rows) {
          if (erasures !== before) break // the rest of the page may be of who was erased: it is read again
          cursor = row.seq
          yield { cursor, entry: entryOf(row) } satisfies Committed
        }
      }
    },
    head: async () => using(({ latest }) => latest.entry), // also when that one was erased since: a reader must not get it wrong
    size: async () => using(({ sql }) => size(sql)),
    customers: async (page) => using(({ sql }) => customers(sql, page)),
    erase: async (customer, remains = {}) =>
      using((open) => {
        const receipt = inTransaction(open, () => {
          const erased = eraseCustomer(open.erasure, open.latest, customer, remains)
          if (!erased?.streams) return erased
          for (const { metric, at, by } of remains.counts ?? []) open.sql.count.run(metric, at, by)
          for (const { key, projection, at, data } of remains.puts ?? []) open.sql.put.run(key, projection, at, data)
          return erased
        })
        erasures++
        open.streams = createKnownStreams() // some of them are there no more
        removeTraces(open)
        return receipt
      }),
    media: mediaIn({ using }),
    archive: archiveIn({ using }),
    close: async () => close(),
  }
}
