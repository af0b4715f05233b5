// The limit: a loop that claims customers by hand, as anyone would write it who needs nothing else.
import { Client, type Pool } from "pg"
import type { Contestant } from "../contestant.ts"
import { append, appended, caller, connections, timelineTable } from "../handling.ts"
import { lineOf, type Message } from "../message.ts"

const table = `
  create table inbox (id bigserial primary key, customer text not null, message jsonb not null, name text unique);
  create index on inbox (customer, id)`

const lanes = 8
const candidates = 64
const together = 10
const idle = 500

interface Waiting {
  readonly id: string
  readonly message: Message
}

type Call = ReturnType<typeof caller>

/** All that waits of one customer, in one transaction, if nobody else has them; gives how many messages there were. */
const takeTurn = async (pool: Pool, customer: string, call: Call): Promise<number> => {
  const client = await pool.connect()
  try {
    await client.query("begin")
    const claim = await client.query<{ readonly mine: boolean }>({
      name: "claim",
      text: "select pg_try_advisory_xact_lock(hashtextextended($1, 7)) as mine",
      values: [customer],
    })
    const { rows } = claim.rows[0]?.mine
      ? await client.query<Waiting>({
          name: "waiting",
          text: "select id, message from inbox where customer = $1 order by id limit $2",
          values: [customer, together],
        })
      : { rows: [] }
    for (const { message } of rows) {
      await append(client, message)
      await call(lineOf(message))
    }
    if (rows.length > 0) await client.query("delete from inbox where id = any($1)", [rows.map(({ id }) => id)])
    await client.query("commit")
    return rows.length
  } catch (error) {
    await client.query("rollback").catch(() => {}) // the connection is gone, and the transaction with it
    throw error
  } finally {
    client.release()
  }
}

const keepClaiming = async (pool: Pool, wake: () => Promise<void>, call: Call): Promise<void> => {
  for (;;) {
    const { rows } = await pool.query<{ readonly customer: string }>({
      name: "candidates",
      text: `select customer from (select customer, min(id) as first from inbox group by customer order by first limit $1) waiting
             order by random() limit 8`,
      values: [candidates],
    })
    let taken = 0
    for (const { customer } of rows) taken += await takeTurn(pool, customer, call)
    if (taken > 0) continue
    if (rows.length > 0) await new Promise((resolve) => setTimeout(resolve, 10))
    else await wake()
  }
}

/** Resolves at the next notification, or after half a second. */
const wakes = async (url: string): Promise<() => Promise<void>> => {
  const listener = new Client({ connectionString: url })
  await listener.connect()
  await listener.query("listen inbox")
  const waiting = new Set<() => void>()
  listener.on("notification", () => {
    for (const wake of waiting) wake()
    waiting.clear()
  })
  return () =>
    new Promise((resolve) => {
      waiting.add(resolve)
      setTimeout(resolve, idle)
    })
}

/** An advisory lock per customer, and all that waits of them in one transaction. */
export const claimLoop: Contestant = {
  prepare: async ({ postgres }) => {
    const pool = connections(postgres, 1)
    await pool.query(timelineTable)
    await pool.query(table)
    await pool.end()
  },
  work: async ({ postgres, sink }) => {
    const pool = connections(postgres, lanes + 2)
    const wake = await wakes(postgres)
    const call = caller(sink)
    for (let lane = 0; lane < lanes; lane++)
      keepClaiming(pool, wake, call).catch((failure: unknown) => {
        process.stderr.write(`the claim loop broke: ${String(failure)}\n`)
        process.exit(1)
      })
    return "ready"
  },
  produce: async ({ postgres }) => {
    const pool = connections(postgres, 16)
    return {
      send: async (message) => {
        await pool.query({
          name: "post",
          text: "insert into inbox (customer, message, name) values ($1, $2, $3) on conflict do nothing",
          values: [message.customer, message, message.id],
        })
        await pool.query("notify inbox")
      },
      close: () => pool.end(),
    }
  },
  kept: ({ postgres }, name) => appended(postgres, name),
}
