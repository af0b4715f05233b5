import type { CustomerView, DeskChannel, Known, StreamId, ThreadItem } from "@escucha/core"
import type { Where } from "../data/channel-client.ts"

/** A place where the customer is known and by which an answer can leave. */
export type WayOut = Known & { readonly channel: string }

const canWrite = (known: Known): known is WayOut => known.channel !== null

/** The ways by which a reply can leave, first the one by which the customer wrote last: people are answered where they asked. */
export const waysOut = (known: CustomerView["known"], newestFirst: readonly ThreadItem[]): readonly WayOut[] => {
  const last = newestFirst.find((item) => item.type === "received")?.stream
  return known.filter(canWrite).sort((one, two) => Number(two.stream === last) - Number(one.stream === last))
}

/** Who can read an answer to what they said last at a place: none of these, where that was not said in public. */
export const waysToAnswer = (
  newestFirst: readonly ThreadItem[],
  stream: StreamId,
  channel: Pick<DeskChannel, "capabilities"> | undefined,
): readonly Where[] => {
  const last = newestFirst.find((item) => item.type === "received" && item.stream === stream)
  return last?.type === "received" && last.public !== undefined ? (channel?.capabilities.comments ?? []) : []
}
