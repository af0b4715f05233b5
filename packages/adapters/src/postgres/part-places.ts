import { type JobRow, pageOfPart, type PartPlace } from "./job-rows.ts"
import { partOf } from "./part.ts"

/** How far one part was read. */
export interface Place extends PartPlace {
  seq: number
  due: number
  dueSeq: number
  /** What had failed before it came to us goes first, and is read first. */
  isFresh: boolean
  /** More jobs for now may wait behind its place. */
  isBehind: boolean
  /** More jobs for later may be due soon behind its place. */
  isComing: boolean
}

/** The parts that are held, and how far each was read. */
export interface Places {
  readonly begin: (parts: readonly number[]) => void
  readonly stop: (part: number) => void
  readonly clear: () => void
  readonly isEmpty: () => boolean
  readonly of: (part: number) => Place | undefined
  readonly those: (is: (place: Place) => boolean) => readonly Place[]
  readonly some: (is: (place: Place) => boolean) => boolean
  /** The rows of places that were not lost since they were asked for, nor lost and won again. */
  readonly stillOurs: (asked: readonly Place[], rows: readonly JobRow[]) => readonly JobRow[]
}

/** Behind every number. */
const end = Number.MAX_SAFE_INTEGER

// Jobs for now are due at 0: the way that reads jobs for later begins behind all of them.
const freshPlace = (part: number): Place => ({
  part,
  seq: 0,
  due: 0,
  dueSeq: end,
  isFresh: true,
  isBehind: true,
  isComing: true,
})

/** No part is held. */
export const createPlaces = (): Places => {
  const places = new Map<number, Place>()
  return {
    begin: (parts) => {
      for (const part of parts) places.set(part, freshPlace(part))
    },
    stop: (part) => void places.delete(part),
    clear: () => places.clear(),
    isEmpty: () => places.size === 0,
    of: (part) => places.get(part),
    those: (is) => [...places.values()].filter(is),
    some: (is) => {
      for (const place of places.values()) if (is(place)) return true
      return false
    },
    stillOurs: (asked, rows) => {
      const ours = new Set(asked.filter((place) => places.get(place.part) === place).map(({ part }) => part))
      return rows.filter(({ key }) => ours.has(partOf(key)))
    },
  }
}

/** The last row of each part, and whether there are so many that more may be behind it. */
const lastsOf = (rows: readonly JobRow[]) => {
  const lasts = new Map<number, { count: number; row: JobRow }>()
  for (const row of rows) {
    const part = partOf(row.key)
    lasts.set(part, { count: (lasts.get(part)?.count ?? 0) + 1, row })
  }
  return lasts
}

/** Jobs for now were read of these places: each is behind the last of them. */
export const wentOnNow = (asked: readonly Place[], rows: readonly JobRow[]): void => {
  const lasts = lastsOf(rows)
  for (const place of asked) {
    const { count = 0, row } = lasts.get(place.part) ?? {}
    place.seq = row?.seq ?? place.seq
    place.isBehind = count === pageOfPart
  }
}

/** Jobs for later were read of these places, as far as they are due until then. */
export const wentOnLater = (asked: readonly Place[], rows: readonly JobRow[], until: number): void => {
  const lasts = lastsOf(rows)
  for (const place of asked) {
    const { count = 0, row } = lasts.get(place.part) ?? {}
    place.isComing = count === pageOfPart
    const isAll = !row || !place.isComing
    place.due = isAll ? until : row.due
    place.dueSeq = isAll ? end : row.seq
  }
}
