import { milliseconds } from "../kernel/duration.ts"
import type { Inbound } from "../channel/inbound.ts"
import { identifier, inputId } from "../kernel/ids.ts"
import { isInstant } from "../kernel/time.ts"
import type { Input } from "./inputs.ts"

/** How far ahead of us a provider's clock may be before we no longer believe it, in milliseconds. */
const clockSkew = milliseconds("5 minutes")

/**
 * What a channel brought in, as an input of the loop. Its id is the channel's own, so that a delivery that is repeated
 * takes effect once.
 */
export const inputOfInbound = (
  channel: string,
  scheme: string,
  inbound: Inbound,
  now: number,
  historic: boolean,
): Input | undefined => {
  const on = identifier(scheme, inbound.address)
  const at = inbound.at ?? now
  const occurredAt = at > now + clockSkew || !isInstant(at) ? now : at
  if (inbound.type === "receipt") {
    const { message, status } = inbound
    return {
      kind: "receipt",
      id: inputId(`receipt:${channel}:${inbound.id}`),
      on,
      occurredAt,
      receipt: { message, status, at: occurredAt },
    }
  }
  if (inbound.type !== "message") return undefined
  const { type: _, id, address: _address, ...message } = inbound
  return {
    kind: "message",
    id: inputId(`in:${channel}:${id}`),
    on,
    occurredAt,
    channel,
    message: { provider: id, ...message },
    ...(historic && { historic }),
  }
}
