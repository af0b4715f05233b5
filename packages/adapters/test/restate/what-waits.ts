import { createDatabase, postgresOptionsOf } from "../../src/postgres/connection.ts"
import type { RunningRestate } from "./restate-server.ts"

const columns = `id, target_service_key, status, created_at, modified_at, retry_count, next_retry_at, last_start_at,
  last_attempt_deployment_id, last_failure`

const failed = (failure: unknown): readonly { readonly [column: string]: unknown }[] => [{ failure: String(failure) }]

const readable = (rows: readonly object[]): string => rows.map((row) => `\n  ${JSON.stringify(row)}`).join("")

/** What both servers know of the jobs that are not done, for whoever asks why nothing moves. */
export const whatWaits = async (
  url: string,
  { query, log }: Pick<RunningRestate, "query" | "log">,
): Promise<string> => {
  const database = createDatabase(postgresOptionsOf({ url, connections: 2 }))
  try {
    const jobs = await database
      .query<{ readonly [column: string]: unknown }>(
        `SELECT seq, id, key, type, at, due, attempts, state, next, invocation, relayed, since FROM escucha.jobs
          WHERE state = 0 AND type <> 'clock' ORDER BY due, seq LIMIT 50`,
      )
      .catch(failed)
    const counts = await database
      .query<object>(
        "SELECT type, count(*) AS jobs, min(seq) AS oldest FROM escucha.jobs WHERE state = 0 GROUP BY type",
      )
      .catch(failed)
    const own = jobs.map(({ invocation }) => `'${String(invocation)}'`).join(", ")
    const known = await query(`SELECT ${columns} FROM sys_invocation WHERE status <> 'completed' LIMIT 50`).catch(
      failed,
    )
    const asked =
      own === "" ? [] : await query(`SELECT ${columns} FROM sys_invocation WHERE id IN (${own})`).catch(failed)
    const meta = await database.query("SELECT name, value FROM escucha.meta").catch(failed)
    return `it is ${Date.now()}\n jobs${readable([...counts, ...jobs])}\n at Restate${readable(known)}\n of these jobs${readable(asked)}\n${JSON.stringify(meta)}\n${log()}`
  } finally {
    await database.close()
  }
}
