import { InputError } from "../../kernel/errors.ts"
import { type CustomerId, endpointOf, isStream, type StreamId } from "../../kernel/ids.ts"
import { isInstant } from "../../kernel/time.ts"
import { todaysLinks } from "../../profile/identity/links.ts"
import { type Whole, wholeOf } from "../../runtime/house.ts"
import { timelinePage } from "../../runtime/timeline-page.ts"
import { newestFirst } from "../../timeline/entry.ts"
import type { Store, StreamRow } from "../../timeline/store.ts"
import type { AnyEntry, State } from "../entries.ts"
import { lookAround } from "../identity/around.ts"
import type { Loop } from "../loop.ts"
import { pagesOf, placesOf } from "../identity/places.ts"

/** Which moment is asked for: what had been received by then, with who was who by then. */
export interface AsOf {
  /** In milliseconds since 1970. */
  readonly asOf?: number
}

/** The most places that are looked at: more than one person ever had. */
const mostStreams = 2_000

/** Everybody whom any link ever named with them, also one that was taken back since. */
const circleOf = async (loop: Loop, first: Whole<State>): Promise<ReadonlyMap<CustomerId, Whole<State>>> => {
  const circle = new Map([[first.id, first]])
  const seen = new Set<StreamId>(first.streams.keys())
  for (const customer of circle.values()) {
    // a map is walked to its growing end
    const { links } = todaysLinks(customer.state.identity)
    for (const stream of Object.values(links).flatMap(({ ends }) => ends)) {
      if (seen.has(stream)) continue
      if (seen.size >= mostStreams)
        throw new InputError(
          "too-large",
          "asOf",
          `links lead to more than ${mostStreams} places; ask for what is known today`,
        )
      seen.add(stream)
      const other = await loop.whole(stream)
      if (!other) continue // erased since
      for (const each of other.streams.keys()) seen.add(each)
      circle.set(other.id, other)
    }
  }
  return circle
}

/** What had been received by then, by stream, in the order in which it was. */
const receivedBy = async (
  loop: Loop,
  { id, streams }: Whole<State>,
  asOf: number,
): Promise<ReadonlyMap<StreamId, readonly AnyEntry[]>> => {
  const lanes = new Map<StreamId, AnyEntry[]>()
  for await (const page of pagesOf(loop, id)) {
    for (const entry of page) {
      if (entry.receivedAt > asOf) continue
      for (const place of await placesOf(loop, entry, streams.keys())) {
        const lane = lanes.get(place.stream)
        if (lane) lane.push(place)
        else lanes.set(place.stream, [place])
      }
    }
  }
  for (const lane of lanes.values()) lane.sort((one, two) => one.position - two.position)
  return lanes
}

/** The stream that a name leads to. */
const streamOf = ({ setting }: Loop, reference: string, { id, streams }: Whole<State>): StreamId => {
  const endpoint = setting.identifiers.lenient(endpointOf(reference))
  if (isStream(endpoint)) return streams.has(endpoint) ? endpoint : id
  return [...streams].find(([, { identifier }]) => identifier === endpoint)?.[0] ?? id
}

interface Past {
  readonly customer: Whole<State>
  readonly lanes: ReadonlyMap<StreamId, readonly AnyEntry[]>
  /** Every stream that may have had a say in who was who, with the customer that it belonged to. */
  readonly rows: ReadonlyMap<StreamId, StreamRow<State>>
}

const pastOf = async (loop: Loop, reference: string, asOf: number): Promise<Past | undefined> => {
  const today = await loop.whole(reference)
  if (!today) return undefined
  const { house } = loop
  const rows = new Map<StreamId, StreamRow<State>>(),
    lanes = new Map<StreamId, readonly AnyEntry[]>()
  for (const customer of (await circleOf(loop, today)).values()) {
    for (const [stream, lane] of await receivedBy(loop, customer, asOf)) {
      const identifier = customer.streams.get(stream)?.identifier ?? ":" // never: it is theirs
      const state = lane.reduce(house.project, house.initial)
      rows.set(stream, { customer: stream, identifier, version: lane.length, state })
      lanes.set(stream, lane)
    }
  }
  const names = house.customers(new Map([...rows].map(([stream, { state }]) => [stream, state])))
  for (const [stream, row] of rows) rows.set(stream, { ...row, customer: names.get(stream) ?? stream })
  const id = rows.get(streamOf(loop, reference, today))?.customer
  if (id === undefined) return undefined // nobody had heard of them
  const own = new Map([...rows].filter(([, { customer }]) => customer === id))
  const ownLanes = new Map([...lanes].filter(([stream]) => own.has(stream)))
  return { customer: wholeOf(house, id, own), lanes: ownLanes, rows }
}

/** Gives streams as they were, as a store does: with each all of its customer's. */
const loadFrom =
  ({ rows }: Past): Store<State>["load"] =>
  async ({ streams }) => {
    const wanted = new Set(streams.map((stream) => rows.get(stream)?.customer))
    return {
      seen: new Set(),
      bound: new Map(),
      streams: new Map([...rows].filter(([, { customer }]) => wanted.has(customer))),
    }
  }

const timelineOf = ({ lanes }: Past, page: { readonly limit: number; readonly after?: string }) => {
  const places = Map.groupBy([...lanes.values()].flat(), ({ id }) => id)
  const sorted = [...lanes].map(([stream, lane]) => ({ stream, entries: lane.toSorted(newestFirst) }))
  return timelinePage(
    sorted.map(({ stream, entries }) => ({
      stream,
      before: (occurredAt: number, position: number, limit: number) =>
        entries
          .filter(
            (entry) => entry.occurredAt < occurredAt || (entry.occurredAt === occurredAt && entry.position < position),
          )
          .slice(0, limit),
    })),
    page,
    (id) => places.get(id) ?? [],
  )
}

/**
 * The loop as it was at a moment, for one customer: its clock stands still then, and what it reads of them is the fold of what had
 * been received. `undefined` where nobody had heard of them. It reads all that was ever received of them.
 */
export const loopAsOf = async (loop: Loop, reference: string, asOf: number): Promise<Loop | undefined> => {
  if (!Number.isFinite(asOf) || !isInstant(asOf))
    throw new InputError("invalid", "asOf", "give a moment in milliseconds since 1970")
  const past = await pastOf(loop, reference, asOf)
  if (!past) return undefined
  const { customer } = past
  const isTheirs = (name: string) => name === reference || (isStream(name) && customer.streams.has(name))
  return {
    ...loop,
    clock: { ...loop.clock, now: () => asOf },
    around: (whole) => lookAround(loop.house, { load: loadFrom(past) }, whole),
    whole: async (name) => (isTheirs(name) ? customer : loop.whole(name)),
    read: {
      ...loop.read,
      timeline: async (id, page) => (id === customer.id ? timelineOf(past, page) : loop.read.timeline(id, page)),
    },
  }
}
