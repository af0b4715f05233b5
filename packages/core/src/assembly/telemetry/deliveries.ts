import type { Unit } from "../../timeline/store.ts"
import type { State } from "../entries.ts"
import { known } from "../reader.ts"

/** How far a message got, on a channel where that is known. */
export interface Told {
  readonly status: string
  readonly channel?: string
}

/** Of so many messages it is remembered by which channel they go, so that a late receipt is counted there too. */
const mostKept = 10_000

/** Reads out of what was committed how far messages got. */
export const createDeliveries = () => {
  const channels = new Map<string, string>()
  const remember = (message: string, channel: string): void => {
    channels.set(message, channel)
    const [oldest] = channels.keys()
    if (channels.size > mostKept && oldest !== undefined) channels.delete(oldest)
  }
  return ({ entries, states }: Pick<Unit<State>, "entries" | "states">): readonly Told[] =>
    entries.map(known).flatMap((entry): readonly Told[] => {
      if (entry.kind === "message-written") {
        const { message, channel, delivery } = entry.data
        remember(message, channel)
        return [{ channel, status: delivery.status }]
      }
      if (entry.kind !== "delivery-changed") return []
      const { message, delivery } = entry.data
      const channel = channels.get(message) ?? states.get(entry.stream)?.state.outbox.open[message]?.channel
      return [{ status: delivery.status, ...(channel !== undefined && { channel }) }]
    })
}
