import { StoreError } from "../../kernel/errors.ts"
import type { Committed, Store, Unit, UnitResult } from "../../timeline/store.ts"
import { columnsOf, entryOf, type WrittenEntry } from "./codec.ts"
import { commitUnits, type Latest } from "./commit.ts"
import { connect, type OpenDatabase, storeErrorOf } from "./connection.ts"
import { eraseCustomer, prepareErasure } from "./erase.ts"
import { createQuery } from "./query.ts"
import { entryIn, jobs, load, search, series, size, timeline } from "./read.ts"
import { migrateSchema } from "./schema.ts"
import { createScrub } from "./scrub.ts"
import { prepareStatements } from "./statements.ts"

/** An open file: its statements, and where its tables end. */
const openFile = (file: string, opener: OpenDatabase | undefined) => {
  const database = connect(file, opener),
    scrub = createScrub(file)
  try {
    migrateSchema(database)
    const sql = prepareStatements(database),
      erasure = prepareErasure(database)
    const row = sql.latest.get() ?? {}
    const open = { database, sql, erasure, query: createQuery(database), scrub, latest: { ...columnsOf<Latest>(row) } }
    removeTraces(open)
    return open
  } catch (failure) {
    database.close()
    scrub.close()
    throw failure
  }
}
type OpenFile = ReturnType<typeof openFile>

/** Does what an erasure still owes to the file, this one or one that broke off. */
const removeTraces = ({ database, erasure, scrub }: Pick<OpenFile, "database" | "erasure" | "scrub">): void => {
  if (!erasure.isUnscrubbed.get()) return
  scrub.run(database)
  erasure.setUnscrubbed.run(0)
}

/** All of `work` is in the file when this returns, and nothing of it when this throws. */
const inTransaction = <Result>({ database, sql }: OpenFile, work: () => Result): Result => {
  sql.begin.run()
  try {
    const result = work()
    sql.commit.run()
    return result
  } catch (failure) {
    if (database.isTransaction) sql.rollback.run()
    throw failure
  }
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
  let opened: OpenFile | undefined
  let closed = false
  const failing = <Result>(work: () => Result): Result => {
    try {
      return work()
    } catch (failure) {
      throw storeErrorOf(failure)
    }
  }
  const using = <Result>(work: (open: OpenFile) => Result): Result =>
    failing(() => {
      if (closed) throw new StoreError("closed")
      opened ??= openFile(file, options.open)
      return work(opened)
    })
  const commit = (open: OpenFile, units: readonly Unit<State>[]): readonly UnitResult[] => {
    const { results, latest } = inTransaction(open, () => commitUnits(open.sql, open.latest, units))
    open.latest = latest // only now: what was rolled back has used no numbers
    return results
  }
  return {
    migrate: async () => using(() => undefined),
    load: async (need) => using(({ sql }) => load<State>(sql, need)),
    commit: async (units) => using((open) => commit(open, units)),
    timeline: async (customer, page) => using(({ sql }) => timeline(sql, customer, page)),
    entry: async (id, stream) => using(({ sql }) => entryIn(sql, id, stream)),
    query: async (projection, filter, page) => using(({ query }) => query(projection, filter, page)),
    search: async (text, page) => using(({ sql }) => search(sql, text, page)),
    series: async (metrics, from, to) => using(({ sql }) => series(sql, metrics, from, to)),
    jobs: async (page) => using(({ sql }) => jobs(sql, page)),
    async *feed(after) {
      for (let cursor = after; ;) {
        // page by page: between two pages nothing is held open
        const rows = using(({ sql }) => sql.feed.all(cursor)).map((row) =>
          columnsOf<WrittenEntry & { readonly seq: number }>(row),
        )
        for (const row of rows) yield { cursor: row.seq, entry: entryOf(row) } satisfies Committed
        const last = rows.at(-1)
        if (!last) return
        cursor = last.seq
      }
    },
    head: async () => using(({ latest }) => latest.entry), // also when that one was erased since: a reader must not get it wrong
    size: async () => using(({ sql }) => size(sql)),
    erase: async (customer) =>
      using((open) => {
        const receipt = inTransaction(open, () => eraseCustomer(open.erasure, open.latest, customer))
        removeTraces(open)
        return receipt
      }),
    close: async () =>
      failing(() => {
        closed = true
        const last = opened
        opened = undefined
        last?.database.close()
        last?.scrub.close()
      }),
  }
}
