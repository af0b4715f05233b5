import type { SQLOutputValue } from "node:sqlite"
import type { StreamId } from "../../kernel/ids.ts"
import type { Entry } from "../../timeline/entry.ts"
import type { Job } from "../../timeline/job.ts"
import type { StreamRow } from "../../timeline/store.ts"

type Columns = { readonly [column: string]: SQLOutputValue }

/** The columns of a row by the names and types that this store wrote them with. */
// one process writes the file, and only through this folder
export const columnsOf = <Shape>(row: Columns): Shape => row as unknown as Shape

/** Rows of a statement that gives lists, in the order and with the types that this store wrote them with. */
export const listsOf = <Shape extends readonly unknown[]>(rows: readonly unknown[]): readonly Shape[] =>
  rows as readonly Shape[] // one process writes the file, and only through this folder

/** An entry whose data is still text: what is not shown need not be parsed. */
export type WrittenEntry = Entry<string, string>

/** The entry with its data. */
export const entryOf = ({ id, stream, position, kind, schema, occurredAt, receivedAt, data }: WrittenEntry): Entry => ({
  id,
  stream,
  position,
  kind,
  schema,
  occurredAt,
  receivedAt,
  data: JSON.parse(data),
})

/** A stream's row whose state is still text. */
export type WrittenStream = StreamRow<string> & { readonly id: StreamId }

/** The stream's row with its state. The state is trusted to be what `project` made: only it writes them. */
export const streamRowOf = <State>({ customer, identifier, version, state }: WrittenStream): StreamRow<State> => ({
  customer,
  identifier,
  version,
  state: JSON.parse(state),
})

/** A job as it lies in the table. */
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
  key,
  id,
  type,
  ...(ref === null ? {} : { ref }),
  ...(at === null ? {} : { at }),
})
