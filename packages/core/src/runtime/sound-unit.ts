import type { StreamId } from "../kernel/ids.ts"
import { isInstant } from "../kernel/time.ts"
import type { StreamRow, Unit } from "../timeline/store.ts"

/** A stream's row, with its state as JSON. */
export interface WrittenState {
  readonly row: Omit<StreamRow<unknown>, "state">
  readonly state: string
}

/** The JSON of a unit, as a store keeps it: of each entry's data in their order, and of each state. */
export interface WrittenUnit {
  readonly entries: readonly string[]
  readonly states: readonly (readonly [stream: StreamId, written: WrittenState])[]
}

/** The JSON of a unit, or why it cannot be kept. */
export type Sound = { readonly written: WrittenUnit } | { readonly reason: string }

const isPlace = (at: number): boolean => Math.abs(at) <= Number.MAX_SAFE_INTEGER

const impossible = <State>({ entries, states, puts, counts, posts }: Unit<State>): string | undefined => {
  if (entries.some(({ stream }) => !states.has(stream))) return "an entry lies in a stream whose state is not given"
  if (!entries.every(({ occurredAt, receivedAt }) => isInstant(occurredAt) && isInstant(receivedAt)))
    return "a time is no moment that can be kept; give milliseconds since 1970"
  const numbers = [...puts, ...counts].every(({ at }) => isPlace(at)) && counts.every(({ by }) => isPlace(by))
  return numbers && posts.every(({ at = 0 }) => isPlace(at)) ? undefined : "a number is none that can be kept"
}

const jsonOf = (value: unknown): string => {
  const text: string | undefined = JSON.stringify(value) // undefined for what JSON has no word for, whatever its type says
  if (text === undefined) throw new TypeError("JSON has no word for this value")
  return text
}

/**
 * Looks at a unit before anything of it is written. One that cannot be kept (a time that is none, data that JSON cannot say) is
 * refused alone: it must not fail the commit of the others, nor be there and make what is read beside it unreadable.
 */
export const soundUnit = <State>(unit: Unit<State>): Sound => {
  const reason = impossible(unit)
  if (reason !== undefined) return { reason }
  try {
    const entries = unit.entries.map(({ data }) => jsonOf(data))
    const states = [...unit.states].map(([stream, row]) => [stream, { row, state: jsonOf(row.state) }] as const)
    return { written: { entries, states } }
  } catch (failure) {
    if (failure instanceof TypeError) return { reason: "data cannot be written as JSON" } // a bigint, a circle, a function
    throw failure
  }
}
