import { Client } from "pg"
import { createDatabase, type PostgresOptions, postgresOptionsOf } from "../../src/postgres/connection.ts"
import { createPostgresStore, type PostgresStore } from "../../src/postgres/store.ts"
import type { Endurance } from "../../src/postgres/writer.ts"
import type { RunningPostgres } from "./postgres-server.ts"

/** What the streams of the conformance suite remember. */
export type Noted = { readonly note: string }

/** A store on a database, as an application opens it. */
export const openStore = async <State = Noted>(
  options: PostgresOptions,
  endurance?: Endurance,
): Promise<PostgresStore<State>> => {
  const store = createPostgresStore<State>(createDatabase(postgresOptionsOf({ connections: 4, ...options })), endurance)
  await store.migrate()
  return store
}

/**
 * Gives stores that hold nothing, one after the other, on one database: to make a database for each takes longer than most checks.
 * They go to it through something else, if it is given.
 */
export const createStores = async (
  server: RunningPostgres,
  options: Omit<Partial<PostgresOptions>, "url"> = {},
  through = (direct: string): string => direct,
) => {
  const direct = await server.fresh()
  const url = through(direct)
  await (await openStore({ url, ...options })).close()
  const emptied = async (): Promise<void> => {
    const client = new Client(direct)
    await client.connect()
    await client.query(`TRUNCATE escucha.streams, escucha.identifiers, escucha.entries, escucha.seen, escucha.jobs, escucha.rows,
      escucha.counters, escucha.words, escucha.media`)
    await client.query("UPDATE escucha.latest SET entry = 0, job = 0, stream = 0, entries = 0")
    await client.end()
  }
  const make = async <State = Noted>() => {
    await emptied()
    let store = await openStore<State>({ url, ...options })
    return {
      store,
      reopen: async () => {
        await store.close()
        store = await openStore<State>({ url, ...options })
        return store
      },
      dispose: () => store.close(),
    }
  }
  return { url, emptied, make }
}
