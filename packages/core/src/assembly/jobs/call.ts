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

/** The token of the hour, where the channel has such; the empty word, where it has none. */
const accessOf = async (loop: Loop, name: string, { access }: HttpShape) =>
  access ? loop.tokens.of(name, access) : { token: "" }

const once = async (
  loop: Loop,
  name: string,
  channel: HttpShape,
  message: Outgoing,
  access: string,
  signal: AbortSignal,
): Promise<Sent> => {
  const request = channel.request(message, { now: loop.clock.now(), access })
  const called = await loop.transport(name, request, { signal, clock: loop.clock })
  return "error" in called ? { status: "failed", error: called.error } : channel.receipt(called.response)
}

const overHttp = async (
  loop: Loop,
  name: string,
  channel: HttpShape,
  message: Outgoing,
  signal: AbortSignal,
): Promise<Sent> => {
  const first = await accessOf(loop, name, channel)
  if ("error" in first) return { status: "failed", error: first.error }
  const sent = await once(loop, name, channel, message, first.token, signal)
  const isRefused = sent.status === "failed" && sent.error.reason === "auth" && channel.access !== undefined
  if (!isRefused) return sent
  // it may have ended before its time: fetched once more, and the message, which surely did not leave, goes with the new one
  loop.tokens.drop(name, first.token)
  const second = await accessOf(loop, name, channel)
  if ("error" in second) return { status: "failed", error: second.error }
  return second.token === first.token ? sent : once(loop, name, channel, message, second.token, signal)
}

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
      ? await throughConnection(loop, name, message, signal)
      : await overHttp(loop, name, channel, message, signal)
  loop.gates.note(name, sent.status === "failed" ? sent.error : undefined)
  return sent
}
