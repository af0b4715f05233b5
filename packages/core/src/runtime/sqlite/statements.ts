import type { DatabaseSync, StatementSync } from "node:sqlite"

const entry =
  "entries.id, streams.id AS stream, position, kind, schema, occurred AS occurredAt, received AS receivedAt, data"

/** Of how many of the newest passages, whose words begin alike, the texts themselves are looked at. */
export const mostLookedAt = 500

/** What the index of words is asked. */
const prepareSearch = (database: DatabaseSync) => ({
  addWords: database.prepare("INSERT INTO words (rowid, text) VALUES (?, ?)"),
  search: database.prepare(`SELECT seq, customer, ${entry} FROM words CROSS JOIN entries ON seq = words.rowid
    CROSS JOIN streams ON number = entries.stream WHERE words MATCH ? AND words.rowid < ? ORDER BY words.rowid DESC LIMIT ?`),
  // how many there are that begin alike, up to those that are looked at
  countAlike: database.prepare(
    `SELECT count(*) AS n FROM
      (SELECT rowid FROM words WHERE words MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ${mostLookedAt})`,
  ),
  // of the newest whose words begin alike, those that have a word which begins so
  searchNewest: database.prepare(`SELECT seq, customer, ${entry} FROM
    (SELECT rowid AS place, text FROM words WHERE words MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ${mostLookedAt})
    CROSS JOIN entries ON seq = place CROSS JOIN streams ON number = entries.stream
    WHERE instr(' ' || text, ' ' || ?) > 0 ORDER BY seq DESC LIMIT ?`),
})

/** A statement that gives its rows as lists: for one that gives many, the names of the columns are a fifth of the cost. */
const inArrays = (statement: StatementSync): StatementSync => {
  statement.setReturnArrays(true)
  return statement
}

/** Who belongs to whom. */
const prepareCustomers = (database: DatabaseSync) => ({
  family: database.prepare(`SELECT other.id, other.customer, other.identifier, other.version, other.state
    FROM streams AS one CROSS JOIN streams AS other ON other.customer = one.customer WHERE one.id = ?`),
  families: database.prepare(`SELECT id, customer, identifier, version, state FROM streams
    WHERE customer IN (SELECT customer FROM streams WHERE id IN (SELECT value FROM json_each(?)))`),
  members: database.prepare("SELECT number, id, version AS entries FROM streams WHERE customer = ?"),
  customers: database.prepare("SELECT DISTINCT customer FROM streams WHERE customer > ? ORDER BY customer LIMIT ?"),
})

/**
 * Every statement, prepared once: to prepare costs more than to run. Writes are one row each, which is faster than sets from a JSON
 * array.
 */
export const prepareStatements = (database: DatabaseSync) => ({
  begin: database.prepare("BEGIN IMMEDIATE"),
  commit: database.prepare("COMMIT"),
  rollback: database.prepare("ROLLBACK"),
  isSeen: database.prepare("SELECT input FROM seen WHERE input = ?"),
  areSeen: database.prepare("SELECT input FROM json_each(?) CROSS JOIN seen ON input = value"),
  see: database.prepare("INSERT OR IGNORE INTO seen VALUES (?)"),
  unsee: database.prepare("DELETE FROM seen WHERE input = ?"),
  bound: database.prepare("SELECT identifier, stream FROM identifiers WHERE identifier = ?"),
  allBound: database.prepare(
    "SELECT identifier, stream FROM json_each(?) CROSS JOIN identifiers ON identifier = value",
  ),
  bind: database.prepare("INSERT OR IGNORE INTO identifiers VALUES (?, ?)"),
  unbind: database.prepare("DELETE FROM identifiers WHERE identifier = ?"),
  stream: database.prepare("SELECT number, customer, identifier, version FROM streams WHERE id = ?"),
  ...prepareCustomers(database),
  addStream: database.prepare("INSERT INTO streams (id, customer, identifier, version, state) VALUES (?, ?, ?, ?, ?)"),
  setStream: database.prepare("UPDATE streams SET version = ?, state = ? WHERE number = ?"),
  moveStream: database.prepare("UPDATE streams SET customer = ?, identifier = ? WHERE number = ?"),
  append: database.prepare("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
  lane: inArrays(
    database.prepare(`SELECT id, position, kind, schema, occurred, received, data FROM entries
    WHERE stream = ? AND (occurred, position) < (?, ?) ORDER BY occurred DESC, position DESC LIMIT ?`),
  ),
  places: database.prepare(
    `SELECT ${entry} FROM entries CROSS JOIN streams ON number = entries.stream WHERE entries.id = ?`,
  ),
  seqAt: database.prepare(
    "SELECT seq FROM entries JOIN streams ON number = entries.stream WHERE streams.id = ? AND position = ?",
  ),
  feed: database.prepare(`SELECT seq, ${entry} FROM entries CROSS JOIN streams ON number = entries.stream
    WHERE seq > ? ORDER BY seq LIMIT 1000`),
  ...prepareSearch(database),
  put: database.prepare(
    "INSERT INTO rows VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at, data = excluded.data",
  ),
  rows: database.prepare(
    "SELECT key, projection, at, data FROM rows WHERE key IN (SELECT value FROM json_each(?)) AND projection = ?",
  ),
  drop: database.prepare("DELETE FROM rows WHERE key = ? AND projection = ?"),
  count: database.prepare("INSERT INTO counters VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n"),
  series: database.prepare(
    "SELECT metric, hour AS at, n AS by FROM counters WHERE metric = ? AND hour >= ? AND hour < ? AND n <> 0",
  ),
  post: database.prepare("INSERT OR IGNORE INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?)"),
  finish: database.prepare("DELETE FROM jobs WHERE id = ?"),
  ready: database.prepare(
    "SELECT seq, id, key, type, ref, at, due FROM jobs WHERE due = 0 AND seq > ? ORDER BY seq LIMIT ?",
  ),
  delayed: database.prepare(`SELECT seq, id, key, type, ref, at, due FROM jobs WHERE due > 0 AND (due, seq) > (?, ?)
    ORDER BY due, seq LIMIT ?`),
  size: database.prepare(`SELECT (SELECT count(DISTINCT customer) FROM streams) AS customers, (SELECT count(*) FROM streams) AS streams,
    (SELECT count(*) FROM entries) AS entries, (SELECT count(*) FROM jobs) AS jobs`),
  latest: database.prepare(`SELECT
    max((SELECT coalesce(max(seq), 0) FROM entries), (SELECT value FROM meta WHERE name = 'entries')) AS entry,
    (SELECT coalesce(max(seq), 0) FROM jobs) AS job`),
})

/** The prepared statements of one database. */
export type Statements = ReturnType<typeof prepareStatements>
