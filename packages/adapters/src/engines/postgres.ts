// PostgreSQL itself: https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
import type { Engine } from "@escucha/core"
import { createPostgresEngine, type PostgresEngineOptions } from "../postgres/engine.ts"

export type { PostgresEngineOptions } from "../postgres/engine.ts"

/**
 * Runs jobs on the database in which the store keeps them, in as many processes as there are: each holds its share of 48 parts of all
 * keys, and runs the jobs of a part alone. A process that ends or dies leaves its parts to the others at once.
 *
 * It goes with `postgres`, the store, on the same database and schema, and needs PostgreSQL itself: a pooler that shares connections
 * between transactions keeps no locks.
 *
 * @example
 * const escucha = createEscucha({ store: postgres(url), engine: postgresEngine(url) })
 */
export const postgresEngine = (given: string | PostgresEngineOptions): Engine => createPostgresEngine(given)
