import type { CallContext, Channel, Extras, HttpRequest, HttpResponse, HttpShape } from "../../channel/channel.ts"
import { failureOf } from "../../channel/failure.ts"
import { DeliveryError } from "../../kernel/errors.ts"
import type { Loop } from "../loop.ts"

/** What is done at a network beside sending: who does it, by which channel and where, and the call. */
export interface ExtraCall {
  readonly name: string
  readonly channel: Channel & HttpShape
  readonly address: string
  /** Who waits for it, by a name of its own. */
  readonly who: string
  readonly request: (context: CallContext) => HttpRequest
  /** Asked in the last moment before the call; it throws where the call must not be made any more. */
  readonly allowed: () => Promise<void>
}

/** Why a call did nothing; `undefined`, where the network did it. Some refuse under the status of a success. */
const refusalOf = (
  name: string,
  { extras, receipt }: Pick<HttpShape, "receipt"> & { readonly extras: Extras },
  response: HttpResponse,
): DeliveryError | undefined => {
  const { status } = response
  if (status >= 200 && status < 300) return extras.refusal?.(response)
  const said = receipt(response) // it knows the words and the pauses of this provider
  return said.status === "failed" ? said.error : failureOf(name, response)
}

const overHttp = async (
  loop: Loop,
  { name, channel, request, allowed }: ExtraCall,
): Promise<DeliveryError | undefined> => {
  const { error } = await loop.tokens.use(name, channel.access, async (context) => {
    await allowed()
    const called = await loop.transport(name, request(context), { clock: loop.clock })
    return { error: "error" in called ? called.error : refusalOf(name, channel, called.response) }
  })
  return error
}

/**
 * Does something at a network that is no message: through the same door, with the same tokens and by the same transport as messages. Who
 * asks for it waits for it, so that a closed door is an error that says for how long. Gives the error, or nothing.
 */
export const callExtra = async (loop: Loop, call: ExtraCall): Promise<DeliveryError | undefined> => {
  const { name, who, address } = call
  const until = await loop.gates.pass(name, who, address)
  if (until !== undefined) {
    loop.gates.leave(name, who)
    const retryAfter = Math.max(0, until - loop.clock.now())
    return new DeliveryError(name, "rate-limit", { retryable: true, sent: "no", retryAfter })
  }
  try {
    const error = await overHttp(loop, call)
    loop.gates.note(name, error)
    return error
  } finally {
    loop.gates.leave(name, who)
  }
}
