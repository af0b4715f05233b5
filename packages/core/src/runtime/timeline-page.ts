import * as z from "zod"
import type { EntryId, StreamId } from "../kernel/ids.ts"
import { type Entry, newestFirst } from "../timeline/entry.ts"
import type { Page, PageRequest } from "../timeline/store.ts"
import { limitOf, pageOf, tokensOf } from "./page.ts"

type Placed = Pick<Entry, "occurredAt" | "stream" | "position">

/** One stream of the customer: its entries before a time and position, newest first. */
export interface Lane<Item> {
  readonly stream: StreamId
  /** How many entries it has, where that is known: of a lane that has few, few are asked first. */
  readonly entries?: number
  readonly before: (occurredAt: number, position: number, limit: number) => readonly Item[]
}

/** How many more than its share a lane is asked for: what comes in bursts is seldom even. */
const spare = 8

/** How many entries of each lane are asked first: its share of the page, by how many it has. */
const firstAsked = <Item>(lanes: readonly Lane<Item>[], wanted: number): number[] => {
  const all = lanes.reduce((sum, { entries = Infinity }) => sum + entries, 0)
  return lanes.map(({ entries = Infinity }) =>
    Number.isFinite(all) && lanes.length > 1 ? Math.ceil((wanted * entries) / all) + spare : Infinity,
  )
}

/** Whether more of a lane may belong before the last entry that is wanted: then it must be asked for as many as all others. */
const isCutShort = <Item extends Entry>(
  list: readonly Item[],
  count: number,
  reach: number,
  wanted: Item | undefined,
): boolean => {
  const last = list.at(-1)
  return count < reach && list.length === count && (!wanted || !last || newestFirst(last, wanted) < 0)
}

const tokens = tokensOf(z.tuple([z.number(), z.string(), z.number()]))

/**
 * A page of the merge of many streams. Every stream is asked for one item more than the page has; an entry that lies in two streams
 * is shown at its first place only, also where a page ends between the two: `placesOf` gives all places of an entry.
 */
export const timelinePage = <Item extends Entry>(
  lanes: readonly Lane<Item>[],
  request: PageRequest,
  placesOf: (id: EntryId) => readonly Placed[],
): Page<Item> => {
  const limit = limitOf(request)
  const after = tokens.read(request.after)
  const [occurredAt, stream, position] = after ?? [Infinity, "", Infinity]
  const streams = new Set(lanes.map((lane) => lane.stream))
  const passed = (place: Placed): boolean =>
    // at or before the token, in the order of the timeline
    place.occurredAt > occurredAt ||
    (place.occurredAt === occurredAt &&
      (place.stream > stream || (place.stream === stream && place.position >= position)))
  const shown = (entry: Entry): boolean =>
    // twins have one time, so only ties with the token can have been shown
    after !== undefined &&
    entry.occurredAt === occurredAt &&
    placesOf(entry.id).some((place) => streams.has(place.stream) && passed(place))
  const bound = (lane: Lane<Item>): number =>
    lane.stream === stream ? position : lane.stream < stream ? Infinity : -Infinity

  const asked = firstAsked(lanes, limit + 1)
  for (let reach = limit + 1; ;) {
    const counts = asked.map((count) => Math.min(count, reach))
    const lists = lanes.map((lane, place) =>
      lane.before(occurredAt, after ? bound(lane) : Infinity, counts[place] ?? reach),
    )
    const [only] = lists
    const merged = lists.length === 1 && only ? only : lists.flat().sort(newestFirst)
    const ids = new Set<EntryId>()
    const once = merged.filter(({ id }) => ids.size < ids.add(id).size)
    const items = once.filter((entry) => !shown(entry))
    const hidden = once.length - items.length
    const isShort = lists.map((list, place) => isCutShort(list, counts[place] ?? reach, reach, items[limit]))
    if (isShort.includes(true)) {
      for (const [place, short] of isShort.entries()) if (short) asked[place] = Infinity
      continue
    }
    if (reach > limit + hidden || lists.every((list) => list.length < reach))
      // every stream gave a page's worth beside what is hidden
      return pageOf(
        items,
        limit,
        (entry) => entry,
        (last) => tokens.write([last.occurredAt, last.stream, last.position]),
      )
    reach = limit + 1 + hidden
  }
}
