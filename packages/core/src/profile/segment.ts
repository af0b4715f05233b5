import { defineEntry } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"

/** What is said of a segment when somebody comes or goes. `backfill`: only because the definition is new, so nothing is set off. */
export interface SegmentTurn {
  readonly segment: string
  /** Which wording of the definition it was. */
  readonly version: string
  readonly backfill?: true
}

/** A customer came into a segment. */
export const segmentEntered = defineEntry<SegmentTurn>()("segment-entered", 1)

/** A customer left a segment. It lies in every stream that held the membership. */
export const segmentLeft = defineEntry<SegmentTurn>()("segment-left", 1)

/** What is remembered of one segment. */
export interface Membership {
  /** Since when they are in it; `null` where they are not. */
  readonly since: number | null
  /** When they came or went last. */
  readonly last: number
}

/** Which segments a stream, or a customer, is or was in, by name. */
export interface SegmentMemory {
  readonly [segment: string]: Membership
}

const membershipIn = (known: SegmentMemory, name: string): Membership | undefined =>
  Object.hasOwn(known, name) ? known[name] : undefined

/** A customer is in what one of their streams is in, since the first of them was. */
const joined = (one: Membership, two: Membership | undefined): Membership =>
  two
    ? {
        since: one.since === null || two.since === null ? (one.since ?? two.since) : Math.min(one.since, two.since),
        last: Math.max(one.last, two.last),
      }
    : one

/** What is remembered of segments. */
export const segments = defineFold(
  segmentEntered,
  segmentLeft,
)<SegmentMemory>({
  initial: {},
  on: {
    "segment-entered": (known, { data, occurredAt }) => ({
      ...known,
      [data.segment]: { since: membershipIn(known, data.segment)?.since ?? occurredAt, last: occurredAt },
    }),
    "segment-left": (known, { data, occurredAt }) => ({ ...known, [data.segment]: { since: null, last: occurredAt } }),
  },
  merge: (one, two) => {
    const names = [...new Set([...Object.keys(one), ...Object.keys(two)])].sort() // the order must not depend on who came first
    return Object.fromEntries(
      names.flatMap((name) => {
        const [first, second] = [membershipIn(one, name), membershipIn(two, name)]
        const known = first ? joined(first, second) : second
        return known ? [[name, known]] : []
      }),
    )
  },
})

/** Since when somebody is in a segment; `undefined` where they are not. */
export const sinceIn = (known: SegmentMemory, name: string): number | undefined =>
  membershipIn(known, name)?.since ?? undefined

/** When somebody came into a segment or left it last. */
export const lastTurn = (known: SegmentMemory, name: string): number => membershipIn(known, name)?.last ?? -Infinity

/** The segments that somebody is in, by name. */
export const segmentsIn = (known: SegmentMemory): readonly string[] =>
  Object.keys(known).filter((name) => sinceIn(known, name) !== undefined)
