import { InputError } from "../kernel/errors.ts"
import type { StreamId } from "../kernel/ids.ts"
import type { Row, RowFilter } from "../timeline/store.ts"

const streamIn = /(?<![0-9a-z_])s_[0-9a-z]+/g

/** The streams that the key of a row names. */
export const streamsIn = (key: string): readonly StreamId[] => (key.match(streamIn) ?? []) as StreamId[] // the pattern says so

/**
 * Whether a row is about one of these streams: its key is the stream, or names it between signs that no stream id has. By this an
 * erasure finds the lines of a person.
 *
 * @example
 * isOfStreams("s_0m1/telegram", new Set(["s_0m1"])) // true
 */
export const isOfStreams = (key: string, streams: ReadonlySet<string>): boolean =>
  streamsIn(key).some((named) => streams.has(named))

const mostFields = 8

/**
 * The fields of a filter with their values. Throws `InputError` beyond 8 fields, or where a name has other signs than letters,
 * digits, `_` and `-`.
 */
export const fieldsOf = (
  filter: RowFilter,
): readonly (readonly [field: string, value: string | number | boolean])[] => {
  const fields = Object.entries(filter)
  if (fields.length > mostFields) throw new InputError("too-large", "filter", `give at most ${mostFields} fields`)
  for (const [field] of fields)
    if (!/^[\w-]+$/.test(field))
      throw new InputError("invalid", "filter", "name fields with letters, digits, _ and - only")
  return fields
}

/** Whether a row's data has these values in these fields: the same type and the same value. */
export const matches = (row: Row, fields: ReturnType<typeof fieldsOf>): boolean => {
  if (fields.length === 0) return true
  const data: unknown = JSON.parse(row.data)
  return (
    typeof data === "object" &&
    data !== null &&
    fields.every(([field, value]) => Object.hasOwn(data, field) && Reflect.get(data, field) === value)
  )
}
