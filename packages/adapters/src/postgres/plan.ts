import {
  type Count,
  type CustomerId,
  type Entry,
  type Identifier,
  type InputId,
  type Job,
  type Sound,
  soundUnit,
  type StreamId,
  type Unit,
  type UnitResult,
  wordsOf,
  type WrittenUnit,
} from "@escucha/core/store"
import type { Latest } from "./writer.ts"

/** Where a stream lies, and how far it has come. */
export interface Known {
  readonly number: number
  readonly customer: CustomerId
  readonly identifier: Identifier
  readonly version: number
}

/** What has to be known of the tables before units are taken, as it is under the lock. */
export interface Facts {
  readonly latest: Latest
  readonly seen: ReadonlySet<string>
  readonly streams: ReadonlyMap<StreamId, Known>
  readonly bound: ReadonlySet<Identifier>
}

/** A unit with the hashes of its inputs, and its JSON. */
export interface Prepared<State> {
  readonly unit: Unit<State>
  readonly hashes: readonly string[]
  readonly sound: Sound
}

/** Reads a unit before anything is asked of the database. */
export const prepared = <State>(unit: Unit<State>, hashOf: (input: InputId) => string): Prepared<State> => ({
  unit,
  hashes: unit.inputs.map(hashOf),
  sound: soundUnit(unit),
})

/** A stream as it will be. */
export type StreamWrite = Known & { readonly state: string }

/** An entry with the number of its stream and its place in the order of commits. */
export interface EntryWrite {
  readonly seq: number
  readonly stream: number
  readonly entry: Entry
  readonly data: string
}

/** The words of the entry at a place. */
export interface WordsWrite {
  readonly seq: number
  readonly text: string
}

/** The last that is said of a line: put, or taken away. */
export interface RowWrite {
  readonly projection: string
  readonly key: string
  readonly put?: { readonly at: number; readonly data: string }
}

/** The last that is said of a job: taken away, posted, or both in this order. */
export interface JobWrite {
  readonly isTaken: boolean
  readonly post?: { readonly seq: number; readonly job: Job }
}

/** What a commit writes, for all of its units together. */
export interface Plan {
  readonly results: readonly UnitResult[]
  readonly seen: ReadonlySet<string>
  readonly binds: ReadonlyMap<Identifier, StreamId>
  readonly streams: ReadonlyMap<StreamId, StreamWrite>
  readonly entries: readonly EntryWrite[]
  readonly words: readonly WordsWrite[]
  readonly rows: ReadonlyMap<string, RowWrite>
  readonly counts: ReadonlyMap<string, Count>
  readonly jobs: ReadonlyMap<string, JobWrite>
  readonly latest: Latest
}

/** A plan that still grows: units of one commit see what the earlier ones wrote. */
interface Draft {
  readonly facts: Facts
  readonly seen: Set<string>
  readonly binds: Map<Identifier, StreamId>
  readonly streams: Map<StreamId, StreamWrite>
  readonly entries: EntryWrite[]
  readonly words: WordsWrite[]
  readonly rows: Map<string, RowWrite>
  readonly counts: Map<string, Count>
  readonly jobs: Map<string, JobWrite>
  entry: number
  job: number
  stream: number
}

const knownOf = ({ streams, facts }: Draft, stream: StreamId): Known | undefined =>
  streams.get(stream) ?? facts.streams.get(stream)

const isTaken = ({ seen, facts }: Draft, hash: string): boolean => seen.has(hash) || facts.seen.has(hash)

/** Why a unit cannot be taken: the first reason that holds, in the order in which callers can act on them. */
const refusalOf = <State>(draft: Draft, { unit, hashes, sound }: Prepared<State>): UnitResult | undefined => {
  const inputs = unit.inputs.filter((_, place) => isTaken(draft, hashes[place] ?? ""))
  if (inputs.length > 0) return { status: "duplicate", inputs }
  for (const [stream, version] of unit.expects)
    if ((knownOf(draft, stream)?.version ?? 0) !== version) return { status: "fenced" }
  for (const identifier of unit.binds.keys())
    if (draft.binds.has(identifier) || draft.facts.bound.has(identifier)) return { status: "fenced" }
  if ("reason" in sound) return { status: "invalid", reason: sound.reason }
  return new Set(hashes).size < hashes.length ? { status: "invalid", reason: "an input is in it twice" } : undefined
}

