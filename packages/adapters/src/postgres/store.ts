import { type Committed, type Need, type Store, StoreError, type Unit, type UnitResult } from "@escucha/core/store"
import { createArchive } from "./archive.ts"
import { entryOf, type WrittenEntry } from "./codec.ts"
import { type CommitStatements, commitStatements, takingUnits } from "./commit.ts"
import type { Database, Sql } from "./connection.ts"
import { createCoordination } from "./coordination.ts"
import { erasingCustomer, eraseStatements } from "./erase.ts"
import { createGroupCommit } from "./group.ts"
import { mediaIn } from "./media.ts"
import { createNotice } from "./notice.ts"
import { createQuery } from "./query.ts"
import {
  cursorOf,
  customers,
  entriesAt,
  type EntryPlace,
  head,
  jobs,
  lines,
  loadAll,
  readStatements,
  series,
  size,
} from "./read.ts"
import { migrateSchema } from "./schema.ts"
import { createSearch } from "./search.ts"
import { createSweep } from "./sweep.ts"
import { createTimeline } from "./timeline.ts"
import { askTogether } from "./together.ts"
import { createWriter, type Endurance, forgetWriters, type Writer } from "./writer.ts"

/** The entries behind a cursor, page by page: between two pages nothing is held open. */
const createFeed = ({ query }: Sql, statement: string, erasures: () => number) =>
  async function* feed(after: number): AsyncGenerator<Committed> {
    for (let cursor = cursorOf(after); ;) {
      const before = erasures()
      const rows = await query<WrittenEntry & { readonly seq: number }>(statement, [cursor])
      if (rows.length === 0) return
      for (const row of rows) {
        if (erasures() !== before) break // the rest of the page may be of who was erased: it is read again
        cursor = row.seq
        yield { cursor, entry: entryOf(row) }
      }
    }
  }

/** What a store has beside the port: for those who share its database, and for tests. */
export interface PostgresStore<State> extends Store<State> {
  /** Resolves when what erasures left in the database was swept up, as far as that may be done. */
  readonly swept: () => Promise<void>
}

interface Erasing {
  readonly database: Database
  readonly writer: Writer
  readonly sweep: ReturnType<typeof createSweep>
  readonly committing: CommitStatements
}

/** What takes away, and how often a customer was taken away. */
const createErasing = ({ database, writer, sweep, committing }: Erasing) => {
  const statements = eraseStatements(database.schema)
  let erasures = 0
  const erase: Store<unknown>["erase"] = async (customer, remains = {}) => {
    const given = { customer, remains, debt: sweep.debt() }
    const erased = await writer.write(erasingCustomer(statements, committing, given))
    erasures++
    if (erased?.streams) sweep.soon()
    return erased
  }
  const media = mediaIn(database, async () => {
    await database.query(statements.owe, [sweep.debt()])
    sweep.soon()
  })
  return { erasures: () => erasures, erase, media }
}

/** The store of a database. */
export const createPostgresStore = <State>(database: Database, endurance?: Endurance): PostgresStore<State> => {
  const { schema } = database
  const [reading, committing] = [readStatements(schema), commitStatements(schema)]
  const writer = createWriter(database, endurance),
    sweep = createSweep(database),
    notice = createNotice(database),
    coordination = createCoordination(database, { isTold: notice.isTold })
  const { erasures, erase, media } = createErasing({ database, writer, sweep, committing })
  let isClosed = false
  /** The database itself refuses what is asked of it; this is for what asks it nothing. */
  const open = (): Database => {
    if (isClosed) throw new StoreError("closed")
    return database
  }
  const commit = createGroupCommit((units: readonly Unit<State>[]): Promise<readonly UnitResult[]> =>
    writer.write(takingUnits(committing, units, notice.isTold)),
  )
  const look = askTogether((needs: readonly Need[]) => loadAll<State>(database, reading, needs))
  const entryAt = askTogether((places: readonly EntryPlace[]) => entriesAt(database, reading, places))
  return {
    migrate: async () => {
      await migrateSchema(database)
      await notice.look()
      await forgetWriters(database)
      sweep.soon()
    },
    load: async (need) => {
      open()
      return look(need)
    },
    commit: async (units) => {
      open()
      return commit(units)
    },
    timeline: createTimeline(database, schema),
    entry: (id, stream) => entryAt({ id, stream }),
    query: createQuery(database, schema),
    rows: async (projection, keys) => lines(open(), reading, projection, keys),
    search: createSearch(database, schema),
    series: async (metrics, from, to) => series(open(), reading, metrics, from, to),
    jobs: (page) => jobs(database, reading, page),
    feed: createFeed(database, reading.feed, erasures),
    head: () => head(database, reading),
    size: () => size(database, reading),
    customers: (page) => customers(database, reading, page),
    erase,
    media,
    archive: createArchive(database),
    coordination,
    swept: sweep.done,
    close: async () => {
      isClosed = true
      writer.close()
      await coordination.close()
      await sweep.close()
      await database.close()
    },
  }
}
