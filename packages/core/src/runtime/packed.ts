import type { States, Store, StreamRow, Unit } from "../timeline/store.ts"

/**
 * Leaves out of every stored state the rooms that are still as they began, and puts them back on the way in: most streams use
 * few rooms, and what is not written need not be read.
 */
export const packed = <State extends object>(
  store: Pick<Store<Partial<State>>, "load" | "commit">,
  initial: State,
): Pick<Store<State>, "load" | "commit"> => {
  const rooms = Object.keys(initial) as (keyof State & string)[] // an object made by createProject: its own keys are its rooms
  const pack = (state: State): Partial<State> => {
    const small: Partial<State> = {}
    for (const room of rooms) if (state[room] !== initial[room]) small[room] = state[room]
    return small
  }
  const each = <From, To>(
    rows: ReadonlyMap<StreamRow<From>["customer"], StreamRow<From>>,
    change: (state: From) => To,
  ) => {
    const changed = new Map<StreamRow<From>["customer"], StreamRow<To>>()
    for (const [stream, row] of rows) changed.set(stream, { ...row, state: change(row.state) })
    return changed
  }
  return {
    load: async (need): Promise<States<State>> => {
      const found = await store.load(need)
      return { ...found, streams: each(found.streams, (state): State => ({ ...initial, ...state })) }
    },
    commit: (units) =>
      store.commit(
        units.map((unit: Unit<State>): Unit<Partial<State>> => ({ ...unit, states: each(unit.states, pack) })),
      ),
  }
}
