import { type CustomerId, type EntryId, type Identifier, type InputId, inputId, type StreamId } from "../kernel/ids.ts"
import type { Entry } from "../timeline/entry.ts"
import type { Committed, Page, PageRequest, Store, Unit } from "../timeline/store.ts"
import { unitOf } from "../timeline/unit.ts"
import { ConformanceError } from "./expectation.ts"

/** What the streams of the conformance suite remember. */
export interface Noted {
  readonly note: string
}

/** Noon of a day, in milliseconds: where the stories of the suite begin. */
export const noon = 1_772_366_400_000

/** The stream of a number, in the form that real ones have: they sort by their number. */
export const aStream = (number: number): StreamId => `s_0mm00000${number.toString().padStart(11, "0")}`

/** An identifier that nobody has. */
export const anIdentifier = (name: string): Identifier => `email:${name}@example.com`

/** A unit that does nothing but what is given. */
export const aUnit = (part: Partial<Unit<Noted>> = {}): Unit<Noted> => unitOf(part)

/** An entry of a stream; its id comes from both, unless it is given. */
export const anEntry = (stream: StreamId, position: number, part: Partial<Entry> = {}): Entry => {
  const id: EntryId = `in ${stream} ${position}#0`
  return {
    id,
    stream,
    position,
    kind: "note-taken",
    schema: 1,
    occurredAt: noon + position,
    receivedAt: noon + position,
    data: { text: `note ${position}` },
    ...part,
  }
}

/** What is special about a write. */
export interface WriteOptions extends Partial<Unit<Noted>> {
  /** The version that the stream has before; 0 for a new stream. */
  readonly after?: number
  /** When each entry happened; one entry at its own time if it is left out. */
  readonly times?: readonly number[]
  readonly customer?: CustomerId
  /** What each entry says, searchable. */
  readonly text?: string
}

/** A unit that appends to one stream, with everything that a turn would say about it. */
export const aWrite = (stream: StreamId, options: WriteOptions = {}): Unit<Noted> => {
  const { after = 0, customer = stream, text } = options
  const times = options.times ?? [noon + after + 1]
  const entries = times.map((occurredAt, place) => anEntry(stream, after + place + 1, { occurredAt }))
  const version = after + times.length
  const identifier = anIdentifier(stream)
  return aUnit({
    inputs: [inputOf(stream, version)],
    expects: new Map([[stream, after]]),
    entries,
    binds: new Map(after === 0 ? [[identifier, stream]] : []),
    passages: text === undefined ? [] : entries.map(({ position }) => ({ stream, position, text })),
    states: new Map([[stream, { customer, identifier, version, state: { note: `version ${version}` } }]]),
    ...options,
  })
}

/** The input that `aWrite` takes for the version it leaves. */
export const inputOf = (stream: StreamId, version: number): InputId => inputId(`in ${stream} ${version}`)

const mostPages = 10_000

/** Every page of a list, until there is no next. */
export const allPages = async <Item>(
  limit: number,
  read: (page: PageRequest) => Promise<Page<Item>>,
): Promise<readonly (readonly Item[])[]> => {
  const pages: (readonly Item[])[] = []
  for (let after: string | undefined; ;) {
    const page: Page<Item> = await read({ limit, ...(after === undefined ? {} : { after }) })
    pages.push(page.items)
    if (page.next === undefined) return pages
    if (pages.length > mostPages) throw new ConformanceError("a list ends", `it has more than ${mostPages} pages`)
    after = page.next
  }
}

const longestFeed = 100_000

/** All that a feed gives behind a cursor. No check writes so much that a feed which does not end would be one. */
export const feedOf = async (store: Pick<Store<Noted>, "feed">, after = 0): Promise<readonly Committed[]> => {
  const all: Committed[] = []
  for await (const committed of store.feed(after)) {
    all.push(committed)
    if (all.length > longestFeed) throw new ConformanceError("a feed ends", `it gave more than ${longestFeed} entries`)
  }
  return all
}

/** What a store holds of some streams, as far as it can be asked: to show that a refused unit changed nothing. */
export const contentsOf = async (store: Store<Noted>, streams: readonly StreamId[]) => {
  const { bound, streams: rows } = await store.load({ inputs: [], identifiers: streams.map(anIdentifier), streams })
  const [jobs, list, counts, size] = [
    await store.jobs({ limit: 1000 }),
    await store.query("inbox", {}, { limit: 1000 }),
    await store.series(["notes"], 0, noon * 2),
    await store.size(),
  ]
  const words = await store.search("note", { limit: 1000 })
  return { bound, rows, jobs, list, counts, size, words, feed: await feedOf(store) }
}
