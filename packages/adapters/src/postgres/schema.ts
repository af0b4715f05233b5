import { ConfigurationError, StoreError } from "@escucha/core"
import type { Database, Sql } from "./connection.ts"
import { codeOf } from "./failure.ts"
import { coordinationStep } from "./schema-coordination.ts"
import { engineStep } from "./schema-engine.ts"
import type { Step } from "./schema-step.ts"

// Names, keys and words are compared by their bytes, as in every other store: hence "C". Times may have a fraction, so they are numbers
// with one. JSON is kept as text: as `json` or `jsonb` PostgreSQL refuses what JSON allows, such as the sign U+0000 in a string, and
// would not give back what it was given. What lists are filtered by stands beside it (`fields`).
// Entries name their stream by a number, because that name is in every index. Entries, jobs and streams get their numbers from
// `latest`, whose one row is locked by every commit: so no number ever appears before a smaller one, and none is given again after an
// erasure; it also counts the entries that are there. `writers` says up to which of its commits each writer has come, for one whose
// answer was lost. Inputs are kept as hashes. Rows begin their key with the stream that they are about, so (key, projection) is what an
// erasure looks for. Words hold texts as `wordsOf` cuts them, so that there is nothing to fold, and no configuration of a language.
const first: Step = (schema) => [
  `CREATE TABLE ${schema}.latest (one smallint PRIMARY KEY, entry bigint NOT NULL, job bigint NOT NULL, stream bigint NOT NULL,
    entries bigint NOT NULL) WITH (fillfactor = 10)`,
  `INSERT INTO ${schema}.latest VALUES (1, 0, 0, 0, 0)`,
  `CREATE TABLE ${schema}.writers (id text PRIMARY KEY, commits bigint NOT NULL, at bigint NOT NULL) WITH (fillfactor = 10)`,
  `CREATE TABLE ${schema}.streams (number bigint PRIMARY KEY, id text COLLATE "C" NOT NULL UNIQUE, customer text COLLATE "C" NOT NULL,
    identifier text COLLATE "C" NOT NULL, version bigint NOT NULL, state text NOT NULL) WITH (fillfactor = 80)`,
  `CREATE INDEX streams_customer ON ${schema}.streams (customer)`,
  `CREATE TABLE ${schema}.identifiers (identifier text COLLATE "C" PRIMARY KEY, stream text COLLATE "C" NOT NULL)`,
  `CREATE INDEX identifiers_stream ON ${schema}.identifiers (stream)`,
  `CREATE TABLE ${schema}.entries (seq bigint PRIMARY KEY, stream bigint NOT NULL, position bigint NOT NULL, schema integer NOT NULL,
    occurred double precision NOT NULL, received double precision NOT NULL, id text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL, data text NOT NULL)`,
  `CREATE INDEX entries_timeline ON ${schema}.entries (stream, occurred, position)`,
  `CREATE INDEX entries_place ON ${schema}.entries (id, stream)`,
  `CREATE TABLE ${schema}.seen (input text COLLATE "C" PRIMARY KEY)`,
  // state: 0 waits, 1 is dead, 2 has ended and was not acknowledged; the columns behind it belong to the engine
  `CREATE TABLE ${schema}.jobs (seq bigint PRIMARY KEY, id text COLLATE "C" NOT NULL UNIQUE, key text COLLATE "C" NOT NULL,
    part smallint NOT NULL, type text COLLATE "C" NOT NULL, ref text COLLATE "C", at double precision, due bigint NOT NULL,
    attempts smallint NOT NULL DEFAULT 0, deaths smallint NOT NULL DEFAULT 0, state smallint NOT NULL DEFAULT 0, next bigint,
    invocation text, relayed bigint)`,
  `CREATE INDEX jobs_key ON ${schema}.jobs (key)`,
  `CREATE INDEX jobs_part ON ${schema}.jobs (part, due, seq) WHERE state = 0`,
  `CREATE INDEX jobs_due ON ${schema}.jobs (due, seq)`,
  `CREATE TABLE ${schema}.rows (key text COLLATE "C" NOT NULL, projection text COLLATE "C" NOT NULL, at double precision NOT NULL,
    fields text[] NOT NULL, data text NOT NULL, PRIMARY KEY (key, projection)) WITH (fillfactor = 80)`,
  `CREATE INDEX rows_list ON ${schema}.rows (projection, at, key)`,
  `CREATE INDEX rows_of_two ON ${schema}.rows (key) WHERE strpos(substr(key, 2), 's_') > 0`,
  `CREATE TABLE ${schema}.counters (metric text COLLATE "C" NOT NULL, hour double precision NOT NULL, n double precision NOT NULL,
    PRIMARY KEY (metric, hour)) WITH (fillfactor = 50)`,
  `CREATE TABLE ${schema}.words (seq bigint PRIMARY KEY, text text NOT NULL)`,
  `CREATE INDEX words_text ON ${schema}.words USING gin ((text::tsvector))`,
  `CREATE TABLE ${schema}.media (id text COLLATE "C" PRIMARY KEY, type text NOT NULL, name text NOT NULL, bytes bytea NOT NULL)`,
]