/** PostgreSQL keeps at most a megabyte of words of one text; the words of a longer one are kept once each, as many as there is room for. */
const mostLetters = 200_000

/** The words of an entry as one text, of which PostgreSQL keeps so much. */
export const textOf = (words: readonly string[]): string => {
  const text = words.join(" ")
  if (text.length <= mostLetters) return text
  const once = [...new Set(words)].join(" ")
  return once.length <= mostLetters ? once : once.slice(0, once.lastIndexOf(" ", mostLetters))
}

const writeEntries = <State>(draft: Draft, unit: Unit<State>, written: WrittenUnit["entries"]): void => {
  for (const [place, entry] of unit.entries.entries()) {
    const stream = knownOf(draft, entry.stream)?.number ?? 0, // never 0: a unit with a homeless entry was refused
      data = written[place] ?? "null" // never left out: there is one for each
    draft.entries.push({ seq: ++draft.entry, stream, entry, data })
    if (unit.passages.length === 0) continue
    const texts = unit.passages.filter(
      ({ stream: its, position }) => its === entry.stream && position === entry.position,
    )
    const text = textOf(texts.flatMap((passage) => wordsOf(passage.text)))
    if (text !== "") draft.words.push({ seq: draft.entry, text })
  }
}

const writeJobs = <State>(draft: Draft, { cancels, acks, posts }: Unit<State>): void => {
  const { jobs } = draft
  for (const id of [...cancels, ...acks]) jobs.set(id, { isTaken: true })
  for (const job of posts) {
    const { isTaken: isGone = false, post } = jobs.get(job.id) ?? {}
    draft.job++
    if (!post) jobs.set(job.id, { isTaken: isGone, post: { seq: draft.job, job } })
  }
}

const write = <State>(draft: Draft, { unit, hashes }: Prepared<State>, written: WrittenUnit): void => {
  for (const hash of hashes) draft.seen.add(hash)
  for (const [identifier, stream] of unit.binds) draft.binds.set(identifier, stream)
  for (const [stream, { row, state }] of written.states) {
    const number = knownOf(draft, stream)?.number ?? ++draft.stream
    draft.streams.set(stream, {
      number,
      customer: row.customer,
      identifier: row.identifier,
      version: row.version,
      state,
    })
  }
  writeEntries(draft, unit, written.entries)
  const placeOf = ({ projection, key }: RowWrite): string => JSON.stringify([projection, key])
  for (const { projection, key } of unit.drops) draft.rows.set(placeOf({ projection, key }), { projection, key })
  for (const { projection, key, at, data } of unit.puts)
    draft.rows.set(placeOf({ projection, key }), { projection, key, put: { at, data } })
  for (const { metric, at, by } of unit.counts) {
    const name = `${at} ${metric}`
    draft.counts.set(name, { metric, at, by: (draft.counts.get(name)?.by ?? 0) + by })
  }
  writeJobs(draft, unit)
}

/** Decides what becomes of each unit, and what is written for all of them. */
export const planOf = <State>(units: readonly Prepared<State>[], facts: Facts): Plan => {
  const { entry, job, stream } = facts.latest
  const draft: Draft = {
    facts,
    seen: new Set(),
    binds: new Map(),
    streams: new Map(),
    entries: [],
    words: [],
    rows: new Map(),
    counts: new Map(),
    jobs: new Map(),
    entry,
    job,
    stream,
  }
  const results = units.map((unit): UnitResult => {
    const refusal = refusalOf(draft, unit)
    if (refusal || "reason" in unit.sound) return refusal ?? { status: "invalid", reason: "it cannot be kept" }
    write(draft, unit, unit.sound.written)
    return { status: "committed" }
  })
  const { seen, binds, streams, entries, words, rows, counts, jobs } = draft
  const latest = {
    entry: draft.entry,
    job: draft.job,
    stream: draft.stream,
    entries: facts.latest.entries + entries.length,
  }
  return { results, seen, binds, streams, entries, words, rows, counts, jobs, latest }
}
