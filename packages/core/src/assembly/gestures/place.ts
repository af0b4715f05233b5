import { addressAt, type Channel, type Extras, type HttpShape } from "../../channel/channel.ts"
import { personOf, placeOf } from "../../conversation/contact.ts"
import { InputError } from "../../kernel/errors.ts"
import type { StreamId } from "../../kernel/ids.ts"
import type { Whole } from "../../runtime/house.ts"
import type { State } from "../entries.ts"
import type { Loop } from "../loop.ts"

/** What can be done at a network beside sending. */
export type Gesture = "edit" | "remove" | "react" | "markRead"

const words: { readonly [Name in Gesture]: { readonly does: string; readonly instead: string } } = {
  edit: { does: "change a message", instead: "send a new message" },
  remove: { does: "remove a message", instead: "send a new message that corrects it" },
  react: { does: "react to a message", instead: "answer it in words" },
  markRead: { does: "show that a message was read", instead: "an answer shows it" },
}

const gestures: readonly Gesture[] = ["edit", "remove", "react", "markRead"]

/** Where something is done. */
export interface Place {
  readonly stream: StreamId
  /** The channel that the message came or went by, and its name in the application. */
  readonly name: string
  readonly channel: Channel & HttpShape
  readonly address: string
}

/** What a network can do, in words for whoever asked it for something else. */
const abilities = (extras: Extras): string => {
  const can = gestures.filter((gesture) => extras[gesture]).map((gesture) => words[gesture].does)
  return can.length === 0 ? "it only carries messages" : `it can ${can.join(", ")}`
}

/**
 * The place of a message: the endpoint that it is pinned to, by the channel that it came or went by. Throws `InputError` where that channel
 * is not there any more or knows no such thing; the error says what it can do.
 */
export const placeFor = (
  { setting: { channels } }: Pick<Loop, "setting">,
  customer: Whole<State>,
  { stream, channel: name }: { readonly stream: StreamId; readonly channel: string },
  gesture: Gesture,
): Place => {
  const row = customer.streams.get(stream)
  const channel = Object.hasOwn(channels, name) ? channels[name] : undefined
  const address = row && channel && addressAt(channel, row.identifier)
  const shown = JSON.stringify(name)
  if (!channel || address === undefined)
    throw new InputError("conflict", "channel", `${shown} does not serve this conversation any more`)
  if (channel.shape === "http" && channel.extras[gesture]) return { stream, name, channel, address }
  const { does, instead } = words[gesture]
  const can = abilities(channel.shape === "http" ? channel.extras : {})
  throw new InputError("conflict", "channel", `${shown} cannot ${does}: ${can}; ${instead}`)
}

/** Why nothing but removing is done there; `undefined`, where it may be. */
export const closedTo = (customer: Whole<State>, stream: StreamId): string | undefined => {
  const row = customer.streams.get(stream)
  if (personOf(customer.state).optedOutAt !== null)
    return "they told us to stop: what we wrote can be removed, and nothing else is done there"
  return row && placeOf(row.identifier, row.state).suppressed !== null
    ? "this address is suppressed; lift that with customers.liftSuppression, where it was an error"
    : undefined
}
