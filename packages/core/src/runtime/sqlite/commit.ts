import type { CustomerId, Identifier, InputId, StreamId } from "../../kernel/ids.ts"
import type { Count, StreamRow, Unit, UnitResult } from "../../timeline/store.ts"
import { wordsOf } from "../words.ts"
import { columnsOf } from "./codec.ts"
import { hashOf } from "./hash.ts"
import type { Statements } from "./statements.ts"

/** The last entry and the last job that were written: their order, which is never given twice. */
export interface Latest {
  readonly entry: number
  readonly job: number
}

interface Known {
  readonly number: number
  readonly customer: CustomerId
  readonly identifier: Identifier
  readonly version: number
}

/** One commit: what it has read, and where it stands. Units of the same commit see what the earlier ones wrote. */
interface Draft {
  readonly sql: Statements
  readonly streams: Map<StreamId, Known | undefined>
  readonly counts: Map<string, Count>
  entry: number
  job: number
}

const knownOf = ({ sql, streams }: Draft, stream: StreamId): Known | undefined => {
  if (streams.has(stream)) return streams.get(stream)
  const row = sql.stream.get(stream)
  const known = row && columnsOf<Known>(row)
  streams.set(stream, known)
  return known
}

/** Why a unit cannot be taken; found before its first write, so that a refused unit leaves nothing to undo. */
const refusal = <State>(draft: Draft, unit: Unit<State>, hashes: readonly string[]): UnitResult | undefined => {
  const inputs = unit.inputs.filter((_, place) => draft.sql.isSeen.get(hashes[place] ?? "") !== undefined)
  if (inputs.length > 0) return { status: "duplicate", inputs }
  for (const [stream, version] of unit.expects)
    if ((knownOf(draft, stream)?.version ?? 0) !== version) return { status: "fenced" }
  for (const identifier of unit.binds.keys()) if (draft.sql.bound.get(identifier)) return { status: "fenced" }
  const homeless = unit.entries.some(({ stream }) => !unit.states.has(stream))
  return homeless ? { status: "invalid", reason: "an entry lies in a stream whose state is not given" } : undefined
}

const writeStream = <State>(draft: Draft, stream: StreamId, row: StreamRow<State>): void => {
  const { sql, streams } = draft
  const { customer, identifier, version } = row
  const known = knownOf(draft, stream)
  const state = JSON.stringify(row.state)
  if (!known) {
    const { lastInsertRowid } = sql.addStream.run(stream, customer, identifier, version, state)
    streams.set(stream, { number: Number(lastInsertRowid), customer, identifier, version })
    return
  }
  sql.setStream.run(version, state, known.number)
  if (known.customer !== customer || known.identifier !== identifier)
    sql.moveStream.run(customer, identifier, known.number)
  streams.set(stream, { number: known.number, customer, identifier, version })
}

const writeEntries = <State>(draft: Draft, unit: Unit<State>): void => {
  const { sql } = draft
  for (const entry of unit.entries) {
    const number = knownOf(draft, entry.stream)?.number ?? null // never null: a unit with a homeless entry was refused
    sql.append.run(
      ++draft.entry,
      number,
      entry.position,
      entry.id,
      entry.kind,
      entry.schema,
      entry.occurredAt,
      entry.receivedAt,
      JSON.stringify(entry.data),
    )
    if (unit.passages.length === 0) continue
    const texts = unit.passages.filter(({ stream, position }) => stream === entry.stream && position === entry.position)
    if (texts.length > 0) sql.addWords.run(draft.entry, texts.flatMap(({ text }) => wordsOf(text)).join(" "))
  }
}

const writeJobs = <State>(draft: Draft, { cancels, acks, posts }: Unit<State>): void => {
  const { sql } = draft
  for (const id of cancels) sql.finish.run(id)
  for (const id of acks) sql.finish.run(id)
  for (const { id, key, type, ref, at } of posts)
    sql.post.run(++draft.job, id, key, type, ref ?? null, at ?? null, Math.max(0, at ?? 0))
}

const write = <State>(draft: Draft, unit: Unit<State>, hashes: readonly string[]): void => {
  const { sql, counts } = draft
  for (const hash of hashes) sql.see.run(hash)
  for (const [identifier, stream] of unit.binds) sql.bind.run(identifier, stream)
  for (const [stream, row] of unit.states) writeStream(draft, stream, row)
  writeEntries(draft, unit)
  for (const { key, projection } of unit.drops) sql.drop.run(key, projection)
  for (const { key, projection, at, data } of unit.puts) sql.put.run(key, projection, at, data)
  for (const { metric, at, by } of unit.counts) {
    const name = `${at} ${metric}`
    counts.set(name, { metric, at, by: (counts.get(name)?.by ?? 0) + by })
  }
  writeJobs(draft, unit)
}

/** Takes the units inside a transaction that the caller has begun: a result for each, and the new ends of the tables. */
export const commitUnits = <State>(
  sql: Statements,
  latest: Latest,
  units: readonly Unit<State>[],
): { readonly results: readonly UnitResult[]; readonly latest: Latest } => {
  const draft: Draft = { sql, streams: new Map(), counts: new Map(), ...latest }
  const results = units.map((unit): UnitResult => {
    const hashes = unit.inputs.map((input: InputId) => hashOf(input))
    const refused = refusal(draft, unit, hashes)
    if (refused) return refused
    write(draft, unit, hashes)
    return { status: "committed" }
  })
  for (const { metric, at, by } of draft.counts.values()) sql.count.run(metric, at, by)
  return { results, latest: { entry: draft.entry, job: draft.job } }
}
