import type { CallContext, HttpRequest } from "../../channel/channel.ts"
import { InputError } from "../../kernel/errors.ts"
import type { InputId } from "../../kernel/ids.ts"
import type { Outcome } from "../../runtime/turn.ts"
import type { InputOf } from "../inputs.ts"
import { callExtra } from "../jobs/extra.ts"
import type { Loop } from "../loop.ts"
import { closedTo, type Place } from "./place.ts"

/** What is done, where, and what is written down of it. */
export interface Act {
  readonly place: Place
  readonly input: InputOf<"edit-own"> | InputOf<"react"> | InputOf<"mark-read">
  /** Made one after another; the first that fails ends it, and nothing is written down. */
  readonly calls: readonly ((context: CallContext) => HttpRequest)[]
  /** Also where they told us to stop. */
  readonly isAlwaysAllowed?: boolean
}

/** Whether an input of this id was committed before. */
export const isDone = async ({ store, ready }: Loop, id: InputId): Promise<boolean> => {
  await ready()
  return (await store.load({ inputs: [id], identifiers: [], streams: [] })).seen.has(id)
}

/**
 * Does something at a network and, once the network has taken it, writes it down. Each of it can be done twice without effect, so that a
 * process that dies between the two is mended by doing it again. Throws `DeliveryError` where the network did not take it.
 */
export const act = async (
  loop: Loop,
  { place, input, calls, isAlwaysAllowed = false }: Act,
): Promise<Outcome["status"]> => {
  const { stream, name, channel, address } = place
  const allowed = async () => {
    if (isAlwaysAllowed) return
    const customer = await loop.whole(stream)
    const reason = customer ? closedTo(customer, stream) : "nobody is there any more"
    if (reason !== undefined) throw new InputError("conflict", "customer", reason)
  }
  for (const [index, request] of calls.entries()) {
    const error = await callExtra(loop, { name, channel, address, who: `${input.id}:${index}`, request, allowed })
    if (error) throw error
  }
  return (await loop.post(input)).status
}
