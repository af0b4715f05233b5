import type { CustomerId, Entry, EntryId, Identifier, Job, Row, StreamId, StreamRow } from "@escucha/core/store"
import { read } from "./text.ts"

/** A table of the schema, as statements name it. */
export type Tables = { readonly schema: string }

/** An entry as it lies in its table; `stream` by its id. */
export interface WrittenEntry {
  readonly id: EntryId
  readonly stream: StreamId
  readonly position: number
  readonly kind: string
  readonly schema: number
  readonly occurred: number
  readonly received: number
  readonly data: string
}

/** The columns of an entry `e` of the stream `s`, in statements. */
export const entryColumns = "e.id, s.id AS stream, e.position, e.kind, e.schema, e.occurred, e.received, e.data"

/** The entry as it was committed. */
export const entryOf = ({ id, stream, position, kind, schema, occurred, received, data }: WrittenEntry): Entry => ({
  id: read(id),
  stream: read(stream),
  position,
  kind: read(kind),
  schema,
  occurredAt: occurred,
  receivedAt: received,
  data: JSON.parse(data),
})

/** A stream as it lies in its table. */
export interface WrittenStream {
  readonly id: StreamId
  readonly customer: CustomerId
  readonly identifier: Identifier
  readonly version: number
  readonly state: string
}

/** The stream's row with its state. The state is trusted to be what `project` made: only it writes them. */
export const streamRowOf = <State>({ customer, identifier, version, state }: WrittenStream): StreamRow<State> => ({
  customer: read(customer),
  identifier: read(identifier),
  version,
  state: JSON.parse(state),
})

/** A job as it lies in its table, with its place among the others. */
export interface WrittenJob {
  readonly seq: number
  readonly id: string
  readonly key: StreamId
  readonly type: string
  readonly ref: string | null
  readonly at: number | null
  readonly due: number
}

/** The job as it was posted. */
export const jobOf = ({ id, key, type, ref, at }: WrittenJob): Job => ({
  key: read(key),
  id: read(id),
  type: read(type),
  ...(ref === null ? {} : { ref: read(ref) }),
  ...(at === null ? {} : { at }),
})

/** The line of a list as it was put. */
export const rowOf = ({ projection, key, at, data }: Row): Row => ({
  projection: read(projection),
  key: read(key),
  at,
  data: read(data),
})
