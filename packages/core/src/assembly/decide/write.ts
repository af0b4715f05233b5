import type { Content } from "../../channel/content.ts"
import { personOf } from "../../conversation/contact.ts"
import { isInTalk, waitingIn } from "../../conversation/conversation.ts"
import {
  type Change,
  dispatch,
  type Draft,
  queue,
  receipt,
  recordSent,
  settle,
  withhold,
} from "../../conversation/outbox.ts"
import { partsOf, type StreamId } from "../../kernel/ids.ts"
import { preferredChannels } from "../../profile/preference.ts"
import type { Situation, Whole } from "../../runtime/house.ts"
import type { StreamRow } from "../../timeline/store.ts"
import type { State } from "../entries.ts"
import { type Decide, facts, refuse, type Setting } from "./setting.ts"
import { tooLong } from "./text.ts"

/** Where a message can go: an endpoint of the customer and the channel that serves it. */
export interface Reach {
  readonly stream: StreamId
  readonly channel: string
}

const channelFor = (
  { channels }: Setting,
  { identifier, state }: StreamRow<State>,
  via: readonly string[],
): string | undefined => {
  const { scheme } = partsOf(identifier)
  const served = via.filter((name) => channels[name]?.scheme === scheme)
  const last = state.conversation.last?.channel
  return last !== undefined && served.includes(last) ? last : served[0]
}

interface Candidate extends Reach {
  readonly heardAt: number
  /** When our promise breaks there; never, where nobody waits. */
  readonly due: number
  readonly order: number
}

/**
 * The endpoint by which to reach a customer: the pinned one, which is never exchanged for another; else where they wait for us, the first
 * to break its promise first; else the channel that they like best, of those in `likes`; else the one they came by; else where they
 * spoke last; else the first that a channel serves, in the order of `via`.
 */
export const reach = (
  setting: Setting,
  customer: Whole<State>,
  home: StreamId,
  via: readonly string[] | undefined,
  to?: StreamId,
  likes: readonly string[] = [],
): Reach | undefined => {
  const names = via ?? Object.keys(setting.channels)
  const reachable = [...customer.streams].flatMap(([stream, row]): readonly Candidate[] => {
    const channel = channelFor(setting, row, names)
    const { conversation } = row.state
    return channel === undefined
      ? []
      : [
          {
            stream,
            channel,
            heardAt: conversation.heardAt ?? -Infinity,
            due: waitingIn(conversation)?.due ?? Infinity,
            order: names.indexOf(channel),
          },
        ]
  })
  const pinned = reachable.find(({ stream }) => stream === to)
  if (pinned || (to !== undefined && customer.streams.get(to)?.state.conversation.last)) return pinned
  const isHome = ({ stream }: Candidate) => Number(stream === home)
  const [best] = reachable.sort(
    (one, two) =>
      compare(one.due, two.due) ||
      compare(rankIn(likes, one.channel), rankIn(likes, two.channel)) ||
      compare(-isHome(one), -isHome(two)) ||
      compare(two.heardAt, one.heardAt) ||
      one.order - two.order ||
      (one.stream < two.stream ? -1 : 1),
  )
  return best
}

// A subtraction would make NaN of two infinities.
const compare = (one: number, two: number): number => (one < two ? -1 : one > two ? 1 : 0)

const rankIn = (likes: readonly string[], channel: string): number => {
  const place = likes.indexOf(channel)
  return place < 0 ? Infinity : place
}

/** Where what we start may go: by the channels that it names, else by those of its purpose, the one that the customer likes best first. */
export const approach = (
  setting: Setting,
  customer: Whole<State>,
  home: StreamId,
  { purpose, via, to }: { readonly purpose: string; readonly via?: readonly string[]; readonly to?: StreamId },
): Reach | undefined => {
  const declared = Object.hasOwn(setting.consent.purposes, purpose) ? setting.consent.purposes[purpose] : undefined
  const likes = via === undefined ? preferredChannels(customer.state.preferences) : []
  return reach(setting, customer, home, via ?? declared?.channels, to, likes)
}

/** What every message of ours has before it has an endpoint. */
export interface Letter {
  readonly id: string
  readonly content: Content
  readonly purpose: Draft["purpose"]
  readonly author: string
  readonly substance: boolean
  readonly expiresAt?: number
}

/** Queues a message at an endpoint of the customer. An answer where nobody talks to us is an approach, and is treated as one. */
export const post = (
  setting: Setting,
  { customer, now }: Pick<Situation<State>, "customer" | "now">,
  { stream, channel }: Reach,
  letter: Letter,
  historic: boolean,
): Change => {
  const own = customer.streams.get(stream)?.state
  const { id: message, content, author, substance, expiresAt } = letter
  const purpose = letter.purpose === "answer" && !(own && isInTalk(own.conversation, now)) ? "service" : letter.purpose
  const draft: Draft = {
    message,
    stream,
    channel,
    content,
    purpose,
    author,
    substance,
    ...(expiresAt !== undefined && { expiresAt }),
  }
  return historic ? withhold(draft, "historic") : queue(draft, personOf(customer.state), setting.contact, now)
}

const write =
  (setting: Setting): Decide<"write"> =>
  (input, situation) => {
    const problem = tooLong("text", input.content.text)
    if (problem) return problem
    if (input.content.text.trim() === "") return refuse("text", "say something: an empty message is never sent")
    for (const name of input.via ?? [])
      if (!Object.hasOwn(setting.channels, name))
        return refuse("via", "name one of the channels of createEscucha", "unknown")
    const { customer, stream } = situation
    const where =
      input.purpose === "answer"
        ? reach(setting, customer, stream, input.via, input.to)
        : approach(setting, customer, stream, input)
    if (where) return post(setting, situation, where, input, input.historic ?? false)
    const { id, content, purpose, author, substance } = input
    return withhold(
      { message: id, stream: situation.stream, channel: "none", content, purpose, author, substance },
      "no-address",
    )
  }

const record: Decide<"record"> = ({ id, content, author, channel }, { stream }) =>
  tooLong("text", content.text) ??
  recordSent({ message: id, stream, channel, content, purpose: "answer", author, substance: true })

/** How what we write is decided. */
export const writing = (setting: Setting) => ({
  write: write(setting),
  record,
  dispatch: ((input, { stream, own, customer, now }) =>
    dispatch(
      stream,
      input.message,
      input.id,
      own.outbox,
      personOf(customer.state),
      setting.contact,
      now,
      input.exclusion,
    )) satisfies Decide<"dispatch">,
  settle: ((input, { stream, own, now }) =>
    settle(stream, input.message, input.result, own.outbox, input.isIdempotent, now)) satisfies Decide<"settle">,
  receipt: (({ receipt: { message, status } }, { own }) =>
    receipt(
      typeof message === "string" ? message : "",
      status === "failed" ? { status, error: "the provider reported a failure" } : { status },
      own.outbox,
    )) satisfies Decide<"receipt">,
  done: (() => facts([])) satisfies Decide<"done">,
})
