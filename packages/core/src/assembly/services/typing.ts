import { addressAt } from "../../channel/channel.ts"
import { failureOf } from "../../channel/failure.ts"
import { type Endpoint, endpointOf, type StreamId } from "../../kernel/ids.ts"
import type { Whole } from "../../runtime/house.ts"
import { reachable } from "../decide/reach.ts"
import type { State } from "../entries.ts"
import { closedTo } from "../gestures/place.ts"
import type { Loop } from "../loop.ts"

/**
 * Tells somebody that one of us is writing to them, where their conversation is and its network has such a thing; whether it does. It is
 * true now and kept nowhere: what goes wrong on the way is reported, and nobody tries again. Who told us to stop is told nothing.
 */
export const tellTyping = async (
  loop: Loop,
  customer: Whole<State>,
  reference: string,
  to?: StreamId,
): Promise<boolean> => {
  const named: Endpoint = to ?? endpointOf(reference)
  const streams = [...customer.streams]
  const [home] =
    streams.find(([stream, { identifier }]) => stream === named || identifier === named) ?? streams[0] ?? []
  const [where] =
    home === undefined
      ? []
      : reachable(loop.setting, customer, home, {
          via: undefined,
          ...(to !== undefined && { to }),
        })
  const row = where && customer.streams.get(where.stream)
  const channel = where && loop.setting.channels[where.channel]
  const address = row && channel && addressAt(channel, row.identifier)
  if (!where || !row || !channel || address === undefined || row.state.conversation.heardAt === null) return false
  if (closedTo(customer, where.stream) !== undefined) return false
  const name = where.channel
  if (channel.web) {
    loop.presence.tell({ place: row.identifier, channel: name, at: loop.clock.now(), from: "team" })
    return true
  }
  const typing = channel.shape === "http" ? channel.extras.typing : undefined
  if (channel.shape !== "http" || !typing) return false
  if (loop.gates.isClosed(name, `typing ${where.stream}`)) return false // the provider asked for a pause
  const { provider } = row.state.conversation
  const { error } = await loop.tokens.use(name, channel.access, async (context) => {
    const request = typing({ address, ...(provider !== null && { provider }) }, context)
    const called = await loop.transport(name, request, { clock: loop.clock })
    if ("error" in called) return called
    return { error: called.response.status < 300 ? undefined : failureOf(name, called.response) }
  })
  if (error?.reason === "rate-limit") loop.gates.note(name, error)
  else if (error) loop.report(error)
  return error === undefined
}
