import { StoreError } from "../../kernel/errors.ts"
import { columnsOf } from "./codec.ts"
import type { Latest } from "./commit.ts"
import { connect, type OpenDatabase, storeErrorOf } from "./connection.ts"
import { prepareErasure } from "./erase.ts"
import { createHashes } from "./hash.ts"
import { createKnownStreams } from "./known-streams.ts"
import { createQuery } from "./query.ts"
import { migrateSchema } from "./schema.ts"
import { createScrub } from "./scrub.ts"
import { prepareStatements } from "./statements.ts"

/** An open file: its statements, and where its tables end. */
const openFile = (file: string, opener: OpenDatabase | undefined) => {
  const database = connect(file, opener),
    scrub = createScrub()
  try {
    migrateSchema(database)
    const sql = prepareStatements(database),
      erasure = prepareErasure(database)
    const row = sql.latest.get() ?? {}
    const latest = { ...columnsOf<Latest>(row) }
    const memory = { latest, streams: createKnownStreams(), hashOf: createHashes() }
    const open = { database, sql, erasure, query: createQuery(database), scrub, ...memory }
    removeTraces(open)
    return open
  } catch (failure) {
    database.close()
    scrub.close()
    throw failure
  }
}

/** The file of a store while it is open. */
export type OpenFile = ReturnType<typeof openFile>

/** Does what an erasure still owes to the file, this one or one that broke off. */
export const removeTraces = ({ database, erasure, scrub }: Pick<OpenFile, "database" | "erasure" | "scrub">): void => {
  if (!erasure.isUnscrubbed.get()) return
  scrub.run(database)
  erasure.setUnscrubbed.run(0)
}

/** All of `work` is in the file when this returns, and nothing of it when this throws. */
export const inTransaction = <Result>(open: OpenFile, work: () => Result): Result => {
  const { database, sql } = open
  sql.begin.run()
  try {
    const result = work()
    sql.commit.run()
    return result
  } catch (failure) {
    if (database.isTransaction) sql.rollback.run()
    open.streams = createKnownStreams() // nobody can say what a disk that failed has kept: it is read again
    throw failure
  }
}

/** The file of a store: opened by its first use, once. Whatever fails is a `StoreError`, or an error that already names its remedy. */
export interface StoreFile {
  readonly using: <Result>(work: (open: OpenFile) => Result) => Result
  /** Every use after this is refused. */
  readonly close: () => void
}

const failing = <Result>(work: () => Result): Result => {
  try {
    return work()
  } catch (failure) {
    throw storeErrorOf(failure)
  }
}

/** A file that nothing has opened yet. */
export const createStoreFile = (file: string, opener: OpenDatabase | undefined): StoreFile => {
  let opened: OpenFile | undefined
  let closed = false
  return {
    using: (work) =>
      failing(() => {
        if (closed) throw new StoreError("closed")
        opened ??= openFile(file, opener)
        return work(opened)
      }),
    close: () =>
      failing(() => {
        closed = true
        const last = opened
        opened = undefined
        last?.database.close()
        last?.scrub.close()
      }),
  }
}