/**
 * Every step of the schema, forward only; the database remembers in `meta` how many it has taken. A step that was published never
 * changes, and leaves what older code of a rolling deployment reads and writes.
 */
const steps: readonly Step[] = [first, engineStep, coordinationStep]

const newest = steps.length

const versionIn = async (sql: Sql, schema: string): Promise<number> => {
  const [row] = await sql.query<{ readonly value: string }>(`SELECT value FROM ${schema}.meta WHERE name = 'version'`)
  if (!row) throw new StoreError("foreign")
  return Number(row.value)
}

/** The names of the tables in our schema; asked of the standard's own catalog, which every PostgreSQL has. */
const tablesIn = async (sql: Sql, schema: string): Promise<ReadonlySet<string>> => {
  const found = await sql.query<{ readonly table_name: string }>(
    "SELECT table_name FROM information_schema.tables WHERE table_schema = $1",
    [schema],
  )
  return new Set(found.map((row) => row.table_name))
}

/** How many steps the database has taken; `undefined` where it holds none of our tables. Throws `StoreError` "foreign" for others'. */
const versionOf = async (sql: Sql, schema: string): Promise<number | undefined> => {
  const tables = await tablesIn(sql, schema)
  if (tables.size === 0) return undefined
  if (!tables.has("meta")) throw new StoreError("foreign")
  const columns = await sql.query<{ readonly column_name: string }>(
    "SELECT column_name FROM information_schema.columns WHERE table_schema = $1 AND table_name = 'meta'",
    [schema],
  )
  if (
    columns
      .map((row) => row.column_name)
      .sort()
      .join() !== "name,value"
  )
    throw new StoreError("foreign")
  return versionIn(sql, schema)
}

/** What somebody else did a moment before us, where several begin at once: then it is looked at again. */
const isAlreadyThere = (failure: unknown): boolean =>
  failure instanceof StoreError &&
  ["23505", "42P06", "42P07", "42710", "40001", "XX000"].includes(codeOf(failure.cause))

const mostAttempts = 20

/** Makes the schema and the table that says how far it is; whoever comes second finds them, and waits at their row. */
const prepare = async (database: Database): Promise<void> => {
  const { schema } = database
  for (let attempt = 1; ; attempt++)
    try {
      if ((await versionOf(database, schema)) !== undefined) return
      const has = await database.query("SELECT 1 FROM information_schema.schemata WHERE schema_name = $1", [schema])
      await database.transaction(async (sql) => {
        if (has.length === 0) await sql.query(`CREATE SCHEMA ${schema}`) // only here a right on the database itself is needed
        await sql.query(`CREATE TABLE ${schema}.meta (name text PRIMARY KEY, value text NOT NULL)`)
        await sql.query(`INSERT INTO ${schema}.meta VALUES ('version', '0')`)
      })
      return
    } catch (failure) {
      if (attempt >= mostAttempts || !isAlreadyThere(failure)) throw failure
    }
}

/** Takes the steps that are still to be taken, under the lock of the row that counts them. */
const advance = (database: Database): Promise<void> =>
  database.transaction(async (sql) => {
    const { schema } = database
    await sql.query(`SELECT value FROM ${schema}.meta WHERE name = 'version' FOR UPDATE`)
    const taken = await versionIn(sql, schema)
    if (taken > newest) throw new StoreError("too-new")
    for (const step of steps.slice(taken)) for (const statement of step(schema)) await sql.query(statement)
    if (taken < newest)
      await sql.query(`UPDATE ${schema}.meta SET value = '${newest}' WHERE name = 'version' AND value = '${taken}'`)
  })

const configuration: { readonly [code: string]: string } = {
  "28P01": "the database refused the user or the password",
  "28000": "the database refused the user, or the way in which they came",
  "3D000": "there is no database of this name; make it first",
  "42501": "this user may not make tables in the schema; give it the right CREATE on the database or on the schema",
  "0A000": "this database lacks something that the store needs; see docs/how-to/postgresql.md",
}

/**
 * Brings the schema up to date, also where several processes do so at the same time: one of them takes the steps, the others wait.
 * Throws `StoreError` "too-new" for the schema of a newer version and "foreign" for tables that are not ours, and `ConfigurationError`
 * where the database cannot be used as it is.
 */
export const migrateSchema = async (database: Database): Promise<void> => {
  try {
    const [encoding] = await database.query<{ readonly server_encoding: string }>("SHOW server_encoding")
    if (encoding?.server_encoding !== "UTF8")
      throw new ConfigurationError("postgres.url", "give a database whose encoding is UTF8")
    await prepare(database)
    for (let attempt = 1; ; attempt++)
      try {
        return await advance(database)
      } catch (failure) {
        if (attempt >= mostAttempts || !isAlreadyThere(failure)) throw failure
      }
  } catch (failure) {
    const remedy = failure instanceof StoreError ? configuration[codeOf(failure.cause)] : undefined
    throw remedy === undefined ? failure : new ConfigurationError("postgres.url", remedy)
  }
}
