import type { DatabaseSync } from "node:sqlite"
import { StoreError } from "../../kernel/errors.ts"

// Entries name their stream by a number, because that name is in every index. `seq` is given by the store, not by SQLite, which
// would give the last one again after an erasure. Inputs are kept as hashes (see hash.ts). Rows begin their key with the stream
// that they are about, so (key, projection) is what an erasure looks for. Words hold texts as `wordsOf` cuts them, so that FTS5
// has nothing to fold; without positions, because nobody searches for phrases. What words begin with has indexes of its own up to
// three letters: without them every letter that somebody types gathers all the words that begin with it, which took 0.4 s in a million.
const first = `
  CREATE TABLE streams (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, customer TEXT NOT NULL, identifier TEXT NOT NULL,
    version INTEGER NOT NULL, state TEXT NOT NULL);
  CREATE INDEX members ON streams (customer);
  CREATE TABLE identifiers (identifier TEXT PRIMARY KEY, stream TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX bindings ON identifiers (stream);
  CREATE TABLE entries (seq INTEGER PRIMARY KEY, stream INTEGER NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
    schema INTEGER NOT NULL, occurred INTEGER NOT NULL, received INTEGER NOT NULL, data TEXT NOT NULL);
  CREATE INDEX timeline ON entries (stream, occurred, position);
  CREATE INDEX places ON entries (id, stream);
  CREATE TABLE seen (input TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE jobs (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, key TEXT NOT NULL, type TEXT NOT NULL, ref TEXT, at INTEGER,
    due INTEGER NOT NULL);
  CREATE INDEX delayed ON jobs (due) WHERE due > 0;
  CREATE TABLE rows (key TEXT NOT NULL, projection TEXT NOT NULL, at INTEGER NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (key, projection)) WITHOUT ROWID;
  CREATE INDEX lists ON rows (projection, at, key);
  CREATE TABLE counters (metric TEXT NOT NULL, hour INTEGER NOT NULL, n NUMERIC NOT NULL, PRIMARY KEY (metric, hour)) WITHOUT ROWID;
  CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'ascii', detail = none, columnsize = 0, prefix = '1 2 3');
  CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
  INSERT INTO meta VALUES ('entries', 0), ('unscrubbed', 0);
`

// The bytes of files lie last in their row, so that what is asked beside them is read without them.
const files =
  "CREATE TABLE media (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, name TEXT NOT NULL, bytes BLOB NOT NULL)"

/**
 * Every step of the schema, forward only; the file remembers in its `user_version` how many it has taken. A step that was published
 * never changes.
 */
const steps: readonly string[] = [first, files]

/** How many steps the file has taken. */
const versionOf = (database: DatabaseSync): number =>
  Number(database.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0)

/** Throws `StoreError` "foreign" where the file holds tables, and not those of this store. */
export const refuseForeign = (database: DatabaseSync): void => {
  const all = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
  const names = new Set(all.map(({ name }) => name))
  const isOurs = versionOf(database) > 0 && names.has("streams") && names.has("seen") && names.has("words")
  if (names.size > 0 && !isOurs) throw new StoreError("foreign")
}

/** Brings the schema up to date, each step in a transaction of its own. Throws `StoreError` "too-new" for the file of a newer version. */
export const migrateSchema = (database: DatabaseSync): void => {
  const taken = versionOf(database)
  if (taken > steps.length) throw new StoreError("too-new")
  for (const [index, step] of steps.slice(taken).entries()) {
    try {
      database.exec(`BEGIN IMMEDIATE; ${step}; PRAGMA user_version = ${taken + index + 1}; COMMIT`)
    } catch (failure) {
      if (database.isTransaction) database.exec("ROLLBACK")
      throw failure
    }
  }
}
