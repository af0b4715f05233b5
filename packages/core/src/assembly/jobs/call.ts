import type { Channel, HttpShape, Outgoing, Sent } from "../../channel/channel.ts"
import { DeliveryError, TimeLimitError } from "../../kernel/errors.ts"
import { withinTime } from "../../runtime/time-limit.ts"
import type { Loop } from "../loop.ts"

/** A connection knows its own time-outs; this is for one that forgot them. The message it held is uncertain then. */
const patience = "2 minutes"

const failed = (
  channel: string,
  reason: DeliveryError["reason"],
  details: ConstructorParameters<typeof DeliveryError>[2],
  cause?: unknown,
): Sent => ({ status: "failed", error: new DeliveryError(channel, reason, details, { cause }) })

const throughConnection = async (loop: Loop, name: string, message: Outgoing, signal: AbortSignal): Promise<Sent> => {
  const connection = loop.connections.get(name)
  if (!connection) return failed(name, "network", { retryable: true, sent: "no" })
  try {
    return await withinTime({ clock: loop.clock, limit: patience, signal, what: `channel ${name}` }, (given) =>
      connection.send(message, given),
    )
  } catch (failure) {
    if (!(failure instanceof TimeLimitError)) throw failure // `send` never rejects: a bug of the adapter
    loop.report(failure) // a connection that forgot its own time-out
    return failed(name, "timeout", { retryable: true, sent: "unknown" }, failure)
  }
}

const overHttp = async (
  loop: Loop,
  name: string,
  channel: HttpShape,
  message: Outgoing,
  signal: AbortSignal,
): Promise<Sent> => {
  const made = await loop.tokens.use(name, channel.access, async (context) => {
    const called = await loop.transport(name, channel.request(message, context), { signal, clock: loop.clock })
    return "error" in called ? called : channel.receipt(called.response)
  })
  return "status" in made ? made : { status: "failed", error: made.error }
}

const watched = ({ watch }: Loop, name: string, call: () => Promise<Sent>): Promise<Sent> =>
  watch ? watch.send(name, call) : call()

/** Makes the one call by which a part of a message leaves, and takes note of it for those that come after. */
export const callChannel = async (
  loop: Loop,
  name: string,
  channel: Channel,
  message: Outgoing,
  signal: AbortSignal,
): Promise<Sent> => {
  const sent =
    channel.shape === "connection"
      ? await watched(loop, name, () => throughConnection(loop, name, message, signal))
      : await overHttp(loop, name, channel, message, signal)
  loop.gates.note(name, sent.status === "failed" ? sent.error : undefined)
  return sent
}
