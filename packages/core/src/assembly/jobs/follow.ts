import { inputId } from "../../kernel/ids.ts"
import type { Attempt } from "../../timeline/engine.ts"
import type { Loop } from "../loop.ts"
import { linkReachable } from "../reachable.ts"

/** Looks whether a message got far enough, or has to go by another channel. */
export const follow = async (attempt: Attempt, loop: Loop): Promise<void> => {
  const { id, key, ref: message = "" } = attempt
  const customer = await loop.whole(key)
  const planned = customer?.streams.get(key)?.state.outbox.plans?.[message]
  if (customer && planned) await linkReachable(loop, key, customer, planned.next)
  await loop.post({ kind: "follow", id: inputId(`follow:${id}`), on: key, message, acks: id })
}
