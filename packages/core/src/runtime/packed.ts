import type { CustomerId, StreamId } from "../kernel/ids.ts"
import type { States, Store, StreamRow, Unit } from "../timeline/store.ts"
import { type EntrySource, type Folding, isOurs, isWritten, renew, stampFor } from "./revision.ts"

/** How many customers are brought up to date at a time, where a new version meets the rows of an older one. */
const atOnce = 8

type Rows<State> = ReadonlyMap<StreamId, StreamRow<State>>

/** The rows that another revision of the folds wrote, customer by customer. */
const strangersIn = <State extends object>(rows: Rows<Partial<State>>, revision: number) => {
  const strangers = new Map<CustomerId, Map<StreamId, StreamRow<Partial<State>>>>()
  for (const [stream, row] of rows) {
    if (isOurs(row.state, revision)) continue
    const known = strangers.get(row.customer)
    if (known) known.set(stream, row)
    else strangers.set(row.customer, new Map([[stream, row]]))
  }
  return [...strangers]
}

/**
 * Leaves out of every stored state the rooms that are still as they began, and puts them back on the way in: most streams use
 * few rooms, and what is not written need not be read. Rooms that this code does not know stay as they are. A row that another
 * revision of the folds wrote is folded again from its entries before anything is decided on it.
 */
export const packed = <State extends object>(
  store: Pick<Store<Partial<State>>, "load" | "commit"> & EntrySource,
  folding: Folding<State>,
): Pick<Store<State>, "load" | "commit"> => {
  const { initial, revision = 1 } = folding
  const pack = (state: State, version: number): Partial<State> => {
    const small: Partial<State> = {}
    for (const room in state) if (room !== "folds" && state[room] !== initial[room]) small[room] = state[room]
    const folds = stampFor(state, revision, version)
    return folds ? { ...small, folds } : small
  }
  const unpacked = async (rows: Rows<Partial<State>>): Promise<Rows<State>> => {
    const whole = new Map<StreamId, StreamRow<State>>()
    for (const [stream, row] of rows) whole.set(stream, { ...row, state: { ...initial, ...row.state } })
    const strangers = strangersIn(rows, revision)
    for (let next = 0; next < strangers.length; next += atOnce)
      await Promise.all(
        strangers.slice(next, next + atOnce).map(async ([customer, own]) => {
          for (const [stream, state] of await renew(store, folding, customer, own)) {
            const row = whole.get(stream)
            if (row) whole.set(stream, { ...row, state })
          }
        }),
      )
    return whole
  }
  const packAll = (rows: Rows<State>): Rows<Partial<State>> => {
    const small = new Map<StreamId, StreamRow<Partial<State>>>()
    for (const [stream, row] of rows) small.set(stream, { ...row, state: pack(row.state, row.version) })
    return small
  }
  return {
    load: async (need): Promise<States<State>> => {
      const found = await store.load(need)
      return { ...found, streams: await unpacked(found.streams) }
    },
    commit: async (units) => {
      const results = await store.commit(
        units.map((unit: Unit<State>): Unit<Partial<State>> => ({ ...unit, states: packAll(unit.states) })),
      )
      for (const [index, { states }] of units.entries())
        if (results[index]?.status === "committed") for (const { state } of states.values()) isWritten(state)
      return results
    },
  }
}
