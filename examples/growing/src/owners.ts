// Which process holds which of the 48 parts of all customers: PostgreSQL knows it, because a part is a lock.
// https://www.postgresql.org/docs/current/view-pg-locks.html
import { Client } from "pg"

const question = `SELECT objid::int AS part, application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
  WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND objid < 48
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND application_name LIKE 'growing-%'`

/** The url by which a process connects: the database shows its name. */
export const urlOfProcess = (url: string, process: number): string => {
  const named = new URL(url)
  named.searchParams.set("application_name", `growing-${process}`)
  return named.href
}

/** Asks who holds what; an answer holds for each of 48 parts the number of a process, or 0 for nobody. */
export const createOwners = (url: string) => {
  let client: Client | undefined
  const connect = async (): Promise<Client> => {
    const made = new Client(url)
    made.on("error", () => (client = undefined))
    await made.connect()
    return made
  }
  return {
    look: async (): Promise<readonly number[]> => {
      client ??= await connect()
      const { rows } = await client.query<{ readonly part: number; readonly name: string }>(question)
      const owners = Array.from({ length: 48 }, () => 0)
      for (const { part, name } of rows) owners[part] = Number(name.slice("growing-".length))
      return owners
    },
    close: async (): Promise<void> => {
      await client?.end()
    },
  }
}
