import type { StreamId } from "../kernel/ids.ts"
import type { Entry } from "../timeline/entry.ts"
import { hashOfRecord, hashOfText } from "./consent-chain.ts"
import type { ConsentRecord } from "./consent.ts"

/** One place at which the ledger is not what was written. */
export interface BrokenRecord {
  readonly stream: StreamId
  /** The place in the stream; of what is missing, the place where it should be. */
  readonly position: number
  /** The record by its id, where there is one. */
  readonly record?: string
  /**
   * `changed`: its hash is not the one it was written with. `unchained`: it does not follow the record before it. `missing`: an entry
   * of the stream is not there. `cut`: the stream does not end as it did when it was last written.
   */
  readonly because: "changed" | "unchained" | "missing" | "cut"
}

/** What a look at the whole ledger came to. */
export interface LedgerReport {
  /** Records whose hash was held against them. */
  readonly records: number
  /** Records from before records were chained: they are there, and nothing proves them. */
  readonly unproven: number
  /** Streams that have a chain. */
  readonly chains: number
  readonly broken: readonly BrokenRecord[]
  /** The last entry that was looked at, in the order of commits. */
  readonly cursor: number
  /** Stands for the ends of all chains. Keep it elsewhere: whoever rewrites a whole chain cannot keep it the same. */
  readonly digest: string
}

/** How a stream ends, by what the store says of it. */
export interface StreamEnd {
  readonly version: number
  /** The hash of the last record, as it was projected; empty where there is none. */
  readonly head: string
}

interface Chain {
  position: number
  head: string
  records: number
}

/** The version of the schema from which on records are chained. */
const firstChained = 2

const recordOf = (data: unknown): ConsentRecord | undefined =>
  typeof data === "object" && data !== null && "hash" in data && "previous" in data
    ? (data as ConsentRecord) // whatever else it says is held against its hash
    : undefined

/** What is held in mind while the feed is read: one line for each stream, and what is wrong so far. */
interface Reading {
  readonly chains: Map<StreamId, Chain>
  readonly broken: BrokenRecord[]
  records: number
  unproven: number
  cursor: number
}

const takeRecord = (reading: Reading, chain: Chain, entry: Entry): void => {
  const { stream, position } = entry
  const record = recordOf(entry.data)
  const complain = (because: BrokenRecord["because"]): void => {
    reading.broken.push({ stream, position, ...(record && { record: record.id }), because })
  }
  if (entry.schema < firstChained) {
    reading.unproven++
    if (chain.records > 0) complain("unchained") // nothing of the old kind is written behind a chain
    return
  }
  reading.records++
  if (!record || hashOfRecord(record, entry) !== record.hash) complain("changed")
  if (record && record.previous !== chain.head) complain("unchained")
  chain.head = record?.hash ?? ""
  chain.records++
}

const takeEntry = (reading: Reading, entry: Entry, cursor: number): void => {
  const { stream, position } = entry
  const chain = reading.chains.get(stream) ?? { position: 0, head: "", records: 0 }
  reading.chains.set(stream, chain)
  reading.cursor = cursor
  const expected = chain.position + 1
  if (position !== expected)
    reading.broken.push({ stream, position: expected, because: position > expected ? "missing" : "unchained" })
  chain.position = Math.max(chain.position, position)
  if (entry.kind === "consent-changed") takeRecord(reading, chain, entry)
}

const reportOf = (
  { chains, broken, records, unproven, cursor }: Reading,
  ends: ReadonlyMap<StreamId, StreamEnd> | undefined,
): LedgerReport => {
  const known = [...chains].filter(([stream]) => !ends || ends.has(stream))
  const heads = known.filter(([, chain]) => chain.records > 0).map(([, { head }]) => head)
  const cut = known.flatMap(([stream, { position, head }]): readonly BrokenRecord[] => {
    const end = ends?.get(stream)
    const isWhole = !end || (end.version === position && end.head === head)
    return isWhole ? [] : [{ stream, position: Math.min(end.version, position + 1), because: "cut" }]
  })
  return {
    records,
    unproven,
    chains: heads.length,
    broken: [...broken.filter(({ stream }) => !ends || ends.has(stream)), ...cut],
    cursor,
    digest: hashOfText(heads.sort().join("\n")),
  }
}

/** Looks at entries in the order of their commits, and tells at the end what is wrong with the ledger. */
export interface LedgerCheck {
  /** The next entry of the feed. */
  readonly take: (entry: Entry, cursor: number) => void
  /** The streams that were looked at. */
  readonly streams: () => readonly StreamId[]
  /** How far a stream was looked at. */
  readonly seen: (stream: StreamId) => number
  /**
   * What it came to. `ends` are the streams as the store has them: a stream that is not among them was erased meanwhile. Without
   * them nothing is held against the ends.
   */
  readonly finish: (ends?: ReadonlyMap<StreamId, StreamEnd>) => LedgerReport
}

/** A check that has looked at nothing yet. */
export const createLedgerCheck = (): LedgerCheck => {
  const reading: Reading = { chains: new Map(), broken: [], records: 0, unproven: 0, cursor: 0 }
  return {
    take: (entry, cursor) => takeEntry(reading, entry, cursor),
    streams: () => [...reading.chains.keys()],
    seen: (stream) => reading.chains.get(stream)?.position ?? 0,
    finish: (ends) => reportOf(reading, ends),
  }
}
