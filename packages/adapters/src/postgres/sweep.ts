import { randomUUID } from "node:crypto"
import { StoreError } from "@escucha/core/store"
import type { Database } from "./connection.ts"

/** The tables that hold something of a person. */
const tables = ["entries", "words", "streams", "identifiers", "rows", "jobs", "media"] as const

/**
 * Sweeps up after erasures. PostgreSQL leaves what was deleted in dead rows and in its indexes, until a VACUUM takes them away; it does
 * so by itself, but late. Where the user may not, or the database knows no VACUUM, it is left to the database.
 */
export const createSweep = (database: Database) => {
  const { schema } = database
  let sweeping: Promise<void> | undefined,
    isOwed = false
  const closed = new AbortController()
  const debt = async (): Promise<string | undefined> => {
    const [row] = await database.query<{ readonly value: string }>(
      `SELECT value FROM ${schema}.meta WHERE name = 'unswept'`,
    )
    return row?.value
  }
  const sweepOnce = async (): Promise<void> => {
    const owed = await debt()
    if (owed === undefined) return
    const own = await database.dedicated({ longest: 0 })
    try {
      // also the indexes, which PostgreSQL leaves alone where there is little to do, and not behind others who wait for a table
      for (const table of tables)
        if (!closed.signal.aborted) await own.query(`VACUUM (INDEX_CLEANUP ON, TRUNCATE OFF) ${schema}.${table}`)
      // where more was erased meanwhile, that is still to be swept up
      if (!closed.signal.aborted)
        await database.query(`DELETE FROM ${schema}.meta WHERE name = 'unswept' AND value = $1`, [owed])
    } finally {
      await own.end()
    }
  }
  const run = async (): Promise<void> => {
    for (; isOwed && !closed.signal.aborted;) {
      isOwed = false
      await sweepOnce().catch((failure: unknown) => {
        // it stays owed, and whoever starts next does it
        if (!(failure instanceof StoreError)) throw failure
      })
    }
    sweeping = undefined
  }
  return {
    /** What an erasure writes, so that it is known what is still to be done. */
    debt: randomUUID,
    /** Begins to sweep, or once more after what is under way. */
    soon: (): void => {
      isOwed = true
      sweeping ??= run()
    },
    /** Resolves when there is nothing to do, or all that may be done was done. */
    done: async (): Promise<void> => sweeping,
    close: async (): Promise<void> => {
      closed.abort()
      await sweeping
    },
  }
}
