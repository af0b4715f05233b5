import { DatabaseSync } from "node:sqlite"
import type { OpenDatabase } from "../../packages/core/src/runtime/sqlite/connection.ts"
import { failpointsOf } from "./failpoints.ts"

/** A database whose room the test decides. */
export interface SmallDisk {
  readonly open: OpenDatabase
  /** The file may not grow any more: SQLite says SQLITE_FULL as it does on a disk without room. */
  readonly fill: () => void
  readonly free: () => void
}

const enough = 1_000_000

/** A disk that a test fills and frees while the application goes on. */
export const createSmallDisk = (): SmallDisk => {
  let database: DatabaseSync | undefined
  const bound = (pages: number) => database?.exec(`PRAGMA max_page_count = ${pages}`) // never below what is there already
  return {
    open: (file) => (database = new DatabaseSync(file)),
    fill: () => bound(1),
    free: () => bound(enough),
  }
}

/** What SQLite throws when the disk says no: https://www.sqlite.org/rescode.html#ioerr */
class DiskError extends Error {
  readonly code = "ERR_SQLITE_ERROR"
  readonly errcode = 10
}

/** A disk that breaks at chosen statements that write, counted from 1 since it began to count; each breaks once. */
export const createBrokenDisk = () => {
  let count = 0
  let broken: ReadonlySet<number> = new Set()
  let failures = 0
  return {
    open: failpointsOf({
      around: (moment, statement) => {
        if (moment !== "before" || statement === "ROLLBACK" || !broken.has(++count)) return
        failures++
        throw new DiskError("disk I/O error")
      },
    }),
    /** Begins to count anew. */
    breakAt: (places: Iterable<number>) => {
      count = 0
      broken = new Set(places)
    },
    /** How many statements were written since, and how many of them broke. */
    counts: () => ({ statements: count, failures }),
  }
}
