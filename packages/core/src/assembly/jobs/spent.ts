import type { Spent } from "../../conversation/place-rules.ts"
import { partsOf, type StreamId } from "../../kernel/ids.ts"
import type { Loop } from "../loop.ts"

/** A message that is counted against the budget of the application, and how it is given back. */
export interface Counted {
  readonly spent?: Spent
  /** It did not leave after all. */
  readonly giveBack: () => void | Promise<void>
}

const free: Counted = { giveBack: () => {} }

/** Counts a message that waits to leave, where it costs and the application has a budget for many numbers at once. */
export const countedFor = async (loop: Loop, key: StreamId, message: string): Promise<Counted> => {
  const { contact } = loop.setting
  if (!contact.budget?.perDay && !contact.budget?.perPrefix) return free
  const row = (await loop.whole(key))?.streams.get(key)
  const channel = row?.state.outbox.open[message]?.channel
  const kind = channel === undefined ? undefined : contact.channels?.[channel]?.kind
  if (!row || (kind !== "sms" && kind !== "voice")) return free
  const { value } = partsOf(row.identifier)
  return {
    spent: await loop.spending.take(message, value, loop.clock.now()),
    giveBack: () => loop.spending.giveBack(message, value),
  }
}
