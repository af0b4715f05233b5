/**
 * What engines need beside the first step: since when a job is there, so that somebody can say how long the oldest has waited; and ways
 * to the few that have failed.
 */
export const engineStep = (schema: string): readonly string[] => [
  `ALTER TABLE ${schema}.jobs ADD COLUMN since bigint NOT NULL DEFAULT CAST(floor(extract(epoch from now()) * 1000) AS bigint)`,
  `CREATE INDEX jobs_failing ON ${schema}.jobs (part) WHERE state = 0 AND attempts > 0`,
  `CREATE INDEX jobs_dead ON ${schema}.jobs (seq) WHERE state = 1`,
  // who holds a part, until it is given back: a name that is found there is that of a process that has ended in the midst of its work
  `CREATE TABLE ${schema}.holders (part smallint PRIMARY KEY, holder text NOT NULL)`,
]
