import type { EntryId, StreamId } from "../kernel/ids.ts"

/** What a room says about one kind of entry. `upcast` reads the data of older schema versions, and carries the type. */
export interface EntryDefinition<Kind extends string, Data> {
  readonly kind: Kind
  readonly version: number
  readonly upcast: (data: unknown, version: number) => Data
}

/** Any definition, whatever its data. */
export type AnyDefinition = EntryDefinition<string, unknown>

/** One fact of a stream. Times are milliseconds since 1970; `position` is its place in that stream, from 1. */
export interface Entry<Kind extends string = string, Data = unknown> {
  readonly id: EntryId
  readonly stream: StreamId
  readonly position: number
  readonly kind: Kind
  /** The version of the schema that `data` was written with. */
  readonly schema: number
  readonly occurredAt: number
  readonly receivedAt: number
  readonly data: Data
}

/** The entry of a definition; of a union of definitions, the closed union of their entries. */
export type EntryOf<Definition> = Definition extends EntryDefinition<infer Kind, infer Data> ? Entry<Kind, Data> : never

/** An entry as `decide` writes it; the turn adds position and times. It goes to the input's stream, or to each of `streams`. */
export interface Draft<Kind extends string = string, Data = unknown> {
  readonly kind: Kind
  readonly data: Data
  readonly streams?: readonly StreamId[]
  /** When it happened, where it was not when the input did. */
  readonly at?: number
}

/** The draft of a definition; of a union of definitions, the closed union of their drafts. */
export type DraftOf<Definition> = Definition extends EntryDefinition<infer Kind, infer Data> ? Draft<Kind, Data> : never

/**
 * Declares a kind of entry. Kinds are noun-verb in the past.
 *
 * @example
 * const orderPlaced = defineEntry<{ readonly total: number }>()("order-placed", 1)
 */
export const defineEntry =
  <Data>() =>
  <const Kind extends string>(
    kind: Kind,
    version: number,
    upcast: (data: unknown, version: number) => Data = (data) => data as Data, // version 1 was written by this very definition
  ): EntryDefinition<Kind, Data> => ({ kind, version, upcast })

/**
 * An entry with its data brought up to the version of today. One that a later version of this code wrote becomes a kind that nobody
 * knows (`message-received@2`): it is kept and shown, and nothing is made of what cannot be understood.
 */
export const readEntry = (definition: AnyDefinition | undefined, entry: Entry): Entry => {
  if (!definition || definition.version === entry.schema) return entry
  if (definition.version < entry.schema) return { ...entry, kind: `${entry.kind}@${entry.schema}` }
  return { ...entry, schema: definition.version, data: definition.upcast(entry.data, entry.schema) }
}

/** Newest first by when it happened; ties by stream, then position, so that every store gives the same order. */
export const newestFirst = (one: Entry, two: Entry): number =>
  two.occurredAt - one.occurredAt ||
  (one.stream < two.stream ? 1 : one.stream > two.stream ? -1 : two.position - one.position)
