import { addressAt } from "../../channel/channel.ts"
import { waitingIn } from "../../conversation/conversation.ts"
import type { StreamId } from "../../kernel/ids.ts"
import { preferredChannels } from "../../profile/preference.ts"
import type { Whole } from "../../runtime/house.ts"
import type { StreamRow } from "../../timeline/store.ts"
import type { State } from "../entries.ts"
import { channelsAt, everyChannel } from "../pool.ts"
import type { Setting } from "./setting.ts"

/** Where a message can go: an endpoint of the customer and the channel that serves it. */
export interface Reach {
  readonly stream: StreamId
  readonly channel: string
}

interface Candidate extends Reach {
  readonly heardAt: number
  /** When our promise breaks there; never, where nobody waits. */
  readonly due: number
  readonly order: number
  /** Its place among the channels that serve the same endpoint. */
  readonly turn: number
}

/** The channels of these, pools among them, that serve an endpoint. A conversation stays with the channel that it has. */
const serving = (
  { channels, pools }: Setting,
  stream: StreamId,
  { identifier, state }: StreamRow<State>,
  via: readonly string[],
): readonly string[] => {
  const served = channelsAt(pools, via, stream).filter((name) => {
    const channel = Object.hasOwn(channels, name) ? channels[name] : undefined
    if (channel === undefined || addressAt(channel, identifier) === undefined) return false
    // where everything is public, nothing is started: only what was said there is answered
    return channel.capabilities.outbound !== "public" || Boolean(state.conversation.public)
  })
  const last = state.conversation.last?.channel
  return last !== undefined && served.includes(last) ? [last, ...served.filter((name) => name !== last)] : served
}

const candidatesOf = (setting: Setting, customer: Whole<State>, via: readonly string[]): readonly Candidate[] =>
  [...customer.streams].flatMap(([stream, row]) => {
    const { conversation } = row.state
    const order = channelsAt(setting.pools, via, stream)
    const served = serving(setting, stream, row, via)
    const [first = ""] = served
    return served.map((channel, turn): Candidate => ({
      stream,
      channel,
      heardAt: conversation.heardAt ?? -Infinity,
      due: waitingIn(conversation)?.due ?? Infinity,
      order: order.indexOf(first),
      turn,
    }))
  })

// A subtraction would make NaN of two infinities.
const compare = (one: number, two: number): number => (one < two ? -1 : one > two ? 1 : 0)

const rankIn = (likes: readonly string[], channel: string): number => {
  const place = likes.indexOf(channel)
  return place < 0 ? Infinity : place
}

/** What is asked of an endpoint beside that a channel serves it. */
export interface Wanted {
  /** Channels and pools; all of them, where it is left out. */
  readonly via: readonly string[] | undefined
  /** The pinned one, which is never exchanged for another. */
  readonly to?: StreamId
  readonly likes?: readonly string[]
  /** The order of `via` comes before anything else: what follows is for where this one fails. */
  readonly isStrict?: boolean
}

/**
 * The endpoints by which to reach a customer, the best first: the pinned one alone; else where they wait for us, the first
 * to break its promise first; else the channel that they like best, of those in `likes`; else the one they came by; else where they
 * spoke last; else the first that a channel serves, in the order of `via`.
 */
export const reachable = (
  setting: Setting,
  customer: Whole<State>,
  home: StreamId,
  { via, to, likes = [], isStrict = false }: Wanted,
): readonly Reach[] => {
  const names = via ?? everyChannel(setting)
  const found = candidatesOf(setting, customer, names)
  const pinned = found.filter(({ stream }) => stream === to)
  if (pinned.length > 0 || (to !== undefined && customer.streams.get(to)?.state.conversation.last)) return pinned
  const isHome = ({ stream }: Candidate) => Number(stream === home)
  const preference = (one: Candidate, two: Candidate) =>
    compare(one.due, two.due) ||
    compare(rankIn(likes, one.channel), rankIn(likes, two.channel)) ||
    compare(-isHome(one), -isHome(two)) ||
    compare(two.heardAt, one.heardAt)
  const order = (one: Candidate, two: Candidate) => one.order - two.order
  return found.toSorted(
    (one, two) =>
      (isStrict ? order(one, two) || preference(one, two) : preference(one, two) || order(one, two)) ||
      (one.stream < two.stream ? -1 : one.stream > two.stream ? 1 : one.turn - two.turn),
  )
}

/** Where what we start may go: by the channels that it names, else by those of its purpose, the one that the customer likes best first. */
export const approaches = (
  setting: Setting,
  customer: Whole<State>,
  home: StreamId,
  what: Pick<Wanted, "isStrict"> & {
    readonly purpose: string
    readonly via?: readonly string[]
    readonly to?: StreamId
  },
): readonly Reach[] => {
  const { purpose, via, to, isStrict = false } = what
  const declared = Object.hasOwn(setting.consent.purposes, purpose) ? setting.consent.purposes[purpose] : undefined
  const likes = via === undefined ? preferredChannels(customer.state.preferences) : []
  return reachable(setting, customer, home, {
    via: via ?? declared?.channels,
    likes,
    isStrict,
    ...(to !== undefined && { to }),
  })
}

/** The best of them. */
export const approach = (...given: Parameters<typeof approaches>): Reach | undefined => approaches(...given)[0]
