// What has to be so of everything that left a house by its networks, whatever happened.
import type { AnyEntry } from "../../packages/core/src/assembly/entries.ts"
import { identifierAt } from "../../packages/core/src/channel/channel.ts"
import { type Delivery, hasLeft } from "../../packages/core/src/conversation/delivery.ts"
import { ownId } from "../../packages/core/src/conversation/outbox.ts"
import type { StreamId } from "../../packages/core/src/kernel/ids.ts"
import { allPages } from "../../packages/core/src/testing/store-builders.ts"
import type { FullHouse } from "./full-house.ts"
import type { MessageCall } from "./networks.ts"

type Written = Extract<AnyEntry, { readonly kind: "message-written" }>
type Wrong = readonly unknown[]

interface Place {
  /** By channel, when they wrote to us alone. */
  readonly heard: Map<string, number>
  heardAt: number
  outAt: number
  inAt: number
  /** The confirmations that were marked since somebody last opened the door again. */
  readonly confirmed: Set<string>
  suppressedAt: number | null
}

interface Known {
  readonly written: Written
  delivery: Delivery
}

const stages = ["sent", "delivered", "read", "replied"]

/** Whether a message may stand there after it stood here. */
const mayFollow = (from: Delivery, to: Delivery, isInParts: boolean): boolean => {
  if (from.status === "withheld") return to.status === "withheld"
  const [before, after] = [stages.indexOf(from.status), stages.indexOf(to.status)]
  if (before >= 0) return after >= before || (from.status === "sent" && to.status === "failed")
  // a part that arrived after all failed not, and the message stands where the least of its parts stands
  if (from.status === "failed") return after > (isInParts ? -1 : 0) || to.status === "failed"
  if (from.status === "uncertain" && from.policy === "hold")
    return after >= 0 || ["failed", "uncertain"].includes(to.status)
  return true
}

const rulesOf = ({ data: { purpose } }: Written): readonly string[] =>
  purpose === "answer"
    ? ["opt-out", "answer"]
    : purpose === "opt-out-confirmation"
      ? ["opt-out"]
      : ["opt-out", "consent"]

/** What is wrong with one mark, by what was known before it. */
const wrongMark = (
  { options: { channels = {} } }: FullHouse,
  { written }: Known,
  place: Place,
  { data, receivedAt }: Extract<AnyEntry, { readonly kind: "delivery-changed" }>,
): Wrong => {
  const { message, channel, content, purpose, answers } = written.data
  const wrong: unknown[] = []
  const { reasons = [], attempt } = data
  const missing = rulesOf(written).filter((rule) => !reasons.some((reason) => reason.rule === rule))
  const refused = reasons.filter(({ passed }) => !passed)
  if (missing.length + refused.length > 0)
    wrong.push({ law: "every mark has the word of every rule", message, missing, refused })
  const isOut = place.outAt >= place.inAt && place.outAt > -Infinity
  if (isOut && purpose !== "opt-out-confirmation") wrong.push({ law: "nothing leaves after a stop", message, purpose })
  if (purpose === "opt-out-confirmation" && attempt === 1) {
    place.confirmed.add(message)
    if (place.confirmed.size > 1) wrong.push({ law: "one stop, one confirmation", messages: [...place.confirmed] })
  }
  const { heardAt } = place
  const isHeld = place.suppressedAt !== null && !(purpose === "answer" && heardAt > place.suppressedAt)
  if (isHeld) wrong.push({ law: "an address that is held gets nothing", message, purpose })
  const window = channels[channel]?.capabilities.replyWindow
  const isOpen = !window || receivedAt < (place.heard.get(channel) ?? -Infinity) + window.length
  if (!isOpen && answers === undefined && !(content.template && window.after === "template"))
    wrong.push({ law: "nothing free leaves after the window", message, channel, heard: [...place.heard] })
  return wrong
}

interface Story {
  readonly messages: Map<string, Known>
  readonly wrong: unknown[]
}

/** Goes through everything in the order in which it was written down. */
const storyOf = async (house: FullHouse): Promise<Story> => {
  const places = new Map<StreamId, Place>()
  const messages = new Map<string, Known>()
  const wrong: unknown[] = []
  const placeAt = (stream: StreamId): Place => {
    const known = places.get(stream) ?? {
      heard: new Map(),
      heardAt: -Infinity,
      outAt: -Infinity,
      inAt: -Infinity,
      confirmed: new Set(),
      suppressedAt: null,
    }
    places.set(stream, known)
    return known
  }
  for await (const { entry: raw } of house.store.feed(0)) {
    const entry = raw as AnyEntry // the house wrote it
    const place = placeAt(entry.stream)
    switch (entry.kind) {
      case "message-received": {
        const { channel } = entry.data
        place.heardAt = Math.max(place.heardAt, entry.occurredAt)
        if (!entry.data.public)
          place.heard.set(channel, Math.max(place.heard.get(channel) ?? -Infinity, entry.occurredAt))
        break
      }
      case "opted-out":
        place.outAt = Math.max(place.outAt, entry.occurredAt)
        break
      case "opted-in":
        place.inAt = Math.max(place.inAt, entry.occurredAt)
        place.confirmed.clear()
        break
      case "address-suppressed":
        place.suppressedAt = Math.max(place.suppressedAt ?? -Infinity, entry.occurredAt)
        break
      case "suppression-lifted":
        if (place.suppressedAt !== null && entry.occurredAt > place.suppressedAt) place.suppressedAt = null
        break
      case "message-written": {
        const { message, delivery, reasons } = entry.data
        if (messages.has(message)) wrong.push({ law: "a message has one decision", message })
        messages.set(message, { written: entry, delivery })
        const isDecided = reasons.length > 0
        const isWithout = delivery.status === "withheld" && ["historic", "no-address"].includes(delivery.because)
        if (isDecided === isWithout) wrong.push({ law: "a decision has its reasons", message, delivery, reasons })
        break
      }
      case "delivery-changed": {
        const { message, delivery } = entry.data
        const known = messages.get(message)
        if (!known) wrong.push({ law: "what gets further was written", message })
        else {
          if (!mayFollow(known.delivery, delivery, entry.data.parts !== undefined))
            wrong.push({ law: "a delivery never moves backwards", message, from: known.delivery, to: delivery })
          if (delivery.status === "sending") wrong.push(...wrongMark(house, known, place, entry))
          known.delivery = delivery
        }
        break
      }
      default:
    }
  }
  return { messages, wrong }
}

