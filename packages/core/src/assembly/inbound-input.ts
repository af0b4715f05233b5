import { type Channel, identifierAt } from "../channel/channel.ts"
import { milliseconds } from "../kernel/duration.ts"
import type { Inbound, InboundMessage, InboundReceipt } from "../channel/inbound.ts"
import { type Identifier, inputId, isStream } from "../kernel/ids.ts"
import { isInstant } from "../kernel/time.ts"
import type { Input } from "./inputs.ts"

/** How far ahead of us a provider's clock may be before we no longer believe it, in milliseconds. */
const clockSkew = milliseconds("5 minutes")

/** Nobody has more addresses than this at one network, and none is longer. */
const mostNames = 10
const longestName = 1_000

/** Where something came in, and what is not in it. */
export interface Arrival {
  /** The name that the application gave the channel. */
  readonly name: string
  readonly channel: Pick<Channel, "scheme" | "account">
  readonly now: number
  /** Part of an import. */
  readonly historic: boolean
  /** Nobody can guess it: it keeps the hash of a consent from telling anything. */
  readonly salt: string
}

type Place = Pick<Input, "on" | "occurredAt">

const isName = (value: unknown): value is Identifier =>
  typeof value === "string" && value.indexOf(":") > 0 && value.length <= longestName && !isStream(value)

/** The other names of the sender for which the network vouches. Who only claims to be somebody has none. */
const namesOf = ({ also = [], claimed }: InboundMessage, on: string): readonly Identifier[] =>
  claimed
    ? []
    : also
        .filter(isName)
        .filter((name) => name !== on)
        .slice(0, mostNames)

const messageOf = (inbound: InboundMessage, place: Place, { name, historic }: Arrival): Input => {
  const { type: _, id, address: _address, scheme: _scheme, also: _also, ...message } = inbound
  const names = namesOf(inbound, place.on)
  return {
    kind: "message",
    id: inputId(`in:${name}:${id}`),
    ...place,
    ...(names.length > 0 && { with: names }),
    channel: name,
    message: { provider: id, ...message },
    ...(historic && { historic }),
  }
}

/** A receipt, and the word that nothing more is sent there where the provider says so. */
const receiptOf = (
  inbound: InboundReceipt,
  place: Place,
  at: number,
  { name, salt, now }: Arrival,
): readonly Input[] => {
  const { type: _, id, address: _address, scheme: _scheme, claimed, message: of, ...told } = inbound
  // whatever the clock of a provider says, nobody has got what is sent after they said so
  const message = typeof of === "string" ? of : { upTo: Math.min(of.upTo, now) }
  const receipt = { ...told, message }
  const { suppress: because, reference = "" } = receipt
  const named = claimed ? { claimed: [typeof message === "string" ? message : "", reference] } : {}
  const said: Input = { kind: "receipt", id: inputId(`receipt:${name}:${id}`), ...place, receipt: { ...receipt, at } }
  return because === undefined
    ? [said]
    : [
        said,
        { kind: "suppress", id: inputId(`suppress:${name}:${id}`), ...place, channel: name, because, ...named, salt },
      ]
}

/** Whose it is. An address of another scheme than the channel's own belongs to no account of the channel. */
export const placeOf = (
  channel: Arrival["channel"],
  { scheme, address }: Pick<Inbound, "scheme" | "address">,
): Identifier => identifierAt(scheme === undefined ? channel : { scheme }, address)

/**
 * What a channel brought in, as inputs of the loop; none for what is only true at this moment. Their ids are the channel's own, so that
 * a delivery that is repeated takes effect once.
 */
export const inputsOfInbound = (inbound: Inbound, arrival: Arrival): readonly Input[] => {
  const { name: channel, now, salt } = arrival
  const at = inbound.at ?? now
  const occurredAt = at > now + clockSkew || !isInstant(at) ? now : at
  const place = { on: placeOf(arrival.channel, inbound), occurredAt }
  const id = (word: string) => inputId(`${word}:${channel}:${inbound.id}`)
  switch (inbound.type) {
    case "message":
      return [messageOf(inbound, place, arrival)]
    case "receipt":
      return receiptOf(inbound, place, occurredAt, arrival)
    case "reaction": {
      const { message, emoji } = inbound
      return [{ kind: "reaction", id: id("reaction"), ...place, channel, message, emoji }]
    }
    case "edit": {
      const { message, text } = inbound
      return [{ kind: "edit", id: id("edit"), ...place, channel, message, text }]
    }
    case "wish": {
      const { wish, by, purpose } = inbound
      return [{ kind: "wish", id: id("wish"), ...place, channel, wish, by, ...(purpose && { purpose }), salt }]
    }
    case "address-change":
      return [
        {
          kind: "address-change",
          id: id("moved"),
          ...place,
          channel,
          with: [identifierAt(arrival.channel, inbound.to)],
        },
      ]
    case "check-in": {
      const { where, by, position } = inbound
      return [{ kind: "check-in", id: id("check-in"), ...place, channel, where, by, ...(position && { position }) }]
    }
    case "typing":
    case "tally":
      return []
  }
}
