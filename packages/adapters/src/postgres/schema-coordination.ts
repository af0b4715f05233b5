import type { Step } from "./schema-step.ts"

/**
 * What several processes have to know of each other: the last moments of each limit and until when a door is closed, what was spent of
 * budgets, who holds which name, and what they tell each other where the database has no NOTIFY. All of it may be forgotten after
 * `until`, and names nobody.
 */
export const coordinationStep: Step = (schema) => [
  `CREATE TABLE ${schema}.limits (name text COLLATE "C" PRIMARY KEY, lanes text NOT NULL, held bigint NOT NULL, until bigint NOT NULL)
    WITH (fillfactor = 50)`,
  `CREATE TABLE ${schema}.spent (name text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, at bigint NOT NULL,
    until bigint NOT NULL, PRIMARY KEY (name, id))`,
  `CREATE INDEX spent_at ON ${schema}.spent (name, at)`,
  `CREATE TABLE ${schema}.leases (name text COLLATE "C" PRIMARY KEY, holder text NOT NULL, until bigint NOT NULL)
    WITH (fillfactor = 50)`,
  `CREATE TABLE ${schema}.told (id text COLLATE "C" PRIMARY KEY, source text NOT NULL, topic text NOT NULL, message text NOT NULL,
    at bigint NOT NULL)`,
  `CREATE INDEX told_at ON ${schema}.told (at)`,
]

/** The time of all processes, in whole milliseconds: the clock of the database. */
export const databaseNow = "CAST(floor(extract(epoch from clock_timestamp()) * 1000) AS bigint)"