const messageOf = ({ id }: MessageCall): string => id.replace(/(?<=[^.])\.\d+$/, "")

/** What is wrong with the calls of one message, by what became of it. */
const wrongCalls = (
  { options: { channels = {} } }: FullHouse,
  { written, delivery }: Known,
  calls: readonly MessageCall[],
  identifier: string | undefined,
): Wrong => {
  const { message, channel: name, purpose } = written.data
  const channel = channels[name]
  const wrong: unknown[] = []
  const elsewhere = calls.filter(
    ({ network, address }) => network !== name || !channel || identifierAt(channel, address) !== identifier,
  )
  if (elsewhere.length > 0) wrong.push({ law: "it leaves by its own endpoint", message, name, identifier, elsewhere })
  const effects = calls.filter(({ isEffect }) => isEffect)
  const byPart = Map.groupBy(effects, ({ id }) => id)
  // who waits for it rather hears it twice than never, where nobody can say whether it left
  const mayDouble = channel?.capabilities.idempotency.kind !== "key" && ["service", "answer"].includes(purpose)
  for (const [id, twice] of byPart) {
    const lost = calls.filter((call) => call.id === id && ["lost", "hang"].includes(call.trouble)).length
    if (twice.length > 1 + (mayDouble ? Math.min(lost, 3) : 0)) wrong.push({ law: "once", id, name, purpose, twice })
  }
  const parts = [...byPart.keys()]
  if (parts.some((id, index) => id !== ownId(message, index)))
    wrong.push({ law: "parts leave in their order", message, parts })
  if (delivery.status === "withheld" && effects.length > 0)
    wrong.push({ law: "what was withheld never left", message, delivery, effects })
  if (hasLeft(delivery) && effects.length === 0 && !isRecorded(written))
    wrong.push({ law: "what is sent left", message, delivery })
  return wrong
}

/** It left outside of the house. */
const isRecorded = ({ data: { delivery } }: Written): boolean => delivery.status === "sent"

/** Messages that wait with nobody who would come back for them. */
const lost = async ({ store, escucha }: FullHouse, messages: ReadonlyMap<string, Known>): Promise<Wrong> => {
  await escucha.settled()
  const jobs = (await allPages(1000, (page) => store.jobs(page))).flat()
  const coming = new Set(jobs.filter(({ type }) => type === "send" || type === "reconcile").map(({ ref }) => ref))
  return [...messages].flatMap(([message, { delivery }]) => {
    const isOpen =
      ["queued", "sending"].includes(delivery.status) ||
      (delivery.status === "uncertain" && delivery.policy === "reconcile")
    return isOpen && !coming.has(message) ? [{ law: "no message is lost", message, delivery }] : []
  })
}

/** Where something left that must not have, or was written down otherwise than it was; empty, where all is as it has to be. */
export const misdelivered = async (house: FullHouse): Promise<Wrong> => {
  const { messages, wrong } = await storyOf(house)
  const { streams } = await house.store.load({
    inputs: [],
    identifiers: [],
    streams: [...new Set([...messages.values()].map(({ written }) => written.stream))],
  })
  const byMessage = Map.groupBy(house.outside.calls, messageOf)
  const calls = [...messages].flatMap(([message, known]) => {
    const isWired = Object.hasOwn(house.options.channels ?? {}, known.written.data.channel)
    const isFake = ["chat", "mail"].includes(known.written.data.channel)
    return isWired && !isFake
      ? wrongCalls(house, known, byMessage.get(message) ?? [], streams.get(known.written.stream)?.identifier)
      : []
  })
  const answered = house.outside.calls.filter(({ content: { text } }) => /^re: (?:past|robot) /.test(text))
  const toNobody = answered.map((call) => ({ law: "no machine answers a machine, nor the past", call }))
  return [...wrong, ...calls, ...toNobody, ...(await lost(house, messages)), ...house.outside.violations]
}

/** What became of everything that was written, for a count: the end of each message, by its channel. */
export const endsIn = async (house: FullHouse): Promise<readonly string[]> =>
  [...(await storyOf(house)).messages.values()].map(({ written, delivery }) => {
    const why = delivery.status === "withheld" ? `: ${delivery.because}` : ""
    return `${written.data.channel} ${delivery.status}${why}`
  })

/** Messages that are still under way; after long enough there is none. */
export const underWay = async (house: FullHouse): Promise<Wrong> => {
  const { messages } = await storyOf(house)
  return [...messages].flatMap(([message, { delivery }]) =>
    ["queued", "sending"].includes(delivery.status) ||
    (delivery.status === "uncertain" && delivery.policy === "reconcile")
      ? [{ message, delivery }]
      : [],
  )
}
