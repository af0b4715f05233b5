import type { InputId, StreamId } from "../../kernel/ids.ts"
import type { Count, Unit, UnitResult } from "../../timeline/store.ts"
import { type Sound, soundUnit, type WrittenState, type WrittenUnit } from "../sound-unit.ts"
import { wordsOf } from "../words.ts"
import { columnsOf } from "./codec.ts"
import type { Known, KnownStreams } from "./known-streams.ts"
import type { Statements } from "./statements.ts"

/** The last entry and the last job that were written: their order, which is never given twice. */
export interface Latest {
  readonly entry: number
  readonly job: number
}

/** One commit: what it has read, and where it stands. Units of the same commit see what the earlier ones wrote. */
interface Draft {
  readonly sql: Statements
  readonly committed: KnownStreams
  readonly streams: Map<StreamId, Known | undefined>
  readonly counts: Map<string, Count>
  entry: number
  job: number
}

const readKnown = (sql: Statements, stream: StreamId): Known | undefined => {
  const row = sql.stream.get(stream)
  return row && columnsOf<Known>(row)
}

const knownOf = ({ sql, committed, streams }: Draft, stream: StreamId): Known | undefined => {
  const written = streams.get(stream)
  if (written !== undefined || streams.has(stream)) return written
  const known = committed.get(stream) ?? readKnown(sql, stream)
  streams.set(stream, known)
  return known
}

/** Whether what the unit read is still so. */
const isCurrent = <State>(draft: Draft, { expects }: Unit<State>): boolean => {
  for (const [stream, version] of expects) if ((knownOf(draft, stream)?.version ?? 0) !== version) return false
  return true
}

/**
 * Writes what nobody else may have, the seen ids and the bindings, and tells whether all of it was free. A write that finds its place
 * taken costs no more than a look, so nothing is looked up before; where one is taken, the unit gives its own back, and leaves nothing.
 */
const claim = <State>({ sql }: Draft, { binds }: Unit<State>, hashes: readonly string[]): boolean => {
  const ids = hashes.filter((hash) => sql.see.run(hash).changes !== 0)
  const bindings = [...binds].filter(([identifier, stream]) => sql.bind.run(identifier, stream).changes !== 0)
  if (ids.length === hashes.length && bindings.length === binds.size) return true
  for (const hash of ids) sql.unsee.run(hash)
  for (const [identifier] of bindings) sql.unbind.run(identifier)
  return false
}

/** Why a unit could not be taken: the first reason that holds, in the order in which callers can act on them. */
const refusal = <State>(draft: Draft, unit: Unit<State>, hashes: readonly string[], sound: Sound): UnitResult => {
  const inputs = unit.inputs.filter((_, place) => draft.sql.isSeen.get(hashes[place] ?? "") !== undefined)
  if (inputs.length > 0) return { status: "duplicate", inputs }
  for (const [stream, version] of unit.expects)
    if ((knownOf(draft, stream)?.version ?? 0) !== version) return { status: "fenced" }
  for (const identifier of unit.binds.keys()) if (draft.sql.bound.get(identifier)) return { status: "fenced" }
  return { status: "invalid", reason: "reason" in sound ? sound.reason : "an input is in it twice" }
}

const writeStream = (draft: Draft, stream: StreamId, { row, state }: WrittenState): void => {
  const { sql, streams } = draft
  const { customer, identifier, version } = row
  const known = knownOf(draft, stream)
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

const writeEntries = <State>(draft: Draft, unit: Unit<State>, data: WrittenUnit["entries"]): void => {
  const { sql } = draft
  for (const [place, entry] of unit.entries.entries()) {
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
      data[place] ?? null, // never null: there is one for each
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

const write = <State>(draft: Draft, unit: Unit<State>, { entries, states }: WrittenUnit): void => {
  const { sql, counts } = draft
  for (const [stream, row] of states) writeStream(draft, stream, row)
  writeEntries(draft, unit, entries)
  for (const { key, projection } of unit.drops) sql.drop.run(key, projection)
  for (const { key, projection, at, data } of unit.puts) sql.put.run(key, projection, at, data)
  for (const { metric, at, by } of unit.counts) {
    const name = `${at} ${metric}`
    counts.set(name, { metric, at, by: (counts.get(name)?.by ?? 0) + by })
  }
  writeJobs(draft, unit)
}

/** What a commit needs of the open file. */
interface Committing {
  readonly sql: Statements
  readonly streams: KnownStreams
  readonly latest: Latest
  readonly hashOf: (input: InputId) => string
}

/** Takes the units inside a transaction that the caller has begun: a result for each, and what holds once it is committed. */
export const commitUnits = <State>(
  { sql, streams: committed, latest, hashOf }: Committing,
  units: readonly Unit<State>[],
): {
  readonly results: readonly UnitResult[]
  readonly latest: Latest
  readonly streams: ReadonlyMap<StreamId, Known | undefined>
} => {
  const draft: Draft = { sql, committed, streams: new Map(), counts: new Map(), ...latest }
  const results = units.map((unit): UnitResult => {
    const hashes = unit.inputs.map(hashOf)
    const sound = soundUnit(unit)
    if ("reason" in sound || !isCurrent(draft, unit) || !claim(draft, unit, hashes))
      return refusal(draft, unit, hashes, sound)
    write(draft, unit, sound.written)
    return { status: "committed" }
  })
  for (const { metric, at, by } of draft.counts.values()) sql.count.run(metric, at, by)
  return { results, latest: { entry: draft.entry, job: draft.job }, streams: draft.streams }
}
