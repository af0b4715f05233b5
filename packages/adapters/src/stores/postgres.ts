// PostgreSQL 14 and later, and databases that speak its protocol: https://www.postgresql.org/docs/current/protocol.html
import type { Store } from "@escucha/core"
import { createDatabase, type PostgresOptions, postgresOptionsOf } from "../postgres/connection.ts"
import { createPostgresStore } from "../postgres/store.ts"

export type { PostgresOptions } from "../postgres/connection.ts"

/**
 * The store in PostgreSQL, which several processes share. Nothing is connected before it is used; `migrate`, which the application
 * calls when it starts, makes the tables. Throws `ConfigurationError` where an option cannot be.
 *
 * @example
 * const escucha = createEscucha({ store: postgres("postgres://escucha:secret@localhost/escucha") })
 */
export const postgres = <State>(given: string | PostgresOptions): Store<State> => {
  const { swept: _, ...store } = createPostgresStore<State>(createDatabase(postgresOptionsOf(given)))
  return store
}
