import { addressAt, type Channel, identifierAt } from "../channel/channel.ts"
import { type Endpoint, type Identifier, inputId, isStream, partsOf } from "../kernel/ids.ts"
import type { Whole } from "../runtime/house.ts"
import type { State } from "./entries.ts"
import type { Loop } from "./loop.ts"
import { channelsAt, everyChannel } from "./pool.ts"

/** Where somebody is known: the endpoint, and the identifier that it was born with. */
type Places = readonly (readonly [on: Endpoint, identifier: Identifier])[]

/** The places of a customer; of somebody of whom nothing is known yet, the one by which they are called. */
const placesOf = (reference: Endpoint, customer: Whole<State> | undefined): Places => {
  if (customer) return [...customer.streams].map(([stream, { identifier }]) => [stream, identifier])
  return isStream(reference) ? [] : [[reference, reference]]
}

/** The address that somebody has at a channel because they have one of another kind: WhatsApp is reached by a phone number. */
const derived = (
  places: Places,
  channel: Channel,
): { readonly from: Endpoint; readonly to: Identifier } | undefined => {
  const { reaches } = channel
  for (const [from, identifier] of reaches ? places : []) {
    const { scheme, value } = partsOf(identifier)
    const address = scheme === reaches?.scheme ? reaches.address(value) : undefined
    if (address !== undefined) return { from, to: identifierAt(channel, address) }
  }
  return undefined
}

const isServed = (places: Places, channel: Channel): boolean =>
  places.some(([, identifier]) => addressAt(channel, identifier) !== undefined)

/**
 * Links the addresses that a customer has at these channels because they have one of another kind, where they have none there yet.
 * It is the same number, so nobody has to prove it. Where no channel is named, only if nothing else reaches them. A link that was taken
 * back is not said again.
 */
export const linkReachable = async (
  loop: Pick<Loop, "setting" | "post" | "freshId">,
  reference: Endpoint,
  customer: Whole<State> | undefined,
  via: readonly string[] | undefined,
): Promise<void> => {
  const { channels, pools } = loop.setting
  const places = placesOf(reference, customer)
  const names = channelsAt(pools, via ?? everyChannel(loop.setting), customer?.id ?? "s_")
  const known = names.flatMap((name) =>
    Object.hasOwn(channels, name) && channels[name] ? [[name, channels[name]] as const] : [],
  )
  if (via === undefined && known.some(([, channel]) => isServed(places, channel))) return
  for (const [name, channel] of known) {
    const found = isServed(places, channel) ? undefined : derived(places, channel)
    if (!found) continue
    // ids hold no address
    const of = isStream(found.from) ? found.from : loop.freshId()
    await loop.post({
      kind: "link",
      id: inputId(`reaches:${name}:${of}`),
      on: found.from,
      with: [found.to],
      source: "same-number",
    })
    if (via === undefined) return
  }
}
