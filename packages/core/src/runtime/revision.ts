import type { Entry } from "../timeline/entry.ts"
import type { CustomerId, StreamId } from "../kernel/ids.ts"
import type { Store, StreamRow } from "../timeline/store.ts"

// While a new version is deployed, old and new code write the same rows. A row says which revision of the folds wrote it; another
// revision does not trust it, and folds the stream's entries itself, once. So that a stream that both write is not folded from its
// beginning at every turn, the row carries along what the other revision had come to, and that one goes on from there.

/** What one revision of the folds had come to, at which version of its stream. */
interface Kept {
  readonly at: number
  readonly rooms: object
}

/** What a row says of who wrote it; left out of rows that the first revision wrote alone. */
interface Stamp {
  readonly by?: number
  readonly kept?: { readonly [revision: string]: Kept }
}

/** A stored state that may be stamped. No room has this name. */
interface Stamped {
  readonly folds?: Stamp
}

/** How the code of today folds. */
export interface Folding<State> {
  readonly initial: State
  readonly project: (state: State, entry: Entry) => State
  readonly read: (entry: Entry) => Entry
  /** Grows with every change of what entries are folded into; 1 where it is left out. */
  readonly revision?: number
}

/** What is read to bring a row up to date. */
export type EntrySource = Pick<Store<never>, "timeline" | "entry">

/** A stream with no more entries than this is folded again sooner than it carries two states. */
const short = 200

/** So many other revisions are carried along: more are never at work at a time. */
const mostKept = 2

const stampOf = (state: object): Stamp => (state as Stamped).folds ?? {} // written by `stamped`, and by nobody else

const roomsOf = (state: object): object => {
  const { folds: _, ...rooms }: Stamped = state
  return rooms
}

/** Which states were folded anew because another revision had written them: lists about them may be of another time too. */
const renewed = new WeakSet()

/** Whether a state was folded anew when it was loaded, and was not written since. */
export const isRenewed = (state: object): boolean => renewed.has(state)

/** What was folded anew is in the store now. */
export const isWritten = (state: object): void => void renewed.delete(state)

/** What is carried along: what newer code will go on from, and what would take long to fold again. */
const carried = (kept: Stamp["kept"], revision: number, version: number): Stamp["kept"] => {
  const worth = Object.entries(kept ?? {})
    .filter(([by, { at }]) => Number(by) > revision || (version > short && version - at <= short))
    .sort(([, one], [, two]) => two.at - one.at)
  return worth.length === 0 ? undefined : Object.fromEntries(worth.slice(0, mostKept))
}

/** The stamp that a state is written with. */
export const stampFor = (state: object, revision: number, version: number): Stamp | undefined => {
  const kept = carried(stampOf(state).kept, revision, version)
  if (revision === 1 && !kept) return undefined
  return { ...(revision !== 1 && { by: revision }), ...(kept && { kept }) }
}

/** Whether the code of this revision wrote a state last. */
export const isOurs = (state: object, revision: number): boolean => (stampOf(state).by ?? 1) === revision

/** Which part of a stream is wanted. */
interface Range {
  readonly after: number
  readonly upTo: number
}

/** Entries of a stream by their positions. */
type Positions = Map<number, Entry>

/** Takes an entry where it lies in the range. */
const keep = (found: Positions | undefined, { after, upTo }: Range, entry: Entry): void => {
  if (entry.position > after && entry.position <= upTo) found?.set(entry.position, entry)
}

/** How many entries are read at a time. */
const page = 500

/** An entry that lies in two streams of a customer is given once by their timeline: the other place is asked for by its id. */
const fillTwins = async (
  source: EntrySource,
  stream: StreamId,
  found: Positions,
  range: Range,
  others: readonly Entry[],
): Promise<void> => {
  const names = (entry: Entry): boolean => JSON.stringify(entry.data).includes(stream) // whoever joins two streams names both
  const likely = [...others.filter(names), ...others.filter((entry) => !names(entry))]
  for (const { id } of likely) {
    if (found.size >= range.upTo - range.after) return
    const twin = await source.entry(id, stream)
    if (twin) keep(found, range, twin)
  }
}

/** The entries of some streams of one customer, each after a position, up to its version. */
const entriesAfter = async (
  source: EntrySource,
  customer: CustomerId,
  wanted: ReadonlyMap<StreamId, Range>,
): Promise<ReadonlyMap<StreamId, readonly Entry[]>> => {
  const found = new Map<StreamId, Positions>([...wanted.keys()].map((stream) => [stream, new Map()]))
  const all: Entry[] = []
  const isComplete = (): boolean =>
    [...wanted].every(([stream, { after, upTo }]) => (found.get(stream)?.size ?? 0) >= upTo - after)
  for (let after: string | undefined; !isComplete();) {
    const { items, next } = await source.timeline(customer, { limit: page, ...(after !== undefined && { after }) })
    for (const entry of items) {
      const range = wanted.get(entry.stream)
      if (range) keep(found.get(entry.stream), range, entry)
      all.push(entry)
    }
    if (next === undefined) break
    after = next
  }
  for (const [stream, range] of wanted) {
    const own = found.get(stream)
    if (!own || own.size >= range.upTo - range.after) continue
    const others = all.filter((entry) => entry.stream !== stream)
    await fillTwins(source, stream, own, range, others)
  }
  return new Map(
    [...found].map(([stream, own]) => [stream, [...own.values()].sort((one, two) => one.position - two.position)]),
  )
}

/**
 * The states of some streams of one customer that another revision wrote, as this one folds them. What the other one had come to stays
 * with them, so that it need not begin again either.
 */
export const renew = async <State extends object>(
  source: EntrySource,
  { initial, project, read, revision = 1 }: Folding<State>,
  customer: CustomerId,
  rows: ReadonlyMap<StreamId, Pick<StreamRow<object>, "version" | "state">>,
): Promise<ReadonlyMap<StreamId, State>> => {
  const begins = new Map(
    [...rows].map(([stream, { version, state }]) => {
      const { kept: before, by = 1 } = stampOf(state)
      const { [revision]: own, ...others } = before ?? {}
      const kept = carried({ ...others, [by]: { at: version, rooms: roomsOf(state) } }, revision, version)
      const stamped: Stamped = kept ? { folds: { kept } } : {}
      return [stream, { after: own?.at ?? 0, upTo: version, rooms: own?.rooms ?? {}, stamped }]
    }),
  )
  const entries = await entriesAfter(source, customer, begins)
  const states = new Map<StreamId, State>()
  for (const [stream, { rooms, stamped }] of begins) {
    const begun: State & Stamped = { ...initial, ...rooms, ...stamped }
    const state = (entries.get(stream) ?? []).reduce(
      (before, entry) => project(before, read(entry)),
      begun as State, // what is beside the rooms is carried along by every step
    )
    renewed.add(state)
    states.set(stream, state)
  }
  return states
}
