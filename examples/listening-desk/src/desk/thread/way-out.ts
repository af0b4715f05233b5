import type { CustomerView, Known, ThreadItem } from "@escucha/core"

/** A place where the customer is known and by which an answer can leave. */
export type WayOut = Known & { readonly channel: string }

const canWrite = (known: Known): known is WayOut => known.channel !== null

/** The ways by which a reply can leave, first the one by which the customer wrote last: people are answered where they asked. */
export const waysOut = (known: CustomerView["known"], newestFirst: readonly ThreadItem[]): readonly WayOut[] => {
  const last = newestFirst.find((item) => item.type === "received")?.stream
  return known.filter(canWrite).sort((one, two) => Number(two.stream === last) - Number(one.stream === last))
}
