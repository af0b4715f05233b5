import { addressAt, type Channel, identifierAt } from "../channel/channel.ts"
import { type Identifier, inputId, partsOf, type StreamId } from "../kernel/ids.ts"
import type { Whole } from "../runtime/house.ts"
import type { State } from "./entries.ts"
import type { Loop } from "./loop.ts"
import { channelsAt, everyChannel } from "./pool.ts"

/** The address that somebody has at a channel because they have one of another kind: WhatsApp is reached by a phone number. */
const derived = (
  customer: Whole<State>,
  channel: Channel,
): { readonly from: StreamId; readonly to: Identifier } | undefined => {
  const { reaches } = channel
  if (!reaches) return undefined
  for (const [stream, { identifier }] of customer.streams) {
    const { scheme, value } = partsOf(identifier)
    const address = scheme === reaches.scheme ? reaches.address(value) : undefined
    if (address !== undefined) return { from: stream, to: identifierAt(channel, address) }
  }
  return undefined
}

const isServed = (customer: Whole<State>, channel: Channel): boolean =>
  [...customer.streams.values()].some(({ identifier }) => addressAt(channel, identifier) !== undefined)

/**
 * Links the addresses that a customer has at these channels because they have one of another kind, where they have none there yet.
 * It is the same number, so nobody has to prove it. Where no channel is named, only if nothing else reaches them.
 */
export const linkReachable = async (
  loop: Pick<Loop, "setting" | "post">,
  customer: Whole<State>,
  via: readonly string[] | undefined,
): Promise<void> => {
  const { channels, pools } = loop.setting
  const names = channelsAt(pools, via ?? everyChannel(loop.setting), customer.id)
  const known = names.flatMap((name) =>
    Object.hasOwn(channels, name) && channels[name] ? [[name, channels[name]] as const] : [],
  )
  if (via === undefined && known.some(([, channel]) => isServed(customer, channel))) return
  for (const [name, channel] of known) {
    const found = isServed(customer, channel) ? undefined : derived(customer, channel)
    if (!found) continue
    await loop.post({
      kind: "link",
      id: inputId(`reaches:${name}:${found.from}`),
      on: found.from,
      with: [found.to],
      source: "same-number",
    })
    if (via === undefined) return
  }
}
