// The limit: what has to be read, by prepared statements on the same file with the same settings, and parsed. It knows no cache, no
// pages, no erasures and no types of entries.
import { connect } from "../../../packages/core/src/runtime/sqlite/connection.ts"

interface Written {
  readonly id: string
  readonly kind: string
  readonly position: number
  readonly occurred: number
  readonly data: string
}

interface Member {
  readonly number: number
  readonly id: string
  readonly state: string
}

type Last = readonly { readonly id: string }[]

/** What the limit reads of a customer. */
export interface Limit {
  readonly timeline: (customer: string) => Last | Promise<Last>
  readonly view: (customer: string) => Last | Promise<Last>
  readonly close: () => void | Promise<void>
}

const newestFirst = (one: Written & { readonly stream: string }, two: typeof one): number =>
  two.occurred - one.occurred ||
  (one.stream < two.stream ? 1 : one.stream > two.stream ? -1 : two.position - one.position)

/** Opens the file. */
export const openLimit = (file: string): Limit => {
  const database = connect(file)
  const members = database.prepare(`SELECT other.number, other.id FROM identifiers
    CROSS JOIN streams AS one ON one.id = identifiers.stream CROSS JOIN streams AS other ON other.customer = one.customer
    WHERE identifiers.identifier = ?`)
  const states = database.prepare(`SELECT other.number, other.id, other.state FROM identifiers
    CROSS JOIN streams AS one ON one.id = identifiers.stream CROSS JOIN streams AS other ON other.customer = one.customer
    WHERE identifiers.identifier = ?`)
  const lane = database.prepare(`SELECT id, kind, position, schema, occurred, received, data FROM entries
    WHERE stream = ? ORDER BY occurred DESC, position DESC LIMIT 51`)
  const last = (streams: readonly Pick<Member, "number" | "id">[]) => {
    const ids = new Set<string>()
    return streams
      .flatMap(({ number, id: stream }) =>
        // the columns of the statement above
        lane.all(number).map((row) => ({ ...(row as unknown as Written), stream })),
      )
      .sort(newestFirst)
      .filter(({ id }) => ids.size < ids.add(id).size) // what lies in two streams is shown once
      .slice(0, 50)
      .map((row) => ({ ...row, data: JSON.parse(row.data) as unknown }))
  }
  return {
    timeline: (customer) => last(members.all(`user:${customer}`) as unknown as readonly Member[]), // the columns of the statement
    view: (customer) => {
      const found = states.all(`user:${customer}`) as unknown as readonly Member[] // the columns of the statement
      for (const { state } of found) JSON.parse(state)
      return last(found)
    },
    close: () => database.close(),
  }
}
