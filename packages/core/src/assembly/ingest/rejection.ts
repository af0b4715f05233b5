import { defineEntry } from "../../timeline/entry.ts"
import { defineFold } from "../../timeline/fold.ts"
import type { Dialect } from "./event.ts"

/** Why an event is refused, in one word: what counters and filters know it by. */
export type RejectionReason = "invalid" | "too-large" | "unknown" | "unauthorized" | "conflict"

/** What is needed to read an event again as it was read the first time. */
export interface Reading {
  readonly dialect: Dialect
  readonly trust: "server" | "browser"
  readonly source: string
  readonly sentAt?: string
  readonly historic?: true
}

/** An event that was refused, and why. */
export interface RejectedEvent {
  /** What the sender called it (`track`, `$identify`); empty where it did not say. */
  readonly type: string
  readonly messageId?: string
  readonly field: string
  readonly reason: RejectionReason
  /** The remedy, as the sender was told. */
  readonly message: string
  /** The event as JSON, without keys and secrets; `null` where it may not be kept. */
  readonly raw: string | null
  /** Whether `raw` is only the beginning of it: it cannot be taken again. */
  readonly cut: boolean
  readonly reading: Reading
}

/** An event came in that could not be taken. It lies with whom it names, so that an erasure reaches it. */
export const eventRejected = defineEntry<RejectedEvent>()("event-rejected", 1)

/** A refused event was taken after all. `of` is the name under which it was kept. */
export const eventReplayed = defineEntry<{ readonly of: string }>()("event-replayed", 1)

/** What is remembered of a refused event: enough for its line in the list. */
export interface Refused extends Pick<RejectedEvent, "type" | "messageId" | "field" | "reason" | "message"> {
  readonly at: number
}

/** The refused events of a stream that wait for somebody to look at them, by name. */
export interface RefusedEvents {
  readonly [name: string]: Refused
}

/** The most that are listed for one stream, the latest; the timeline keeps all. */
const mostListed = 20

/** How long a refused event is listed: 30 days. */
export const listedFor = 30 * 24 * 60 * 60 * 1000

const latest = (known: RefusedEvents, now: number): RefusedEvents =>
  Object.fromEntries(
    Object.entries(known)
      .filter(([, { at }]) => at > now - listedFor)
      .sort(([oneName, one], [twoName, two]) => two.at - one.at || (oneName < twoName ? -1 : 1))
      .slice(0, mostListed),
  )

/** The name of a refused event, out of the id of the entry that keeps it. */
export const nameOfEntry = (id: string): string => id.slice(rejectedPrefix.length, id.lastIndexOf("#"))

/** How the ids of inputs begin that keep refused events. */
export const rejectedPrefix = "rejected:"

/** Lists what was refused, until it was taken after all. */
export const refusedEvents = defineFold(
  eventRejected,
  eventReplayed,
)<RefusedEvents>({
  initial: {},
  on: {
    "event-rejected": (known, { id, receivedAt, data: { type, messageId, field, reason, message } }) =>
      latest(
        {
          ...known,
          [nameOfEntry(id)]: {
            at: receivedAt,
            type,
            ...(messageId !== undefined && { messageId }),
            field,
            reason,
            message,
          },
        },
        receivedAt,
      ),
    "event-replayed": (known, { data }) =>
      Object.fromEntries(Object.entries(known).filter(([name]) => name !== data.of)),
  },
  merge: (one, two) => ({ ...one, ...two }),
})
