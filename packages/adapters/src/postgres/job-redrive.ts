import { InputError } from "@escucha/core/engine"
import type { Database } from "./connection.ts"
import { partOf } from "./part.ts"
import { read, written } from "./text.ts"

/**
 * Gives a dead job another round: behind those of its key, so it gets a new number, under the lock under which all numbers are given.
 * Gives its part. Rejects with `InputError` where no dead job has this id.
 */
export const redriveIn = async (database: Database, id: string): Promise<number> => {
  const { schema } = database
  const key = await database.transaction(async (sql) => {
    const [latest] = await sql.query<{ readonly job: number }>(
      `UPDATE ${schema}.latest SET job = job + 1 WHERE one = 1 RETURNING job`,
    )
    const [row] = await sql.query<{ readonly key: string }>(
      `UPDATE ${schema}.jobs SET state = 0, attempts = 0, deaths = 0, next = NULL, relayed = NULL, invocation = NULL, seq = $2
        WHERE id = $1 AND state = 1 RETURNING key`,
      [written(id), latest?.job ?? 0],
    )
    if (!row) throw new InputError("unknown", "id", "no dead job has it; stats says how many there are")
    return row.key
  })
  return partOf(read(key))
}
