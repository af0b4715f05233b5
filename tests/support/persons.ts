// Who is who and what they want, folded from the timeline by a second, simpler hand than the product's own: a judge.
import type { AnyEntry, EntryOfKind } from "../../packages/core/src/assembly/entries.ts"
import type { StreamId } from "../../packages/core/src/kernel/ids.ts"

/** What a judge remembers of one stream. Instants are milliseconds. */
interface Known {
  /** When they last said stop, and when they last wanted to hear from us again; of the two at one moment, the stop holds. */
  outAt: number
  inAt: number
  zone: string | undefined
  readonly consents: { [purpose: string]: boolean }
  /** When approaches left here. */
  readonly approaches: number[]
  /** When the customer last wrote here. */
  heardAt: number
  /** Messages that nobody has answered. */
  waiting: number
  /** Stops that have not been confirmed. */
  unconfirmed: number
}

/** What a judge knows of a person: all the streams that are one person's at this moment of the feed. */
export interface Judged {
  readonly isOut: boolean
  readonly zones: readonly string[]
  readonly refused: readonly string[]
  readonly agreed: readonly string[]
  readonly approaches: readonly number[]
}

const fresh = (): Known => ({
  outAt: -Infinity,
  inAt: -Infinity,
  zone: undefined,
  consents: {},
  approaches: [],
  heardAt: -Infinity,
  waiting: 0,
  unconfirmed: 0,
})

const isOut = ({ outAt, inAt }: Known): boolean => outAt > -Infinity && outAt >= inAt

const takeDispatch = (own: Known, { data, receivedAt }: EntryOfKind<"delivery-changed">): void => {
  if (data.purpose === "opt-out-confirmation") own.unconfirmed = 0
  else if (data.purpose !== "answer" && data.attempt === 1) own.approaches.push(receivedAt)
}

/** Reads a feed entry by entry, and answers for the moment before the next one. */
export const createPersons = () => {
  const streams = new Map<StreamId, Known>()
  const links = new Map<string, readonly [StreamId, StreamId]>()
  const retracted = new Set<string>()
  const stream = (id: StreamId): Known => {
    const known = streams.get(id) ?? fresh()
    streams.set(id, known)
    return known
  }
  /** The streams that can be reached over links that hold. */
  const circleOf = (start: StreamId): readonly StreamId[] => {
    const reached = new Set([start])
    for (let size = 0; size < reached.size;) {
      size = reached.size
      for (const [link, [one, two]] of links) {
        if (retracted.has(link) || !(reached.has(one) || reached.has(two))) continue
        reached.add(one)
        reached.add(two)
      }
    }
    return [...reached]
  }
  const take = (entry: AnyEntry): void => {
    const own = stream(entry.stream)
    switch (entry.kind) {
      case "identities-linked":
        links.set(entry.data.link, entry.data.ends)
        break
      case "identities-unlinked":
        retracted.add(entry.data.link)
        break
      case "opted-out":
        if (!isOut(own)) own.unconfirmed = 1
        own.outAt = entry.occurredAt
        break
      case "opted-in":
        own.inAt = entry.occurredAt
        if (!isOut(own)) own.unconfirmed = 0
        break
      case "consent-changed":
        own.consents[entry.data.purpose] = entry.data.decision === "grant"
        break
      case "message-received":
        own.zone = entry.data.timezone ?? own.zone
        own.heardAt = entry.receivedAt
        if (entry.data.due !== undefined) own.waiting++
        break
      case "conversation-closed":
        own.waiting = 0
        break
      case "delivery-changed":
        if (entry.data.delivery.status === "sending") takeDispatch(own, entry)
        break
      default: // says nothing of a person
    }
  }
  return {
    take,
    stream,
    circleOf,
    of: (id: StreamId): Judged => {
      const all = circleOf(id).map(stream)
      const said = (given: boolean) =>
        (["service", "marketing"] as const).filter((purpose) => all.some(({ consents }) => consents[purpose] === given))
      return {
        isOut: all.some(isOut),
        zones: [...new Set(all.flatMap(({ zone }) => zone ?? []))],
        refused: said(false),
        agreed: said(true),
        approaches: all.flatMap(({ approaches }) => approaches),
      }
    },
  }
}

/** The minute of the day that a clock on the wall shows, by the calendar of the platform. */
export const wallMinute = (at: number, zone: string): number => {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at)
  const part = (type: "hour" | "minute") => Number(parts.find((each) => each.type === type)?.value)
  return part("hour") * 60 + part("minute")
}
