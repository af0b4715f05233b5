import type { Identifier, StreamId } from "../../kernel/ids.ts"

/** How an erasure reaches what is kept in memory. */
export interface Forgetting {
  /** Forgets what was kept in memory of an erased customer. */
  readonly forget: (streams: Iterable<StreamId>, identifiers: Iterable<Identifier>) => void
  /** Whoever keeps customers in memory for a while is told here of those who are erased. */
  readonly forgetting: Set<(streams: readonly StreamId[]) => void>
}

/** Tells the memory of the loop, and whoever asked to be told. */
export const createForgetting = (
  own: (streams: readonly StreamId[], identifiers: Iterable<Identifier>) => void,
): Forgetting => {
  const forgetting: Forgetting["forgetting"] = new Set()
  return {
    forgetting,
    forget: (streams, identifiers) => {
      const gone = [...streams]
      own(gone, identifiers)
      for (const told of forgetting) told(gone)
    },
  }
}
