import { DatabaseSync } from "node:sqlite"
import { InputError, StoreError } from "../../kernel/errors.ts"
import { refuseForeign } from "./schema.ts"

/** How the database of a file is opened; an argument, so that a test can bring its own. */
export type OpenDatabase = (file: string) => DatabaseSync

/** A restart may overlap the end of the process before it by this long. */
const patience = 500

const open: OpenDatabase = (file) => new DatabaseSync(file, { timeout: patience })

// The lock is the operating system's: it goes with the process however that ends, so a restart after kill -9 never finds a
// stale one. In exclusive mode SQLite also keeps the index of its log in memory, so there is no -shm file.
const alone = "PRAGMA locking_mode = EXCLUSIVE"
const settings = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  PRAGMA cache_size = -65536;
  PRAGMA wal_autocheckpoint = 4000;
  PRAGMA journal_size_limit = 67108864;
  PRAGMA temp_store = MEMORY;
  BEGIN IMMEDIATE; COMMIT;
`

/** Opens the file for this process alone, safe after every commit. Throws what SQLite throws; `storeErrorOf` names it. */
export const connect = (file: string, opener: OpenDatabase = open): DatabaseSync => {
  if (file === "") throw new InputError("invalid", "file", 'give the name of a file, or ":memory:" to keep nothing')
  const database = opener(file)
  try {
    database.exec(alone)
    refuseForeign(database) // before anything is set: it stays as it was
    database.exec(settings) // the empty transaction takes the lock now and not at the first write
  } catch (failure) {
    database.close()
    throw failure
  }
  return database
}

// https://www.sqlite.org/rescode.html: the low byte is the primary code
const reasons: { readonly [code: number]: StoreError["reason"] } = {
  5: "locked",
  6: "locked",
  13: "full",
  26: "foreign",
}

/** The failure as callers know it; the first cause goes with it. Errors that are ours already stay as they are. */
export const storeErrorOf = (failure: unknown): StoreError | InputError => {
  if (failure instanceof StoreError || failure instanceof InputError) return failure
  const code =
    failure instanceof Error && "errcode" in failure && typeof failure.errcode === "number" ? failure.errcode & 0xff : 0
  return new StoreError(reasons[code] ?? "failed", { cause: failure })
}
