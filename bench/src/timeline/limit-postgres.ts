// The limit on PostgreSQL: what has to be read, by prepared statements on one connection, and parsed. It knows no cache, no pages, no
// erasures, no types of entries, and nothing of a database that is gone.
import { Client } from "pg"
import type { Limit } from "./limit.ts"

const schema = "escucha"

/** The streams of whoever has this identifier. */
const members = `${schema}.identifiers JOIN ${schema}.streams AS one ON one.id = identifiers.stream
  JOIN ${schema}.streams AS member ON member.customer = one.customer WHERE identifiers.identifier = $1`

const lanes = `SELECT lane.*, found.id AS stream FROM (SELECT member.number, member.id FROM ${members}) AS found
  CROSS JOIN LATERAL (SELECT id, kind, position, schema, occurred, received, data FROM ${schema}.entries
    WHERE stream = found.number ORDER BY occurred DESC, position DESC LIMIT 51) AS lane
  ORDER BY lane.occurred DESC, found.id DESC, lane.position DESC LIMIT 102`

const states = `SELECT member.id, member.state FROM ${members}`

interface Written {
  readonly id: string
  readonly data: string
}

/** Opens a connection to the database. */
export const openLimitOnPostgres = async (url: string): Promise<Limit> => {
  const client = new Client({ connectionString: url, pipeline: true })
  await client.connect()
  const last = async (customer: string) => {
    const { rows } = await client.query<Written>({ name: "lanes", text: lanes, values: [`user:${customer}`] })
    const ids = new Set<string>()
    return rows
      .filter(({ id }) => ids.size < ids.add(id).size) // what lies in two streams is shown once
      .slice(0, 50)
      .map((row) => ({ ...row, data: JSON.parse(row.data) as unknown }))
  }
  return {
    timeline: last,
    view: async (customer) => {
      const [found, { rows }] = await Promise.all([
        last(customer),
        client.query<{ readonly state: string }>({ name: "states", text: states, values: [`user:${customer}`] }),
      ])
      for (const { state } of rows) JSON.parse(state)
      return found
    },
    close: () => client.end(),
  }
}
