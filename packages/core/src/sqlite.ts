import { sqliteStore } from "./runtime/sqlite/store.ts"
import type { Store } from "./timeline/store.ts"

/**
 * The store in one file: everything that was committed is there after a crash or a power cut. For one process; several need
 * PostgreSQL. `":memory:"` keeps everything in memory and forgets it at the end.
 *
 * @example
 * const escucha = createEscucha({ store: sqlite("escucha.db") })
 */
export const sqlite = <State>(file: string): Store<State> => sqliteStore(file)
