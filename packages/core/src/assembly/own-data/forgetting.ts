import type { Identifier, StreamId } from "../../kernel/ids.ts"

/** How an erasure reaches what is kept in memory. */
export interface Forgetting {
  /** Forgets what was kept in memory of an erased customer, in every process. */
  readonly forget: (streams: Iterable<StreamId>, identifiers: Iterable<Identifier>) => void
  /** Forgets, in this process, whom another one has erased. */
  readonly forgetHere: (streams: readonly StreamId[]) => void
  /** Leaves out everything that readers kept: another process may have erased somebody, and it is not known whom. */
  readonly forgetAll: () => void
  /** Whoever keeps customers in memory for a while is told here of those who are erased. */
  readonly forgetting: Set<(streams: readonly StreamId[]) => void>
}

/** What is kept of customers in memory, and can be left out. */
export interface Memory {
  readonly forget: (streams: readonly StreamId[], identifiers: Iterable<Identifier>) => void
  readonly forgetAll?: () => void
}

/** Tells these memories, and whoever asked to be told; `others` tells the other processes. */
export const createForgetting = (
  memories: readonly Memory[],
  others?: (streams: readonly StreamId[]) => void,
): Forgetting => {
  const forgetting: Forgetting["forgetting"] = new Set()
  const forgetHere = (gone: readonly StreamId[], identifiers: Iterable<Identifier> = []): void => {
    for (const memory of memories) memory.forget(gone, identifiers)
    for (const told of forgetting) told(gone)
  }
  return {
    forgetting,
    forgetHere,
    forgetAll: () => {
      for (const { forgetAll } of memories) forgetAll?.()
    },
    forget: (streams, identifiers) => {
      const gone = [...streams]
      forgetHere(gone, identifiers)
      others?.(gone)
    },
  }
}
