import { randomUUID } from "node:crypto"
import type { Database } from "./connection.ts"
import { databaseNow } from "./schema-coordination.ts"

/** What processes tell each other through a table, where the database does not tell it by itself. */
export interface Told {
  readonly tell: (topic: string, message: string) => Promise<void>
  /** Gives what others have told since the last look; whether something may have been missed. */
  readonly look: (heard: (topic: string, message: string) => void) => Promise<{ readonly hasMissed: boolean }>
}

/** Milliseconds: so long a message lies there, and so much later it may become visible than it says. */
const [lasts, late] = [60_000, 5_000]

interface Message {
  readonly id: string
  readonly topic: string
  readonly message: string
  readonly at: number
}

/** Messages in a table, for a minute; `source` is this process, which does not hear itself. */
export const createTold = (database: Database, source: string): Told => {
  const { schema } = database
  const write = `INSERT INTO ${schema}.told (id, source, topic, message, at) VALUES ($1, $2, $3, $4, ${databaseNow})`
  const sweep = `DELETE FROM ${schema}.told WHERE at < ${databaseNow} - ${lasts}`
  const read = `SELECT id, topic, message, at FROM ${schema}.told WHERE at > $1 AND source <> $2 ORDER BY at, id`
  let [since, known] = [-1, new Set<string>()]
  return {
    tell: async (topic, message) => {
      await database.query(write, [randomUUID(), source, topic, message])
      await database.query(sweep)
    },
    look: async (heard) => {
      const [now] = await database.query<{ readonly now: number }>(`SELECT ${databaseNow} AS now`)
      const at = now?.now ?? 0
      const isFirst = since < 0
      const from = isFirst ? at : since - late
      const found = await database.query<Message>(read, [from, source])
      for (const { id, topic, message } of found) if (!known.has(id)) heard(topic, message)
      known = new Set(found.map(({ id }) => id))
      const hasMissed = isFirst || at - since > lasts / 2
      since = at
      return { hasMissed }
    },
  }
}
