// The work that every contestant's handler does for a message: one read, one idempotent append, one call.
import { Pool as HttpPool } from "undici"
import { Client, Pool } from "pg"
import { BenchError } from "../bench-error.ts"
import type { Message } from "./message.ts"

/** The table that every peer appends to. */
export const timelineTable = `
  create table timeline (
    id bigserial primary key, run text not null, customer text not null, place int not null, message text not null,
    at timestamptz not null default clock_timestamp(), unique (run, message)
  );
  create index on timeline (customer, id)`

/** Whatever runs statements: a pool, or one connection inside a transaction. */
export type Statements = Pick<Pool, "query">

/** Connections to the database; a broken one is replaced at the next use. */
export const connections = (url: string, most: number): Pool => {
  const pool = new Pool({ connectionString: url, max: most })
  pool.on("error", () => {}) // an idle connection broke: the next query opens another
  pool.on("connect", (client) => void client.on("error", () => {})) // one at work broke: its query says so
  return pool
}

/** One read and one append that may be repeated. */
export const append = async (statements: Statements, { run, customer, order, id }: Message): Promise<void> => {
  await statements.query({
    name: "last",
    text: "select place from timeline where customer = $1 order by id desc limit 1",
    values: [customer],
  })
  await statements.query({
    name: "append",
    text: "insert into timeline (run, customer, place, message) values ($1, $2, $3, $4) on conflict do nothing",
    values: [run, customer, order, id],
  })
}

/** How many messages of the run are in the table. */
export const appended = async (url: string, run: string): Promise<number> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ readonly messages: number }>(
      "select count(*)::int as messages from timeline where run = $1",
      [run],
    )
    return rows[0]?.messages ?? 0
  } finally {
    await client.end()
  }
}

/** Calls the sink with a message. */
export const caller = (port: number): ((body: string) => Promise<void>) => {
  const pool = new HttpPool(`http://127.0.0.1:${port}`, { connections: 64, pipelining: 1 })
  return async (body) => {
    const response = await pool.request({ path: "/", method: "POST", body })
    await response.body.dump()
    if (response.statusCode !== 200) throw new BenchError(`the sink answered ${response.statusCode}`)
  }
}
